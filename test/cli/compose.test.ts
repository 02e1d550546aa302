// Compose files and daemon.json on the command line: found, checked with what lies around them, reported, fixed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

/** The stage `run` knows the user app, the stage `bare` does not. */
const dockerfile =
  'FROM debian:12.5 AS bare\nUSER 65532\nCMD ["true"]\n\nFROM debian:12.5 AS run\nRUN useradd --uid 1001 app\nUSER 1001\nCMD ["true"]\n';
const asApp = (build: string) => `services:\n  web:\n    build: ${build}\n    user: app\n`;
const privileged = 'services:\n  web:\n    image: nginx:1.27.3\n    privileged: true\n';

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly { readonly rule: string }[];
  }[];
}

function report(cwd: string, ...args: string[]): Record<string, string[]> {
  const { out, err } = plimsoll(['check', '--format', 'json', ...args], { cwd });
  expect(err).toBe('');
  const { files } = JSON.parse(out) as Report;
  return Object.fromEntries(files.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)]));
}

test('a folder is searched for Compose files and for Docker’s daemon.json', () => {
  const cwd = workspace({
    'compose.yaml': privileged,
    'a/docker-compose.prod.yml': privileged,
    'a/docker-compose_test.yml': privileged,
    'a/compose.dev.yaml': privileged,
    'etc/docker/daemon.json': '{"insecure-registries": ["registry.example.com:5000"]}',
    'b/Dockerfile': 'FROM debian:12.5\nUSER 65532\n',
    // Not what their names say, or templates.
    'ansible/docker-compose.yml': '- hosts: all\n',
    '.github/workflows/docker-compose.yml': 'name: x\non: push\njobs:\n  a: {}\n',
    'c/docker-compose.yml.j2': privileged,
    'c/docker-compose.tmpl.yml': privileged,
    'c/docker-compose.yml': `services:\n{% if x %}\n  a: {}\n{% endif %}\n`,
    'd/daemon.json': '{"name": "ours"}',
    'node_modules/x/compose.yaml': privileged,
    'values.yaml': 'services: []\n',
    '.gitignore': 'ignored/\n',
    'ignored/compose.yaml': privileged,
  });
  const found = report(cwd);
  expect(Object.keys(found).sort()).toEqual([
    'a/compose.dev.yaml',
    'a/docker-compose.prod.yml',
    'a/docker-compose_test.yml',
    'b/Dockerfile',
    'compose.yaml',
    'etc/docker/daemon.json',
  ]);
  expect(found['compose.yaml']).toContain('privileged-service');
  expect(found['etc/docker/daemon.json']).toContain('insecure-registry');
});

test.each<{ name: string; text: string; expected: boolean | string }>([
  { name: 'stack.yml', text: privileged, expected: true },
  { name: 'stack.yml', text: 'a: 1\n', expected: 'stack.yml is no Dockerfile and no Compose file' },
  {
    name: 'pipeline.yml',
    text: 'include: other.yml\nservices:\n  - docker:dind\n',
    expected: 'pipeline.yml is no Dockerfile and no Compose file',
  },
  { name: 'data.json', text: '{}', expected: 'data.json is no Dockerfile and no Compose file' },
])('$name that is named: $expected', ({ name, text, expected }) => {
  const { out, err, code } = plimsoll(['check', name], { cwd: workspace({ [name]: text }) });
  expect(code).toBe(0);
  if (typeof expected === 'string') expect(err).toContain(expected);
  else expect(out).toContain('privileged-service');
});

