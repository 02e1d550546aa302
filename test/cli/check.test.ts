// `plimsoll check` as a user runs it: exit codes, where findings go, which files are found.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, fine, plimsoll, workspace } from './run-cli.ts';

const weak = 'FROM debian:12.5\nCMD ["true"]\n'; // runs as root: a warning, no error

describe('exit codes', () => {
  test.each([
    { name: 'nothing found', file: fine, args: [], code: 0 },
    { name: 'an error', file: broken, args: [], code: 1 },
    { name: 'a warning is below the default threshold', file: weak, args: [], code: 0 },
    { name: 'a warning at its threshold', file: weak, args: ['--fail-on', 'warning'], code: 1 },
    { name: 'a warning below hint', file: weak, args: ['--fail-on', 'hint'], code: 1 },
    { name: 'never', file: broken, args: ['--fail-on', 'never'], code: 0 },
    { name: 'unknown option', file: fine, args: ['--nonsense'], code: 2 },
    { name: 'unknown format', file: fine, args: ['--format', 'xml'], code: 2 },
    { name: 'unknown threshold', file: fine, args: ['--fail-on', 'always'], code: 2 },
    { name: 'unknown profile', file: fine, args: ['--profile', 'mine'], code: 2 },
    { name: 'a day that does not exist', file: fine, args: ['--today', '2026-02-30'], code: 2 },
    { name: 'a missing path', file: fine, args: ['nowhere'], code: 2 },
    { name: 'a missing settings file', file: fine, args: ['--config', 'nowhere.json'], code: 2 },
    { name: 'an output that cannot be written', file: fine, args: ['--output', 'no/such/folder'], code: 2 },
    { name: 'standard input among files', file: fine, args: ['-', 'Dockerfile'], code: 2 },
  ])('$name: $code', ({ file, args, code }) => {
    const run = plimsoll(['check', ...args], { cwd: workspace({ Dockerfile: file }) });
    expect(run.code, run.err + run.out).toBe(code);
    if (code === 2) expect(run.err).not.toBe('');
  });

  test.each([
    { args: ['--version'], code: 0, out: /^\d+\.\d+\.\d+\n$/ },
    { args: ['--help'], code: 0, out: /Usage: plimsoll/ },
    { args: ['check', '--help'], code: 0, out: /--fail-on/ },
    { args: ['nonsense'], code: 2, out: /^$/ },
    { args: ['lsp'], code: 2, out: /^$/ },
  ])('$args', ({ args, code, out }) => {
    const run = plimsoll(args);
    expect(run.code).toBe(code);
    expect(run.out).toMatch(out);
  });

  test('a file that cannot be read does not stop the others', () => {
    const cwd = workspace({ 'a/Dockerfile': broken });
    const run = plimsoll(['check', 'nowhere', 'a'], { cwd });
    expect(run.code).toBe(2);
    expect(run.out).toContain('a/Dockerfile:2:1');
    expect(run.err).toContain('nowhere cannot be read: there is no such file or folder.');
  });
});

