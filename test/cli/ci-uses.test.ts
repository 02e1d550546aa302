// This project in the pipelines of others: the script of action.yml and the entry of the pre-commit hook, run as they stand.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { languageOf } from '../../server/src/workspace/names.ts';
import { broken, cliFile, fine, repository, workspace } from './run-cli.ts';

const read = (name: string) => parse(readFileSync(join(repository, name), 'utf8'));
const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

describe('the action', () => {
  const { inputs, runs } = read('action.yml');
  const [step] = runs.steps;

  /** Runs the step as GitHub does: inputs, or what they are by default, in the environment. */
  function run(folder: string, given: Readonly<Record<string, string>>) {
    const env: Record<string, string> = {};
    for (const [name, value] of Object.entries(step.env as Record<string, string>)) {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1];
      env[name] = input === undefined ? value : (given[input] ?? inputs[input].default);
    }
    const output = join(folder, '..output');
    const result = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
      cwd: folder,
      input: '',
      encoding: 'utf8',
      env: { ...env, PATH: process.env['PATH']!, GITHUB_ACTION_PATH: repository, GITHUB_OUTPUT: output },
    });
    return { ...result, output: result.status === 0 ? readOrEmpty(output) : '' };
  }
  const readOrEmpty = (file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };

  test('installs the version that it belongs to', () => {
    expect(step.env.PLIMSOLL_VERSION).toBe(version);
    expect(step.run).not.toContain('${{');
  });

  test('shows findings as annotations and fails from a severity on', () => {
    const folder = workspace({ 'a b/Dockerfile': broken, 'x/Dockerfile': fine });
    const all = run(folder, {});
    expect([all.status, all.stderr]).toEqual([1, expect.any(String)]);
    expect(all.stdout).toMatch(/^::error file=a b\/Dockerfile,/m);
    expect(run(folder, { paths: 'x' }).status).toBe(0);
    expect(run(folder, { paths: '\na b\nx\n', 'fail-on': 'never' }).status).toBe(0);
  });

  test('writes SARIF where it is asked to, and tells where', () => {
    const folder = workspace({ Dockerfile: fine });
    const { status, output } = run(folder, { sarif: 'out.sarif', profile: 'strict', 'fail-on': 'never' });
    expect([status, output]).toEqual([0, 'sarif=out.sarif\n']);
    const [first] = JSON.parse(readFileSync(join(folder, 'out.sarif'), 'utf8')).runs;
    expect(first.tool.driver.name).toBe('Plimsoll');
  });

  test.each<Record<string, string>>([
    { paths: '$(touch pwned)' },
    { paths: '--fix\n.' },
    { profile: '$(touch pwned)' },
    { 'fail-on': '; touch pwned' },
    { sarif: '--fix' },
    { sarif: 'a\nevil=1' },
  ])('takes %j for text', (given) => {
    const folder = workspace({ Dockerfile: fine });
    expect(run(folder, given).status).toBe(2);
    expect(readOrEmpty(join(folder, 'pwned'))).toBe('');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(fine);
  });
});

describe('the pre-commit hook', () => {
  const [hook] = read('.pre-commit-hooks.yaml');

  test('has what pre-commit wants of it', () => {
    // pre-commit.com, “Creating new hooks”: these four are required, and `node` installs the package with its commands.
    for (const key of ['id', 'name', 'entry', 'language']) expect(typeof hook[key]).toBe('string');
    expect(hook.language).toBe('node');
  });

  test('runs its entry on the files of a commit', () => {
    const folder = workspace({ 'a b/Dockerfile': broken, Dockerfile: fine });
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(cliFile, join(bin, 'plimsoll'));
    const run = (...files: string[]) => {
      const [program, ...args] = hook.entry.split(' ');
      const env = { PATH: `${bin}${delimiter}${process.env['PATH']}` };
      return spawnSync(program, [...args, ...files], { cwd: folder, encoding: 'utf8', env });
    };
    expect(run('Dockerfile').status).toBe(0);
    const { status, stdout } = run('a b/Dockerfile', 'Dockerfile');
    expect([status, stdout]).toEqual([1, expect.stringContaining('a b/Dockerfile')]);
  });

  test('takes the files that Plimsoll takes in folders, as Python reads its patterns', () => {
    const names = [
      ...[
        'Dockerfile',
        'dockerfile',
        'Containerfile',
        'Dockerfile.dev',
        'api.Dockerfile',
        'a/b/Dockerfile.go',
      ],
      ...[
        'compose.yaml',
        'compose.override.yml',
        'compose-dev.yaml',
        'docker-compose.yml',
        'x.docker-compose.a.yml',
      ],
      ...[
        'daemon.json',
        'Dockerfile.dockerignore',
        'Dockerfile.j2',
        'Dockerfile.bak',
        'Dockerfile~',
        'x.dockerfile',
      ],
      ...[
        'dockerfile.go',
        'dockerfile.test.ts',
        'Dockerfile.yaml',
        'Dockerfile.json',
        'MyDockerfile',
        'README.md',
      ],
      ...[
        'compose.tmpl.yaml',
        'docker-compose.j2.yml',
        'composer.json',
        'compose.md',
        'main.py',
        'xdaemon.json',
      ],
      ...[
        'Dockerfile.in',
        'Dockerfile.LICENSE',
        'containerfile.py',
        'Containerfile.prod',
        'a/docker_compose.yml',
      ],
    ];
    const script = [
      'import json, re, sys',
      'files, exclude, names = json.load(sys.stdin)',
      'print(json.dumps([bool(re.search(files, n)) and not re.search(exclude, n) for n in names]))',
    ].join('\n');
    const input = JSON.stringify([hook.files, hook.exclude, names]);
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    const taken = names.filter((_, i) => JSON.parse(stdout)[i]);
    expect(taken).toEqual(names.filter((name) => languageOf(basename(name)) !== undefined));
  });
});
