// `plimsoll ci init`, and the scripts of what it writes, run with names that would do harm if they were taken for code.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makePipeline, type Platform, phases } from '../../server/src/pipeline/index.ts';
import { pinnedActions } from '../../server/src/pipeline/pinned-actions.ts';
import { fine, plimsoll, workspace } from './run-cli.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes': number;
  readonly strategy?: { readonly matrix: { readonly include: readonly Record<string, string>[] } };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}
type GitlabJob = {
  readonly script: readonly string[];
  readonly parallel?: { matrix: Record<string, string>[] };
};

const githubFile = '.github/workflows/plimsoll.yml';
const everyPhase = phases.flatMap((phase) => ['--phase', phase]);

/** What is run where the names of files would be code if they were not quoted. */
const hostile = [
  "it's a/Dockerfile",
  'say "x"/Dockerfile',
  '$(touch pwned)/Dockerfile',
  '`touch pwned`/Dockerfile',
  '; touch pwned #/Dockerfile',
  '-rf/Dockerfile',
  '*/Dockerfile',
  ' lead and trail /Dockerfile',
  '& !x: {y}, [z]/Dockerfile',
  'https:x/Dockerfile',
];
const hostileFiles = Object.fromEntries(hostile.map((path) => [path, fine]));

/** A program that writes its arguments, one on each line, instead of doing anything. */
function recorder(folder: string, name: string): string {
  const bin = join(folder, '..bin');
  mkdirSync(bin, { recursive: true });
  const file = join(bin, name);
  writeFileSync(file, '#!/bin/sh\nfor one in "$@"; do printf "%s\\n" "$one" >> "$RECORD"; done\n');
  chmodSync(file, 0o755);
  return bin;
}

/** Runs a script as a runner does and gives the arguments that the recorder got. */
function record(
  shell: string,
  script: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): string[] {
  const bin = ['docker', 'plimsoll', 'cosign'].map((name) => recorder(folder, name))[0];
  const log = join(folder, '..record');
  writeFileSync(log, '');
  const options = shell === 'bash' ? ['--norc', '-e', '-o', 'pipefail', '-c'] : ['-e', '-c'];
  const { status, stderr } = spawnSync(shell, [...options, script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${bin}:${process.env['PATH']}`, RECORD: log, RUNNER_TEMP: '/tmp/x', ...env },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(existsSync(join(folder, 'pwned'))).toBe(false);
  return readFileSync(log, 'utf8').split('\n').slice(0, -1);
}

function init(folder: string, ...args: string[]) {
  return plimsoll(['ci', 'init', ...args], { cwd: folder });
}

const workflowOf = (folder: string) => parse(readFileSync(join(folder, githubFile), 'utf8')) as Workflow;

describe('the command', () => {
  test('writes the workflow at the repository’s root, and never again', () => {
    const folder = workspace({ '.git/HEAD': '', 'api/Dockerfile': fine, 'README.md': '' });
    const first = plimsoll(['ci', 'init', 'github'], { cwd: join(folder, 'api') });
    expect([first.code, first.out, first.err]).toEqual([
      0,
      '',
      `plimsoll: ${githubFile} is written: read it, then commit it.\n`,
    ]);
    const text = readFileSync(join(folder, githubFile), 'utf8');
    const again = init(folder, 'github', '--phase', 'sign');
    expect(again.code).toBe(2);
    expect(again.err).toContain(`${githubFile} is there already and was left as it is`);
    expect(readFileSync(join(folder, githubFile), 'utf8')).toBe(text);
  });

  test('prints it with --dry-run and writes nothing', () => {
    const folder = workspace({ Dockerfile: fine });
    const { code, out } = init(folder, 'gitlab', '--dry-run');
    expect(code).toBe(0);
    expect(Object.keys(parse(out))).toContain('check');
    expect(existsSync(join(folder, '.gitlab-ci.yml'))).toBe(false);
  });

  test('says that there is no Dockerfile', () => {
    const { code, err } = init(workspace({}), 'github');
    expect([code, err]).toEqual([0, expect.stringContaining('No Dockerfile was found')]);
  });

  test.each([
    [['jenkins'], /Allowed choices are github, gitlab/],
    [[], /missing required argument/],
    [['github', '--phase', 'deploy'], /must be one of inform, fail-on-new, enforce, sign/],
  ])('%j is wrong use', (args, said) => {
    const folder = workspace({ Dockerfile: fine });
    const { code, err } = init(folder, ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });

  test('takes the contexts and stages that Compose names, each once', () => {
    const folder = workspace({
      'docker/api.Dockerfile': 'FROM debian:12.5 AS prod\nUSER 65532\n',
      'compose.yaml':
        'services:\n  a: &a\n    build: { context: ., dockerfile: docker/api.Dockerfile, target: prod }\n  b: *a\n',
    });
    init(folder, 'github');
    expect(workflowOf(folder).jobs['images']?.strategy?.matrix.include).toEqual([
      { image: 'docker-api-prod', dockerfile: 'docker/api.Dockerfile', context: '.', target: 'prod' },
    ]);
  });

  test('leaves out what a matrix would take for code, and says so', () => {
    const evil = ['Dockerfile.${{ secrets.X }}', 'Dockerfile.a\tb', 'Dockerfile.\u202egnp'];
    const folder = workspace(Object.fromEntries(evil.map((path) => [path, fine])));
    const { code, err } = init(folder, 'github');
    expect([code, err.match(/ is left out: /g)?.length]).toEqual([0, 3]);
    const text = readFileSync(join(folder, githubFile), 'utf8');
    expect(text).not.toMatch(/secrets|\t|\u202e/);
    expect(init(workspace({ 'Dockerfile.$CI_JOB_TOKEN': fine }), 'gitlab').err).toMatch(/is left out/);
  });
});

describe('the workflow', () => {
  const folder = () => {
    const made = workspace(hostileFiles);
    expect(init(made, 'github', ...everyPhase).code).toBe(0);
    return made;
  };

  test('pins every action by the commit of its tag, and keeps no login', () => {
    const text = readFileSync(join(folder(), githubFile), 'utf8');
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, one]) => one);
    const known = Object.entries(pinnedActions).map(([name, { commit, tag }]) => ({ name, commit, tag }));
    for (const { name, commit, tag } of known) {
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(used.some((one) => one?.startsWith(name) && one.endsWith(`@${commit} # ${tag}`))).toBe(true);
    }
    for (const one of used) expect(one).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const { steps } of Object.values((parse(text) as Workflow).jobs))
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout')))
        expect(step.with).toEqual({ 'persist-credentials': false });
  });

  test('gives each job what it needs and no more, and a limit of time', () => {
    const { permissions, jobs } = workflowOf(folder());
    expect(permissions).toEqual({});
    const writes = Object.entries(jobs).map(([id, job]) => [
      id,
      Object.entries(job.permissions)
        .filter(([, level]) => level === 'write')
        .map(([name]) => name),
    ]);
    expect(Object.fromEntries(writes)).toEqual({
      check: ['security-events'],
      packages: [],
      digests: [],
      images: ['security-events'],
      release: ['id-token', 'packages'],
    });
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('has no expression in a script, and what each script does is right shell', () => {
    for (const { steps } of Object.values(workflowOf(folder()).jobs))
      for (const { run } of steps.filter((step) => step.run !== undefined)) {
        expect(run).not.toContain('${{');
        expect(spawnSync('bash', ['-n', '-c', run!], { encoding: 'utf8' }).stderr).toBe('');
      }
  });

  test('hands names to programs as they are', () => {
    const made = folder();
    const { steps, strategy } = workflowOf(made).jobs['images']!;
    const script = (name: string) => steps.find((step) => step.name === name)!.run!;
    const entries = strategy!.matrix.include;
    expect(entries.map(({ dockerfile }) => dockerfile).sort()).toEqual([...hostile].sort());
    for (const { image = '', dockerfile = '', context = '' } of entries) {
      const env = { IMAGE: image, DOCKERFILE: dockerfile, CONTEXT: context };
      expect(image).toMatch(/^[a-z0-9-]+$/);
      expect(record('bash', script('Build'), made, env)).toEqual(
        [
          'buildx',
          'build',
          '--file',
          `./${dockerfile}`,
          '--output',
          'type=docker,dest=/tmp/x/image.tar',
        ].concat(`./${context}`),
      );
      expect(record('bash', script('Scan'), made, { ...env, TARGET: 'prod' })).toEqual(
        expect.arrayContaining(['--target=prod', '--dockerfile', `./${dockerfile}`, '--fail-on', 'critical']),
      );
    }
  });

  test('takes a baseline where there is one', () => {
    const made = workspace({ Dockerfile: fine, '.plimsoll/baselines/app.json': '{}' });
    init(made, 'github', '--phase', 'fail-on-new');
    const { run } = workflowOf(made).jobs['images']!.steps.find(({ name }) => name === 'Scan')!;
    const env = { IMAGE: 'app', DOCKERFILE: 'Dockerfile', CONTEXT: '.' };
    expect(record('bash', run!, made, env).join(' ')).toContain('--baseline .plimsoll/baselines/app.json');
  });
});

