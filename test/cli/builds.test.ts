// Which stage is checked: what Compose, Bake and `.plimsoll.json` say of how a Dockerfile is built.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

/** Only the stage `api` runs as root. */
const dockerfile = 'FROM debian:12.5 AS api\nCMD ["api"]\nFROM debian:12.5 AS web\nUSER 65532\nCMD ["web"]\n';

const compose = (build: string, more = '') => `services:\n  api:\n    build: ${build}\n${more}`;

test.each<{ name: string; files: Record<string, string>; root: boolean }>([
  { name: 'nothing: the last stage', files: {}, root: false },
  { name: 'Compose', files: { 'compose.yaml': compose('{ context: a, target: api }') }, root: true },
  {
    name: 'Compose, in the Dockerfile’s folder',
    files: { 'a/docker-compose.yml': compose('{ context: ., target: api }') },
    root: true,
  },
  { name: 'Compose, short', files: { 'compose.yaml': compose('./a') }, root: false },
  {
    name: 'Compose, of another file',
    files: { 'compose.yaml': compose('{ context: b, target: api }') },
    root: false,
  },
  {
    name: 'Compose, with a variable',
    files: { 'compose.yaml': compose('{ context: a, target: "${T}" }') },
    root: false,
  },
  {
    name: 'Compose, two builds that differ',
    files: {
      'compose.yaml': compose(
        '{ context: a, target: api }',
        '  web:\n    build: { context: a, target: web }\n',
      ),
    },
    root: false,
  },
  {
    name: 'Compose with a context elsewhere',
    files: { 'compose.yaml': compose('{ context: ., dockerfile: a/Dockerfile, target: api }') },
    root: true,
  },
  {
    name: 'Bake, JSON',
    files: { 'docker-bake.json': '{ "target": { "x": { "context": "a", "target": "api" } } }' },
    root: true,
  },
  {
    name: 'Bake, HCL',
    files: {
      'docker-bake.hcl':
        '# ours\ngroup "default" { targets = ["x"] }\nvariable "V" { default = "1" }\ntarget "x" {\n  context = "a" // here\n  target = "api"\n  args = {\n    A = "${V}"\n  }\n}\n',
    },
    root: true,
  },
  {
    name: 'Bake, inherited',
    files: {
      'docker-bake.hcl':
        'target "_common" {\n  target = "api"\n}\ntarget "x" {\n  inherits = ["_common"]\n  context = "./a"\n}\n',
    },
    root: true,
  },
  {
    name: 'Bake, with a function',
    files: { 'docker-bake.hcl': 'target "x" {\n  context = "a"\n  target = lower("API")\n}\n' },
    root: false,
  },
  {
    name: '.plimsoll.json',
    files: { '.plimsoll.json': '{ "builds": [{ "dockerfile": "a/Dockerfile", "target": "api" }] }' },
    root: true,
  },
  {
    name: '.plimsoll.json over Compose',
    files: {
      '.plimsoll.json': '{ "builds": [{ "dockerfile": "a/Dockerfile", "target": "web" }] }',
      'compose.yaml': compose('{ context: a, target: api }'),
    },
    root: false,
  },
  {
    name: 'Compose, a file for production beside it that differs',
    files: {
      'compose.yaml': compose('{ context: a, target: api }'),
      'docker-compose.prod.yml': compose('{ context: a, target: web }'),
    },
    root: true,
  },
  {
    name: 'Compose, only a file for production',
    files: { 'docker-compose.prod.yml': compose('{ context: a, target: api }') },
    root: true,
  },
  {
    name: 'Compose, with an override',
    files: {
      'compose.yaml': compose('a'),
      'compose.override.yaml': 'services:\n  api:\n    build: { target: api }\n',
    },
    root: true,
  },
  {
    name: 'Compose, with a variable of .env and one with a default',
    files: { 'compose.yaml': compose('{ context: "${C}", target: "${T:-api}" }'), '.env': 'C=a\n' },
    root: true,
  },
  {
    name: 'Compose, in a folder of its own',
    files: { 'deploy/compose.yaml': compose('{ context: ../a, target: api }') },
    root: true,
  },
  {
    name: 'Compose, with a Dockerfile of its own',
    files: {
      'compose.yaml': compose('{ context: a, target: api, dockerfile_inline: "FROM scratch" }'),
    },
    root: false,
  },
  {
    name: 'Bake, with an override',
    files: {
      'docker-bake.hcl': 'target "x" {\n  context = "a"\n}\n',
      'docker-bake.override.json': '{ "target": { "x": { "target": "api" } } }',
    },
    root: true,
  },
  {
    name: 'Bake, a matrix',
    files: {
      'docker-bake.hcl':
        'target "x" {\n  matrix = { t = ["api"] }\n  name = "x-${t}"\n  context = "a"\n  target = "api"\n}\n',
    },
    root: false,
  },
  { name: 'a Compose file that is none', files: { 'compose.yaml': `[${'['.repeat(5000)}` }, root: false },
  {
    name: 'a Bake file that is none',
    files: { 'docker-bake.hcl': `target "x" {${'{'.repeat(9000)}` },
    root: false,
  },
  { name: 'comments without an end', files: { 'docker-bake.hcl': '/*'.repeat(200_000) }, root: false },
  {
    name: 'targets that inherit in a circle',
    files: {
      'docker-bake.hcl':
        'target "x" {\n inherits = ["x", "x", "x", "x"]\n context = "a"\n target = "api"\n}\n',
    },
    root: true,
  },
])('$name', ({ files, root }) => {
  const cwd = workspace({ 'a/Dockerfile': dockerfile, ...files });
  const { out } = plimsoll(['check', 'a/Dockerfile'], { cwd });
  expect(out.includes('root-user'), out).toBe(root);
});