/** Whether `user: app` of compose.yaml is found to be unknown. */
test.each<{ name: string; files: Record<string, string>; unknown: boolean }>([
  { name: 'the last stage', files: { 'compose.yaml': asApp('api') }, unknown: false },
  { name: 'a target', files: { 'compose.yaml': asApp('{ context: api, target: bare }') }, unknown: true },
  {
    name: 'an override',
    files: {
      'compose.yaml': asApp('api'),
      'compose.override.yaml': 'services:\n  web:\n    build:\n      target: bare\n',
    },
    unknown: true,
  },
  {
    name: 'a service of another file',
    files: {
      'compose.yaml':
        'services:\n  web:\n    extends: { file: parts/base.yaml, service: base }\n    user: app\n',
      'parts/base.yaml': 'services:\n  base:\n    build: { context: ../api, target: bare }\n',
    },
    unknown: true,
  },
  {
    name: 'a variable of .env',
    files: { 'compose.yaml': asApp('{ context: "${AT:-nowhere}", target: bare }'), '.env': 'AT=api\n' },
    unknown: true,
  },
  {
    name: 'a variable without a value',
    files: { 'compose.yaml': asApp('{ context: api, target: "${STAGE}" }') },
    unknown: false,
  },
  {
    name: 'a context elsewhere',
    files: { 'deploy/compose.yaml': asApp('{ context: .., dockerfile: api/Dockerfile, target: bare }') },
    unknown: true,
  },
  {
    name: 'a Dockerfile that is not there',
    files: { 'compose.yaml': asApp('{ context: other, target: bare }') },
    unknown: false,
  },
  {
    name: 'an address',
    files: { 'compose.yaml': asApp('{ context: "https://example.com/a.git", target: bare }') },
    unknown: false,
  },
])('what is built: $name', ({ files, unknown }) => {
  const cwd = workspace({ 'api/Dockerfile': dockerfile, ...files });
  const found = Object.entries(report(cwd)).flatMap(([path, rules]) => (path.endsWith('.yaml') ? rules : []));
  expect(found.includes('compose-user-unknown'), found.join()).toBe(unknown);
});

test('nothing outside the project is read: paths, links and pipes', () => {
  const root = workspace({
    Dockerfile: dockerfile.slice(0, dockerfile.indexOf('\n\nFROM') + 1),
    'inner/api/Dockerfile': 'FROM debian:12.5\nUSER 65532\n',
    'inner/compose.yaml': [
      'services:',
      ...['..', '../../../../..', '/etc', 'linked'].map(
        (context, i) => `  s${i}:\n    build: { context: "${context}", target: bare }\n    user: app`,
      ),
      '  pipe:\n    image: nginx:1.27.3\n    env_file: [pipe, ../../etc/passwd, /etc/passwd, api]',
      '',
    ].join('\n'),
  });
  const cwd = join(root, 'inner');
  mkdirSync(join(cwd, '.git'));
  mkdirSync(join(cwd, 'linked'));
  symlinkSync(join(root, 'Dockerfile'), join(cwd, 'linked/Dockerfile'));
  spawnSync('mkfifo', [join(cwd, 'pipe')]);
  const found = report(cwd, 'compose.yaml')['compose.yaml'] ?? [];
  expect(found).not.toContain('compose-user-unknown');
  expect(found).not.toContain('build-target-unknown');
});

test('the threshold counts, SARIF and GitHub lines name the file', () => {
  const cwd = workspace({ '.git/HEAD': '', 'a b/compose.yaml': privileged });
  expect(plimsoll(['check', '--fail-on', 'warning'], { cwd }).code).toBe(1);
  expect(plimsoll(['check', '--format', 'github'], { cwd }).out).toContain('file=a b/compose.yaml,line=4');
  const sarif = JSON.parse(plimsoll(['check', '--format', 'sarif'], { cwd }).out);
  const [run] = sarif.runs;
  expect(run.artifacts).toEqual([
    { location: { uri: 'a%20b/compose.yaml', uriBaseId: 'SRCROOT' }, sourceLanguage: 'yaml' },
  ]);
  expect(run.results.map((one: { ruleId: string }) => one.ruleId)).toContain('privileged-service');
});

