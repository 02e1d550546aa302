// One scan from request to result: version check, private directory, run, report.
import { existsSync, statSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { scannerEnvironment } from './child-environment.ts';
import { cleanForeignText } from './foreign-text.ts';
import { type PrivateDirectory, withPrivateDirectory } from './private-directory.ts';
import { parseTrivyReport } from './report.ts';
import type { TrivyReport } from './report-types.ts';
import { type ProcessEnd, runProcess } from './run-process.ts';
import { ScanError } from './scan-error.ts';
import { timeoutLimits } from './scan-options.ts';
import type { ScanControl, ScanProgress, ScanRequest } from './scan-request.ts';
import { copyName, type RunFiles, trivyArguments, trivyConfiguration } from './trivy-arguments.ts';
import { failureOf, nameOfTarget } from './trivy-failure.ts';
import { progressOf } from './trivy-progress.ts';
import { checkTrivy } from './trivy-version.ts';

export interface ScanResult {
  readonly report: TrivyReport;
  /** Absent for a Trivy that the user confirmed. */
  readonly trivyVersion?: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** A report of this size takes about 200 MB while it is read; one of a large image with 10,000 findings is 30 MiB. */
const defaultOutputLimit = 32 * 1024 * 1024;
const ignoreFileLimit = 1024 * 1024;

/**
 * Runs the user's Trivy. Nothing is run before its file's version was found good or the user confirmed it.
 * @throws ScanError, and nothing else, for whatever goes wrong
 */
export async function runTrivy(request: ScanRequest, control: ScanControl = {}): Promise<ScanResult> {
  const started = Date.now();
  try {
    report(control, { phase: 'checking', message: 'Checking Trivy' });
    const trivyVersion = await allowedVersion(request, control.signal);
    const result = await withPrivateDirectory((directory) => scan(request, control, directory));
    return { report: result, ...(trivyVersion ? { trivyVersion } : {}), durationMs: Date.now() - started };
  } catch (error) {
    if (error instanceof ScanError) throw error;
    if (control.signal?.aborted) throw new ScanError('cancelled', 'The scan was cancelled.');
    throw systemError(error, request);
  }
}

const refusals = {
  malicious: 'malicious',
  'too-old': 'too-old',
  'needs-confirmation': 'unconfirmed',
  unreadable: 'missing',
} as const;

async function allowedVersion(request: ScanRequest, signal?: AbortSignal): Promise<string | undefined> {
  const verdict = await checkTrivy(request.program, request.memory, signal);
  if (verdict.state === 'ok') return verdict.version;
  throw new ScanError(refusals[verdict.state], verdict.message);
}

async function scan(
  request: ScanRequest,
  control: ScanControl,
  directory: PrivateDirectory,
): Promise<TrivyReport> {
  const timeoutMs = Math.min(
    Math.max(control.timeoutMs ?? request.options?.timeoutMs ?? timeoutLimits.default, timeoutLimits.least),
    timeoutLimits.most,
  );
  const maxOutputBytes = control.maxOutputBytes ?? defaultOutputLimit;
  const files = await writeFiles(request, directory);
  const search = { env: request.env, workspaceFolders: request.workspaceFolders, platform: process.platform };
  const { env, secrets } = await scannerEnvironment(search, directory.temporary, moreVariables(request));
  const args = trivyArguments(request, files, timeoutMs);
  let last: ScanProgress = { phase: 'starting', message: 'Starting Trivy' };
  report(control, last);
  const end = await runProcess({
    program: request.program,
    args,
    directory: directory.work,
    env,
    timeoutMs,
    maxOutputBytes,
    signal: control.signal,
    onLine: (line) => {
      const progress = progressOf(line, last);
      if (!progress || (progress.message === last.message && progress.percent === last.percent)) return;
      last = progress;
      report(control, progress);
    },
    isTooLarge: () => sizeOf(files.report) > maxOutputBytes,
  });
  const limits = { timeoutMs, maxOutputBytes };
  if (end.stopped !== undefined || end.code !== 0) throw failureOf(end, request.target, limits, secrets);
  report(control, { phase: 'reading-result', message: 'Reading the result' });
  return readReport(request, files.report, end, limits, secrets);
}

async function readReport(
  request: ScanRequest,
  file: string,
  end: ProcessEnd,
  limits: { timeoutMs: number; maxOutputBytes: number },
  secrets: readonly string[],
): Promise<TrivyReport> {
  const tail = cleanForeignText(end.tail, secrets).trim().slice(-4000);
  const size = sizeOf(file);
  if (size > limits.maxOutputBytes)
    throw failureOf({ ...end, stopped: 'too-large' }, request.target, limits, secrets);
  const found = size === 0 ? undefined : parseTrivyReport(await readFile(file, 'utf8'));
  // Trivy's own name for an editor's text is a path of ours that is gone by now.
  if (found) return { ...found, image: { ...found.image, name: nameOfTarget(request.target) } };
  throw new ScanError(
    'garbage',
    `Trivy ended without an error, but what it wrote for ${nameOfTarget(request.target)} is not a Trivy report. Check that ${request.program} is Trivy, or reinstall it.`,
    tail,
  );
}

async function writeFiles(request: ScanRequest, directory: PrivateDirectory): Promise<RunFiles> {
  const { target } = request;
  if ((target.kind === 'image-file' || target.kind === 'config') && !existsSync(target.path)) {
    throw new ScanError('bad-request', `${nameOfTarget(target)} does not exist.`);
  }
  const ignore = await ignoreRules(request.ignoreFile);
  const files: RunFiles = {
    config: path.join(directory.path, 'trivy.yaml'),
    // Trivy decides by the name which of its two formats it is.
    ignore: path.join(directory.path, /\.ya?ml$/i.test(request.ignoreFile ?? '') ? 'ignore.yaml' : 'ignore'),
    report: path.join(directory.output, 'report.json'),
    ...(request.target.kind === 'config-text'
      ? { copy: path.join(directory.output, copyName(request.target.fileName)) }
      : {}),
  };
  await writeFile(files.config, trivyConfiguration(request), { mode: 0o600 });
  await writeFile(files.ignore, ignore, { mode: 0o600 });
  if (files.copy !== undefined && request.target.kind === 'config-text') {
    await writeFile(files.copy, request.target.text, { mode: 0o600 });
  }
  return files;
}

async function ignoreRules(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > ignoreFileLimit) {
      throw new ScanError(
        'bad-request',
        'The .trivyignore is not a file of at most 1 MiB. Correct or remove it.',
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function moreVariables(request: ScanRequest): Readonly<Record<string, string>> {
  const { server, target } = request;
  const tls = target.kind === 'image' ? target.engine?.tlsDirectory : undefined;
  return {
    ...(server?.token ? { TRIVY_TOKEN: server.token } : {}),
    ...(server?.tokenHeader ? { TRIVY_TOKEN_HEADER: server.tokenHeader } : {}),
    ...(tls ? { DOCKER_CERT_PATH: tls, DOCKER_TLS_VERIFY: '1' } : {}),
  };
}

function report(control: ScanControl, progress: ScanProgress): void {
  control.onProgress?.(progress);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function systemError(error: unknown, request: ScanRequest): ScanError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC')
    return new ScanError('disk-full', 'The disk is full, so the scan could not start. Make room.');
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOEXEC' || code === 'UNKNOWN') {
    return new ScanError(
      'missing',
      `${request.program} could not be started (${code}): it is gone, not executable, or not for this system. Reinstall Trivy or correct the setting plimsoll.trivy.path.`,
    );
  }
  const what = error instanceof Error ? error.message : String(error);
  return new ScanError('crashed', `The scan failed: ${cleanForeignText(what).slice(0, 300)}`);
}
