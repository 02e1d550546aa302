// `npm test [SUITE…]`: builds, prepares the real parts, runs the suites, and ends with one line that sums them up.
// A part that cannot be had makes its tests skipped, by name and with the reason; with CI=true that fails the run.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopCode, runHost } from './parts/host/run.ts';
import { partsEnvironment, startParts } from './parts/index.ts';
import { since } from './parts/part.ts';
import { run } from './parts/program.ts';
import { closingLine, readReport, type SuiteReport } from './parts/report.ts';
import { root, runMain } from './root.ts';

/** The suites, the quickest first, with the parts that their tests want. */
const suites: Record<string, readonly string[]> = {
  engine: ['curl', 'wget', 'busybox'],
  repo: ['buildkit-oracle', 'vscode-host'],
  cli: ['trivy'],
  lsp: ['trivy', 'docker-engine', 'docker-registry'],
  oracle: ['buildkit-oracle', 'compose-oracle', 'actionlint', 'hadolint'],
  trivy: [
    'trivy',
    'docker-engine',
    'skopeo',
    'umoci',
    'stand-ins',
    'docker-registry',
    'oci-registry',
    'buildkit',
    'buildah',
    'redis',
    'podman',
    'containerd',
    'busybox',
  ],
  host: ['vscode-host', 'trivy', 'docker-engine', 'stand-ins', 'skopeo'],
  docker: ['buildkit', 'docker-engine', 'docker-registry', 'skopeo', 'stand-ins', 'trivy'],
};

/**
 * Suites in turn; the lanes run at the same time, because daemons and scans wait more than they work. What is in none runs alone
 * afterwards: a real editor on a busy machine misses keys.
 */
const lanes: readonly (readonly string[])[] = [
  ['engine', 'repo', 'cli', 'oracle', 'lsp'],
  ['trivy', 'docker'],
];

const reports = join(root, '.reports');
const print = (line: string) => process.stdout.write(`${line}\n`);

async function vitest(suite: string): Promise<SuiteReport> {
  const path = join(reports, `${suite}.json`);
  const vitestProgram = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitestProgram, 'run', '--project', suite, '--reporter', 'default'];
  const result = await run(
    process.execPath,
    [...args, '--reporter', join(root, 'test', 'vitest-report.ts')],
    {
      cwd: root,
      env: { PLIMSOLL_REPORT: path, PLIMSOLL_SUITE: suite, NO_COLOR: '1', FORCE_COLOR: '0' },
      allowFailure: true,
      timeout: 1_800_000,
    },
  );
  const report = readReport(suite, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  if (result.code !== 0 && report.failed.length === 0)
    report.failed.push(`${suite}: vitest ended with exit code ${result.code}`);
  if (report.failed.length > 0) report.output = `${result.stdout}\n${result.stderr}`;
  return report;
}

async function host(): Promise<SuiteReport> {
  const missing = process.env.PLIMSOLL_MISSING_VSCODE_HOST;
  const desktop = await desktopCode();
  if (missing && !desktop) {
    return {
      suite: 'host',
      passed: 0,
      failed: [],
      skipped: [{ name: 'host: all runs', reason: `vscode-host: ${missing}` }],
    };
  }
  return readReport('host', JSON.stringify(await runHost(desktop)));
}

async function runSuite(suite: string): Promise<SuiteReport> {
  const start = Date.now();
  const report = await (suite === 'host' ? host() : vitest(suite)).catch(
    (error: Error): SuiteReport => ({
      suite,
      passed: 0,
      failed: [`${suite}: ${error.message}`],
      skipped: [],
    }),
  );
  writeFileSync(join(reports, `${suite}.json`), JSON.stringify(report));
  if (report.output) print(report.output);
  print(`${suite}: ${closingLine([report])} (${since(start)})`);
  return report;
}

runMain(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    throw new Error(`no such suite: ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);
  }
  const wanted =
    asked.length > 0 ? Object.keys(suites).filter((name) => asked.includes(name)) : Object.keys(suites);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const names = new Set(wanted.flatMap((suite) => suites[suite] ?? []));
  // Each suite waits for its own parts only: the quick ones run while Trivy and BuildKit are still being built.
  const ready = startParts([...names], print);
  await run('npm', ['run', '--silent', 'build'], { cwd: root, timeout: 300_000 }).catch((error: Error) => {
    print(`${error.message}\nthe build failed, so no test was run`);
    print('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  });
  const all: SuiteReport[] = [];
  const inTurn = async (lane: readonly string[]) => {
    for (const suite of lane.filter((name) => wanted.includes(name))) {
      Object.assign(process.env, partsEnvironment(await ready(suites[suite] ?? [])));
      all.push(await runSuite(suite));
    }
  };
  await Promise.all(lanes.map(inTurn));
  const inLanes = new Set(lanes.flat());
  await inTurn(wanted.filter((name) => !inLanes.has(name)));
  const skipped = all.flatMap((report) => report.skipped);
  const failed = all.flatMap((report) => report.failed);
  for (const one of skipped) print(`skipped: ${one.name} (${one.reason})`);
  for (const name of failed) print(`failed: ${name}`);
  print(closingLine(all));
  if (failed.length > 0 || (process.env.CI === 'true' && skipped.length > 0)) process.exitCode = 1;
  process.exit();
});
