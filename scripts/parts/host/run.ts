// Runs the mocha suites of test/host in a real VS Code, by @vscode/test-electron's runTests().
// test/host/runs.json is the table of runs; the vocabulary is HostRun below.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../../root.ts';
import { cached } from '../cache.ts';
import { run } from '../program.ts';
import type { SuiteReport } from '../report.ts';
import { vscodeVersion } from './install.ts';

export interface HostRun {
  name: string;
  /** Files of test/host/suites, without `.test.ts`. */
  suites: string[];
  /** Folder of test/host/workspaces (or of the repository, as `examples`); a copy of it is opened. */
  workspace: string;
  /** Default: trusted. */
  trust?: 'trusted' | 'restricted';
  /** The user's own settings. */
  settings?: Record<string, unknown>;
  /** Folders under test/host/extensions loaded beside ours, as a second provider. */
  extensions?: string[];
  /** Display language. Default: en. */
  locale?: string;
  /** `true`: tripwires named trivy, docker and podman come first on PATH; they leave a file in PLIMSOLL_TRIPPED. */
  tripwires?: boolean;
  env?: Record<string, string>;
}

const out = join(root, 'dist', 'test');
const pictures = join(root, '.reports', 'pictures');

/** Bundles launcher, entry and suites, each into one CommonJS file under dist/test. */
async function bundleSuites(): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const host = join(root, 'test', 'host');
  const suites = readdirSync(join(host, 'suites')).filter((name) => name.endsWith('.test.ts'));
  const shared = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
  } as const;
  await build({
    ...shared,
    entryPoints: [{ in: join(host, 'index.ts'), out: 'index' }].concat(
      suites.map((name) => ({
        in: join(host, 'suites', name),
        out: `suites/${name.replace(/\.test\.ts$/, '')}`,
      })),
    ),
    outdir: out,
    external: ['vscode', 'mocha'],
    logLevel: 'error',
  });
  await build({
    ...shared,
    entryPoints: [join(root, 'scripts', 'parts', 'host', 'launcher.ts')],
    outfile: join(out, 'launcher.cjs'),
    external: ['playwright-core'],
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'error',
  });
  chmodSync(join(out, 'launcher.cjs'), 0o755);
  writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(out, 'launcher.cmd'), '@node "%~dp0launcher.cjs" %*\r\n');
}

