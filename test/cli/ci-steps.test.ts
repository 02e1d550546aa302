// The steps of a generated workflow with the real command line and the real Trivy: what they write, and when they fail.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { parse } from 'yaml';
import { makePipeline, type Phase } from '../../server/src/pipeline/index.ts';
import { debianWith, putImage, trivyFlags } from './real-images.ts';
import { broken, cliFile, fine, workspace } from './run-cli.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
}

/** A repository with a built image, and what runs one step of its workflow there. */
function repository(context: TestContext, packages: readonly string[], dockerfile = fine) {
  const folder = workspace({ Dockerfile: dockerfile, 'summary.md': '' });
  putImage(folder, 'image.tar', [debianWith(packages)]);
  // Only the database differs from what runs there: the tests’ own, and no network.
  const flags = trivyFlags(context).map((flag) => `'${flag}'`);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = `exec '${process.execPath}' '${cliFile}' "$@"`;
  writeFileSync(
    join(bin, 'plimsoll'),
    `#!/bin/sh\nif [ "$1" = scan ]; then ${program} ${flags.join(' ')}; fi\n${program}\n`,
  );
  chmodSync(join(bin, 'plimsoll'), 0o755);
  return {
    file: (path: string) => join(folder, path),
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    step(job: string, name: string, phases: readonly Phase[]) {
      const builds = [{ dockerfile: 'Dockerfile', context: '.' }];
      const { text } = makePipeline({ platform: 'github', phases, builds, version: '0.1.0' });
      const steps = (parse(text).jobs[job].steps ?? []) as readonly Step[];
      const { run = 'false' } = steps.find((step) => step.name === name) ?? {};
      return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
        cwd: folder,
        input: '',
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env['PATH']}`,
          HOME: process.env['HOME'],
          IMAGE: 'app',
          DOCKERFILE: 'Dockerfile',
          CONTEXT: '.',
          RUNNER_TEMP: folder,
          GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        },
      });
    },
  };
}

const reports = 'Write the SBOM, and the baseline as it would be now';

test('an image is reported, fails on what is critical, and passes once its baseline is committed', (context) => {
  const { step, read, file } = repository(context, ['bash', 'zlib1g']);
  expect(step('images', reports, [])).toMatchObject({ status: 0 });
  expect(JSON.parse(read('plimsoll-reports/sbom.cdx.json')).bomFormat).toBe('CycloneDX');
  expect(read('summary.md')).toContain('CVE-2023-45853');
  expect(step('images', 'Scan', []).status).toBe(0);
  expect(JSON.parse(read('plimsoll-reports/image.sarif')).version).toBe('2.1.0');

  expect(step('images', 'Scan', ['fail-on-new']).status).toBe(1);
  mkdirSync(file('.plimsoll/baselines'), { recursive: true });
  cpSync(file('plimsoll-reports/app.json'), file('.plimsoll/baselines/app.json'));
  expect(step('images', 'Scan', ['fail-on-new']).status).toBe(0);
});

test('files are checked and packages scanned; only errors fail, and only where that was chosen', (context) => {
  const check = 'Check Dockerfiles, Compose files and daemon.json';
  const { step, read } = repository(context, ['bash'], broken);
  expect(step('check', check, []).status).toBe(0);
  expect(step('check', check, ['fail-on-new']).status).toBe(1);
  expect(JSON.parse(read('plimsoll-reports/check.sarif')).runs[0].results.length).toBeGreaterThan(0);
  const packages = step('packages', 'Scan the packages that lock files name', ['fail-on-new']);
  expect(packages).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\| /) });
});