/** docs.gitlab.com, “CI/CD YAML syntax reference”: those that are used. */
const gitlabKeywords = [
  ...[
    'stage',
    'timeout',
    'image',
    'services',
    'variables',
    'before_script',
    'script',
    'artifacts',
    'parallel',
  ],
  ...['needs', 'rules', 'id_tokens', 'interruptible', 'dependencies'],
];

describe('the GitLab pipeline', () => {
  const builds = hostile
    .filter((path) => !/[$|]/.test(path))
    .map((dockerfile) => ({ dockerfile, context: dockerfile.slice(0, -'/Dockerfile'.length) }));
  const made = (platform: Platform) => makePipeline({ platform, phases, builds, version: '0.1.0' });

  test('is YAML with jobs of known keywords', () => {
    const { stages, workflow, default: _, variables, ...jobs } = parse(made('gitlab').text);
    expect(Object.keys(jobs)).toEqual([
      'check',
      'packages',
      'digests',
      'images',
      'scan-images',
      'release',
      'sign',
    ]);
    expect(workflow.rules.length + Object.keys(variables).length).toBe(5);
    for (const job of Object.values(jobs) as Record<string, unknown>[]) {
      expect(stages).toContain(job['stage']);
      expect(gitlabKeywords).toEqual(expect.arrayContaining(Object.keys(job)));
    }
  });

  test('hands names to programs as they are', () => {
    const folder = workspace(hostileFiles);
    const jobs = parse(made('gitlab').text) as Record<string, GitlabJob>;
    for (const env of jobs['images']!.parallel!.matrix)
      expect(record('sh', jobs['images']!.script.join('\n'), folder, env)).toEqual(
        expect.arrayContaining(['--file', `./${env['DOCKERFILE']}`, `./${env['CONTEXT']}`]),
      );
    const scanned = record('sh', jobs['scan-images']!.script.join('\n'), folder, {});
    const files = scanned.filter((_, i) => scanned[i - 1] === '--dockerfile');
    expect(files).toEqual(builds.map(({ dockerfile }) => `./${dockerfile}`));
  });
});