test('settings, comments and the baseline hold for them', () => {
  const settings = {
    exclude: ['old/'],
    overrides: [{ files: ['b/*'], rules: { 'privileged-service': 'off' } }],
  };
  const cwd = workspace({
    '.plimsoll.json': JSON.stringify(settings),
    'compose.yaml': privileged,
    'b/compose.yaml': privileged,
    'c/compose.yaml': privileged.replace(
      '    privileged',
      '    # plimsoll ignore=privileged-service reason="a test"\n    privileged',
    ),
    'old/compose.yaml': privileged,
  });
  const found = report(cwd);
  expect(Object.keys(found)).toEqual(['compose.yaml', 'b/compose.yaml', 'c/compose.yaml']);
  const withIt = Object.keys(found).filter((path) => found[path]?.includes('privileged-service'));
  expect(withIt).toEqual(['compose.yaml']);
  plimsoll(['check', '--baseline', 'known.json', '--update-baseline'], { cwd });
  expect(Object.values(report(cwd, '--baseline', 'known.json')).flat()).toEqual([]);
});

test('fixes are written, shown as a diff, and made of standard input', () => {
  const text = `# Ours.\n${privileged}    user: "101" # nginx\n`;
  const fixed = text.replace('    privileged: true\n', '');
  const cwd = workspace({ 'compose.yaml': text });
  const diff = plimsoll(['check', '--fix=review', '--diff'], { cwd });
  expect(diff.out).toContain('-    privileged: true\n');
  expect(readFileSync(join(cwd, 'compose.yaml'), 'utf8')).toBe(text);
  const piped = plimsoll(['check', '-', '--stdin-filename', 'compose.yaml', '--fix=review'], {
    cwd,
    input: text,
  });
  expect(piped.out).toContain('# Ours.\nservices:\n');
  expect(piped.out).not.toContain('privileged');
  plimsoll(['check', '--fix=review'], { cwd });
  expect(readFileSync(join(cwd, 'compose.yaml'), 'utf8')).toBe(piped.out);
  expect(fixed.split('\n').every((line) => piped.out.includes(line))).toBe(true);
});

test.each([
  { ignored: '.env\n', found: false },
  { ignored: '/settings/\n', found: true },
  { ignored: '.env\n!a/.env\n', found: true },
])('an environment file that git would take: $ignored', ({ ignored, found }) => {
  const cwd = workspace({
    '.git/HEAD': '',
    '.gitignore': ignored,
    'a/.env': 'DB_PASSWORD=Tr4nsit-Orders-2025\n',
    'a/compose.yaml': 'services:\n  web:\n    image: nginx:1.27.3\n    env_file: .env\n',
  });
  expect((report(cwd)['a/compose.yaml'] ?? []).includes('env-file-committed')).toBe(found);
});

test('--target is about Dockerfiles only', () => {
  const cwd = workspace({ 'compose.yaml': privileged });
  expect(plimsoll(['check', '--target', 'nowhere'], { cwd })).toMatchObject({ code: 0, err: '' });
});

/** The port is published first in another file, which is longer and lies elsewhere. */
const twice = {
  'app/compose.yaml':
    'services:\n  db:\n    extends: { file: parts/db.yaml, service: db }\n  web:\n    image: nginx:1.27.3\n    ports: ["127.0.0.1:8080:80"]\n',
  'app/parts/db.yaml': `# ${'x'.repeat(200)}\n\n\nservices:\n  db:\n    image: postgres:17.2\n    ports:\n      - "127.0.0.1:8080:5432"\n`,
};

test('a related place in another file is shown in that file', () => {
  const cwd = workspace({ ...twice, '.git/HEAD': '' });
  const check = (folder: string, format: string) =>
    plimsoll(['check', '--format', format, 'compose.yaml'], { cwd: join(cwd, folder) }).out;
  expect(check('app', 'text')).toContain('see parts/db.yaml:8: It is published here too.');
  const [file] = JSON.parse(check('app', 'json')).files;
  const found = file.findings.find(({ rule }: { rule: string }) => rule === 'published-port-twice');
  expect(found.related).toMatchObject([{ path: 'parts/db.yaml', at: { startLine: 8, startColumn: 9 } }]);
  const [run] = JSON.parse(check('app', 'sarif')).runs;
  const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'published-port-twice');
  expect(result.relatedLocations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'app/parts/db.yaml', uriBaseId: 'SRCROOT' },
    region: { startLine: 8, startColumn: 9 },
  });
});