function userSettings(wanted: HostRun): Record<string, unknown> {
  const trust =
    wanted.trust === 'restricted'
      ? { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' }
      : { 'security.workspace.trust.enabled': false };
  return {
    'workbench.startupEditor': 'none',
    'extensions.ignoreRecommendations': true,
    'git.enabled': false,
    'files.simpleDialog.enable': true,
    // In a browser VS Code saves by itself after a second; a desktop does not.
    'files.autoSave': 'off',
    ...trust,
    ...wanted.settings,
  };
}

/** Small real programs that leave a file when anything starts them. */
/** Programs that leave a line in `tripped`. Its path stands in the script: a child may get no environment of ours. */
function layTripwires(folder: string, tripped: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['trivy', 'docker', 'podman']) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> '${tripped}'\nexit 97\n`);
    chmodSync(path, 0o755);
  }
}

function workspaceSource(name: string): string {
  const own = join(root, 'test', 'host', 'workspaces', name);
  return existsSync(own) ? own : join(root, name);
}

async function runOne(wanted: HostRun, desktop: string | undefined): Promise<SuiteReport> {
  const place = mkdtempSync(join(tmpdir(), `plimsoll-host-${wanted.name}-`));
  const workspace = join(place, basename(wanted.workspace));
  const userDataDir = join(place, 'user');
  const report = join(place, 'report.json');
  cpSync(workspaceSource(wanted.workspace), workspace, { recursive: true });
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  writeFileSync(join(userDataDir, 'User', 'settings.json'), JSON.stringify(userSettings(wanted)));
  mkdirSync(join(place, 'ui'));
  mkdirSync(pictures, { recursive: true });
  const env: Record<string, string> = {
    ...wanted.env,
    PLIMSOLL_HOST_SUITES: wanted.suites.join(','),
    PLIMSOLL_HOST_TRUST: wanted.trust ?? 'trusted',
    PLIMSOLL_REPORT: report,
    PLIMSOLL_UI: join(place, 'ui'),
    PLIMSOLL_PICTURES: pictures,
    PLIMSOLL_WORKSPACE: workspace,
    PLIMSOLL_TRIPPED: join(place, 'tripped.txt'),
    PLIMSOLL_CLEAN_PATH: process.env.PATH ?? '',
  };
  if (wanted.tripwires) {
    layTripwires(join(place, 'tripwires'), join(place, 'tripped.txt'));
    env.PATH = `${join(place, 'tripwires')}:${process.env.PATH}`;
  }
  if (desktop) env.PLIMSOLL_HOST_DESKTOP = desktop;
  const options = {
    vscodeExecutablePath: join(out, process.platform === 'win32' ? 'launcher.cmd' : 'launcher.cjs'),
    extensionDevelopmentPath: [
      root,
      ...(wanted.extensions ?? []).map((name) => join(root, 'test', 'host', 'extensions', name)),
    ],
    extensionTestsPath: join(out, 'index.js'),
    launchArgs: [
      workspace,
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${join(place, 'extensions')}`,
    ],
    extensionTestsEnv: env,
  };
  if (wanted.locale) options.launchArgs.push(`--locale=${wanted.locale}`);
  // A process of its own, because runTests() prints to this one's output and a passing run is to be quiet.
  const script = `
    const { runTests } = await import(${JSON.stringify(pathToFileURL(join(root, 'node_modules/@vscode/test-electron/out/index.js')).href)});
    runTests(JSON.parse(process.env.PLIMSOLL_RUN_TESTS)).catch((error) => { console.error(error.message); process.exit(1); });`;
  const result = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { PLIMSOLL_RUN_TESTS: JSON.stringify(options) },
    allowFailure: true,
  });
  const outcome: SuiteReport = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { suite: 'host', passed: 0, failed: [`${wanted.name}: the run left no report`], skipped: [] };
  if (result.code !== 0 && outcome.failed.length === 0)
    outcome.failed.push(`${wanted.name}: exit code ${result.code}`);
  outcome.failed = outcome.failed.map((name) => `[${wanted.name}] ${name}`);
  outcome.skipped = outcome.skipped.map((one) => ({ ...one, name: `[${wanted.name}] ${one.name}` }));
  if (outcome.failed.length > 0) {
    outcome.output = `${result.stdout}\n${result.stderr}`;
    const kept = join(userDataDir, 'failure.png');
    if (existsSync(kept)) cpSync(kept, join(pictures, `failure-${wanted.name}.png`));
  }
  rmSync(place, { recursive: true, force: true });
  return outcome;
}

/** The table of runs: test/host/runs.json. */
export function hostRuns(): HostRun[] {
  return JSON.parse(readFileSync(join(root, 'test', 'host', 'runs.json'), 'utf8')) as HostRun[];
}

/**
 * Runs every run of the table (or those named) one after the other and sums their reports.
 * `desktop` is a desktop VS Code's executable; without it the browser host is used.
 */
export async function runHost(desktop?: string, only: readonly string[] = []): Promise<SuiteReport> {
  await bundleSuites();
  const sum: SuiteReport = { suite: 'host', passed: 0, failed: [], skipped: [] };
  for (const wanted of hostRuns()) {
    if (only.length > 0 && !only.includes(wanted.name)) continue;
    const one = await runOne(wanted, desktop);
    sum.passed += one.passed;
    sum.failed.push(...one.failed);
    sum.skipped.push(...one.skipped);
    if (one.output) sum.output = `${sum.output ?? ''}\n${one.output}`;
  }
  return sum;
}

/**
 * A desktop VS Code to test in: PLIMSOLL_CODE names its executable; else, where there is a screen, the one that
 * @vscode/test-electron downloads. Undefined where neither can be had: then the browser host is used.
 */
export async function desktopCode(): Promise<string | undefined> {
  if (process.env.PLIMSOLL_CODE) return process.env.PLIMSOLL_CODE;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const options = {
    version: vscodeVersion,
    cachePath: cached('vscode-desktop'),
    reporter: new SilentReporter(),
  };
  return downloadAndUnzipVSCode(options).catch(() => undefined);
}