test('--target has precedence', () => {
  const files = { 'a/Dockerfile': dockerfile, 'compose.yaml': compose('{ context: a, target: api }') };
  const run = plimsoll(['check', 'a', '--target', 'web'], { cwd: workspace(files) });
  expect(run.out).not.toContain('root-user');
});

/** The base image is chosen by an argument: one of them starts as root. */
const chosen = 'ARG BASE=debian:12.5\nFROM ${BASE}\nCMD ["true"]\n';
const distroless = 'gcr.io/distroless/static-debian12:nonroot';
const given = (base: string) => `{ context: a, args: { BASE: "${base}" } }`;

test.each<{ name: string; files: Record<string, string>; root: boolean }>([
  { name: 'none', files: {}, root: true },
  { name: 'Compose', files: { 'compose.yaml': compose(given(distroless)) }, root: false },
  {
    name: 'Compose, two that differ',
    files: { 'compose.yaml': compose(given(distroless), `  web:\n    build: ${given('debian:12.5')}\n`) },
    root: false,
  },
  {
    name: 'Compose, one of two gives none',
    files: { 'compose.yaml': compose(given(distroless), '  web:\n    build: a\n') },
    root: false,
  },
  { name: 'Compose, not known', files: { 'compose.yaml': compose(given('${BASE}')) }, root: false },
  {
    name: 'Bake, HCL',
    files: {
      'docker-bake.hcl': `target "x" {\n  context = "a"\n  args = {\n    BASE = "${distroless}"\n    N = 1\n  }\n}\n`,
    },
    root: false,
  },
  {
    name: 'Bake, HCL with a variable',
    files: { 'docker-bake.hcl': 'target "x" {\n  context = "a"\n  args = { BASE = "${B}", N = "1" }\n}\n' },
    root: false,
  },
  {
    name: 'Bake, another argument',
    files: { 'docker-bake.json': '{ "target": { "x": { "context": "a", "args": { "N": "1" } } } }' },
    root: true,
  },
])('arguments: $name', ({ files, root }) => {
  const { out } = plimsoll(['check', 'a/Dockerfile'], {
    cwd: workspace({ 'a/Dockerfile': chosen, ...files }),
  });
  expect(out.includes('root-user'), out).toBe(root);
});

test('a Bake file behind a link that leads out of the project is not read', () => {
  const root = workspace({
    'project/.git/HEAD': '',
    'project/a/Dockerfile': dockerfile,
    'outer/bake.hcl': 'target "x" {\n  context = "a"\n  target = "api"\n}\n',
  });
  const cwd = join(root, 'project');
  symlinkSync('../outer/bake.hcl', join(cwd, 'docker-bake.hcl'));
  expect(plimsoll(['check', 'a/Dockerfile'], { cwd }).out).not.toContain('root-user');
});

test('an ignore file that is a link does not count, as in git', () => {
  const root = workspace({ 'project/a/Dockerfile': dockerfile, 'outer/ignore': 'a/\n' });
  const cwd = join(root, 'project');
  symlinkSync('../outer/ignore', join(cwd, '.gitignore'));
  expect(plimsoll(['check', '.'], { cwd }).out).toContain('1 file checked');
});