describe('which files', () => {
  /** The paths that JSON reports, for the given files and arguments. */
  function found(
    files: Record<string, string>,
    args: string[] = [],
    prepare?: (cwd: string) => void,
  ): string[] {
    const cwd = workspace(files);
    prepare?.(cwd);
    const run = plimsoll(['check', '--format', 'json', '--fail-on', 'never', ...args], { cwd });
    expect(run.code, run.err).toBe(0);
    return JSON.parse(run.out).files.map((file: { path: string }) => file.path);
  }

  test('names', () => {
    const yes = [
      'Dockerfile',
      'Dockerfile.dev',
      'api.dockerfile',
      'Api.Dockerfile',
      'Containerfile',
      'Containerfile.x',
      'Dockerfile.go',
    ];
    const no = [
      'Dockerfile.dockerignore',
      'Dockerfile.j2',
      'Dockerfile.tmpl',
      'Dockerfile.in',
      'Dockerfile.erb',
      'Dockerfile.md',
      'Dockerfile.bak',
      'Dockerfile~',
      'MyDockerfile',
      'Dockerfiles',
      'dockerfile-notes',
      'dockerfile.yaml',
      'x/dockerfile.go',
      '.git/Dockerfile',
      'node_modules/x/Dockerfile',
      'vendor/x/Dockerfile',
      'vendor/modules.txt',
    ];
    const files = Object.fromEntries([...yes, ...no].map((path) => [path, fine]));
    expect(found(files).sort()).toEqual([...yes].sort());
  });

  test('.gitignore, also nested ones, and a pattern that takes back', () => {
    const files = {
      '.git/HEAD': '',
      '.gitignore': 'build/\n*.dockerfile\n',
      'build/Dockerfile': fine,
      'x.dockerfile': fine,
      'a/.gitignore': '!keep.dockerfile\n/Dockerfile\n',
      'a/keep.dockerfile': fine,
      'a/Dockerfile': fine,
      'a/b/Dockerfile': fine,
    };
    expect(found(files)).toEqual(['a/keep.dockerfile', 'a/b/Dockerfile']);
    expect(found(files, ['build'])).toEqual(['build/Dockerfile']);
    expect(found(files, ['x.dockerfile'])).toEqual(['x.dockerfile']);
  });

  test('--exclude, and exclude in the settings file', () => {
    const files = { 'a/Dockerfile': fine, 'b/Dockerfile': fine, 'c/Dockerfile': fine };
    expect(found(files, ['--exclude', 'a', '--exclude', 'b/*'])).toEqual(['c/Dockerfile']);
    const settings = {
      'c/.plimsoll.json': '{ "exclude": ["Dockerfile"] }',
      '.plimsoll.json': '{ "exclude": ["a/**"] }',
    };
    expect(found({ ...files, ...settings })).toEqual(['b/Dockerfile']);
  });

  test('each file once, and a lookalike named by the user is left out and told', () => {
    const cwd = workspace({ Dockerfile: broken, 'Dockerfile.j2': fine });
    const run = plimsoll(['check', '.', 'Dockerfile', './Dockerfile', 'Dockerfile.j2'], { cwd });
    expect(run.out).toContain('1 file checked.');
    expect(run.err).toContain('Dockerfile.j2 is no Dockerfile by its name');
  });

  test('links: a circle of folders ends, a link out of the folder is left out', () => {
    const outside = workspace({ secret: 'FROM secret:1\n' });
    const links = (cwd: string) => {
      symlinkSync('..', join(cwd, 'a/loop'));
      symlinkSync(join(outside, 'secret'), join(cwd, 'Dockerfile.out'));
      symlinkSync('a/Dockerfile', join(cwd, 'Dockerfile'));
      symlinkSync('Dockerfile.self', join(cwd, 'Dockerfile.self'));
    };
    expect(found({ 'a/Dockerfile': fine }, [], links)).toEqual(['Dockerfile']);
  });

  test('a folder without Dockerfiles is said to be one', () => {
    const cwd = workspace({ 'readme.md': '' });
    const run = plimsoll(['check'], { cwd });
    expect(run).toMatchObject({
      code: 0,
      out: 'Nothing found. 0 files checked.\n',
      err: 'plimsoll: . holds no Dockerfile and no Compose file.\n',
    });
  });
});

describe('settings', () => {
  test.each([
    { name: 'a rule off', json: '{ "rules": { "syntax-error": "off" } }', code: 0 },
    { name: 'a rule lowered', json: '{ "rules": { "syntax-error": "hint" } }', code: 0 },
    { name: 'another rule', json: '{ "$schema": "x", "rules": { "root-user": "off" } }', code: 1 },
    {
      name: 'comments and trailing commas',
      json: '// ours\n{ "rules": { "syntax-error": "off", }, }',
      code: 0,
    },
    { name: 'an object', json: '{ "rules": { "syntax-error": { "severity": "off" } } }', code: 0 },
    {
      name: 'an override',
      json: '{ "overrides": [{ "files": ["a/**"], "rules": { "syntax-error": "off" } }] }',
      code: 0,
    },
    {
      name: 'an override for a folder',
      json: '{ "overrides": [{ "files": ["a/"], "rules": { "syntax-error": "off" } }] }',
      code: 0,
    },
    {
      name: 'an override for others',
      json: '{ "overrides": [{ "files": ["b/**"], "rules": { "syntax-error": "off" } }] }',
      code: 1,
    },
    { name: 'no JSON', json: '{ "rules": ', code: 2, says: /^plimsoll: \.plimsoll\.json:1:\d+: A value is/ },
    { name: 'an empty file', json: '', code: 2, says: /\.plimsoll\.json:1:1: .*value is expected/ },
    { name: 'JSON that is no object', json: '[]', code: 2, says: /The settings must be an object/ },
    {
      name: 'an unknown key',
      json: '{\n  "trivyPath": "/bin/sh" }',
      code: 2,
      says: /:2:3: "trivyPath" is no key; there are profile,/,
    },
    {
      name: 'a wrong severity',
      json: '{ "rules": { "root-user": "fatal" } }',
      code: 2,
      says: /1:27: rules\.root-user must be one of/,
    },
    {
      name: 'a wrong option',
      json: '{ "rules": { "stale-base-digest": { "maximumAge": "x" } } }',
      code: 2,
      says: /maximumAge must be a whole number/,
    },
    { name: 'a wrong profile', json: '{ "profile": "mine" }', code: 2, says: /:14: profile must be one of/ },
    { name: 'a wrong exclude', json: '{ "exclude": "a" }', code: 2, says: /: exclude must be a list/ },
    {
      name: 'a hostile key',
      json: '{ "__proto__": { "rules": {} } }',
      code: 2,
      says: /"__proto__" is no key/,
    },
    {
      name: 'several faults at once',
      json: '{ "profile": 1,\n"exclude": [2] }',
      code: 2,
      says: /1:14: .*\nplimsoll: \.plimsoll\.json:2:13: exclude\[0\] must be a text/s,
    },
    {
      name: 'a path out of the folder',
      json: '{ "builds": [{ "dockerfile": "../x" }] }',
      code: 2,
      says: /inside/,
    },
    { name: 'nesting without an end', json: '['.repeat(500_000), code: 2, says: /nested too deeply/ },
    { name: 'a gigantic file', json: `"${'x'.repeat(1 << 20)}"`, code: 2, says: /larger than 1 MB/ },
    {
      name: 'an unknown rule',
      json: '{ "rules": { "no-such-rule": "off" } }',
      code: 1,
      says: /\.plimsoll\.json:1:14: There is no rule "no-such-rule"/,
    },
    {
      name: 'another tool’s id',
      json: '{ "rules": { "DL3002": "off" } }',
      code: 1,
      says: /another tool’s name for "root-user"/,
    },
  ])('$name: $code', ({ json, code, says }) => {
    const cwd = workspace({ 'a/b/Dockerfile': broken, '.plimsoll.json': json });
    const run = plimsoll(['check', 'a'], { cwd });
    expect(run.code, run.err + run.out).toBe(code);
    if (says) expect(run.err).toMatch(says);
  });

  test('facts about one’s own image are used', () => {
    const dockerfile =
      'FROM registry.example.com/base:1\nUSER 10001\nHEALTHCHECK CMD curl -f http://127.0.0.1/\n';
    const image = (more: string) => `{ "images": [{ "image": "registry.example.com/base", ${more} }] }`;
    const check = (json: string) =>
      plimsoll(['check'], { cwd: workspace({ Dockerfile: dockerfile, '.plimsoll.json': json }) }).out;
    expect(check('{}')).not.toContain('healthcheck-tool-missing');
    expect(check(image('"like": "python:3.12-slim"'))).toContain('healthcheck-tool-missing');
    expect(check(image('"like": "python:3.12-slim", "facts": { "tools": { "curl": true } }'))).not.toContain(
      'healthcheck-tool-missing',
    );
    expect(check(image('"facts": { "shell": "/bin/sh", "tools": { "curl": false } }'))).toContain(
      'healthcheck-tool-missing',
    );
  });

  test('the nearest file counts alone; --config replaces it; the project’s root ends the search', () => {
    const files = {
      'a/Dockerfile': broken,
      '.plimsoll.json': '{ "rules": { "syntax-error": "off" } }',
      'a/.plimsoll.json': '{}',
    };
    expect(plimsoll(['check', 'a'], { cwd: workspace(files) }).code).toBe(1);
    expect(plimsoll(['check', 'a', '--config', '.plimsoll.json'], { cwd: workspace(files) }).code).toBe(0);
    const rooted = { 'a/Dockerfile': broken, '.plimsoll.json': files['.plimsoll.json'], 'a/.git/HEAD': '' };
    expect(plimsoll(['check', 'a'], { cwd: workspace(rooted) }).code).toBe(1);
  });
});

