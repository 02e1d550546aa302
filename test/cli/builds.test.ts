// Which stage is checked: what Compose, Bake and `.plimsoll.json` say of how a Dockerfile is built.
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