describe('standard input', () => {
  test('is judged by the name it is given', () => {
    const cwd = workspace({ 'a/.plimsoll.json': '{ "rules": { "syntax-error": "off" } }' });
    const run = plimsoll(['check', '-'], { cwd, input: broken });
    expect(run.code).toBe(1);
    expect(run.out).toContain('Dockerfile:2:1');
    const named = plimsoll(['check', '-', '--stdin-filename', 'a/Dockerfile.api'], { cwd, input: broken });
    expect(named.code).toBe(0);
  });

  test('a file of the name “-” or with a leading dash is reached as a path', () => {
    const cwd = workspace({ '--output': broken });
    expect(plimsoll(['check', '--', '--output'], { cwd }).out).toContain('--output:2:1');
  });
});

describe('files that are not what they seem', () => {
  test('unreadable files are named and the rest is checked', () => {
    const cwd = workspace({ 'a/Dockerfile': fine, 'b/Dockerfile': broken });
    mkdirSync(join(cwd, 'Dockerfile.folder'));
    chmodSync(join(cwd, 'a/Dockerfile'), 0o000);
    const run = plimsoll(['check', '.'], { cwd });
    // Root reads everything: what the mode forbids shows only for other users.
    const asRoot = process.getuid?.() === 0;
    expect(run.code).toBe(asRoot ? 1 : 2);
    if (!asRoot) expect(run.err).toContain('a/Dockerfile cannot be checked: permission denied.');
    expect(run.out).toContain('b/Dockerfile:2:1');
  });

  test('a file above 10 MB is refused', () => {
    const cwd = workspace({ Dockerfile: Buffer.alloc(10 * 1024 * 1024 + 1, 'x\n') });
    const run = plimsoll(['check'], { cwd });
    expect(run.code).toBe(2);
    expect(run.err).toContain('Dockerfile cannot be checked: is larger than 10 MB');
  });

  test('--output takes the report, standard output nothing', () => {
    const cwd = workspace({ Dockerfile: broken });
    const run = plimsoll(['check', '--format', 'json', '--output', 'report.json'], {
      cwd,
      env: { FORCE_COLOR: '1' },
    });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).counts.error).toBe(1);
    writeFileSync(join(cwd, 'report.json'), '');
  });
});
