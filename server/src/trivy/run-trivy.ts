// One scan from request to result: version check, private directory, run, report.
import { existsSync, statSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheVariables, withLayerCache } from './cache-backend.ts';
import { scannerEnvironment } from './child-environment.ts';
import { cleanForeignText } from './foreign-text.ts';
import { pinnedMemory, pinsOf, pinVariable, withPinnedProgram } from './pinned-program.ts';
import { type PrivateDirectory, withPrivateDirectory } from './private-directory.ts';
import type { ProgramMemory } from './program-memory.ts';
import { parseTrivyReportInTurns } from './report.ts';
import { isFields } from './report-fields.ts';
import { readThinnedJson } from './report-file.ts';
import type { TrivyReport } from './report-types.ts';
import { requestVariables } from './request-variables.ts';
import { type ProcessEnd, runProcess } from './run-process.ts';
import { ScanError } from './scan-error.ts';
import { timeoutLimits } from './scan-options.ts';
import type { BomFormat, ScanControl, ScanProgress, ScanRequest } from './scan-request.ts';
import { copyName, type RunFiles, trivyArguments, trivyConfiguration } from './trivy-arguments.ts';
import { prepareContainer, runInContainer } from './trivy-container.ts';
import { failureOf, nameOfTarget } from './trivy-failure.ts';
import { TrivyProgress } from './trivy-progress.ts';
import { checkTrivy } from './trivy-version.ts';
import { copyVex, namedSources } from './vex-files.ts';

export interface ScanResult {
  readonly report: TrivyReport;
  /** Absent for a Trivy that the user confirmed. */
  readonly trivyVersion?: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** A report of 50,000 findings with all that Trivy tells of each. */
const defaultOutputLimit = 100 * 1024 * 1024;
/** What is left of it without what is never looked at. With this much the process stays below 300 MB. */
const thinnedLimit = 40 * 1024 * 1024;
const bomLimit = 32 * 1024 * 1024;
const ignoreFileLimit = 1024 * 1024;

/**
 * Runs the user's Trivy. Nothing is run before its file's version was found good or the user confirmed it.
 * @throws ScanError, and nothing else, for whatever goes wrong
 */
export async function runTrivy(request: ScanRequest, control: ScanControl = {}): Promise<ScanResult> {
  const started = Date.now();
  const { result, trivyVersion } = await run(request, control, async (file) => {
    const json = await readThinnedJson(file, thinnedLimit, control.signal);
    if (json.state !== 'whole') return json.state;
    const found = await parseTrivyReportInTurns(json.text, control.signal);
    if (!found) return 'garbage';
    // Trivy's own name for an editor's text is a path of ours that is gone by now.
    const suppressed = namedSources(found.suppressed, request);
    return { ...found, suppressed, image: { ...found.image, name: nameOfTarget(request.target) } };
  });
  return { report: result, ...(trivyVersion ? { trivyVersion } : {}), durationMs: Date.now() - started };
}

/**
 * Has the user's Trivy write the bill of materials of an image, without looking for vulnerabilities: no database is needed.
 * @returns the document as parsed JSON: hostile, to be escaped where it is shown
 * @throws ScanError as runTrivy
 */
export async function runTrivyBom(
  request: ScanRequest,
  bom: BomFormat,
  control: ScanControl = {},
): Promise<object> {
  const { options = {}, listPackages: _, ...rest } = request;
  const { severities: __, ignoreUnfixed: ___, scanners: ____, ...own } = options;
  const { result } = await run({ ...rest, options: own, bom }, control, async (file) => {
    if (sizeOf(file) > bomLimit) return 'too-large';
    return bomOf(await readFile(file, 'utf8'), bom) ?? 'garbage';
  });
  return result;
}

/** What Trivy wrote, where it is a document of that form. */
function bomOf(text: string, bom: BomFormat): object | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(data)) return undefined;
  const isOne =
    bom === 'cyclonedx' ? data['bomFormat'] === 'CycloneDX' : typeof data['spdxVersion'] === 'string';
  return isOne ? data : undefined;
}

/** Reads what Trivy wrote into a file; or says why it is not what was asked for. */
type Reader<Result> = (file: string) => Promise<Result | 'cut' | 'garbage' | 'too-large'>;

async function run<Result extends object>(
  request: ScanRequest,
  control: ScanControl,
  read: Reader<Result>,
): Promise<{ readonly result: Result; readonly trivyVersion: string | undefined }> {
  try {
    report(control, { phase: 'checking', message: 'Checking Trivy' });
    const memory = pinnedMemory(request.memory, request.env[pinVariable]);
    const pins = pinsOf(memory);
    const { container } = request;
    if (container && pins.length > 0)
      throw new ScanError(
        'pin-mismatch',
        'A SHA-256 of Trivy is pinned, so only that file is run and no container. Install it, or clear plimsoll.trivy.sha256.',
      );
    let trivyVersion = container ? undefined : await allowedVersion(request.program, memory, control.signal);
    const result = await withPrivateDirectory(async (directory) => {
      if (container) trivyVersion = await prepareContainer(request, container, directory, control.signal);
      return scan(request, control, directory, pins, read);
    });
    return { result, trivyVersion };
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
  'pinned-otherwise': 'pin-mismatch',
} as const;

async function allowedVersion(
  program: string,
  memory: ProgramMemory,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const verdict = await checkTrivy(program, memory, signal);
  if (verdict.state === 'ok') return verdict.version;
  throw new ScanError(refusals[verdict.state], verdict.message);
}

async function scan<Result extends object>(
  request: ScanRequest,
  control: ScanControl,
  directory: PrivateDirectory,
  pins: readonly string[],
  read: Reader<Result>,
): Promise<Result> {
  const timeoutMs = Math.min(
    Math.max(control.timeoutMs ?? request.options?.timeoutMs ?? timeoutLimits.default, timeoutLimits.least),
    timeoutLimits.most,
  );
  const maxOutputBytes = control.maxOutputBytes ?? defaultOutputLimit;
  const files = await writeFiles(request, directory);
  const search = { env: request.env, workspaceFolders: request.workspaceFolders, platform: process.platform };
  const more = requestVariables(request);
  const without = request.server ? cacheVariables : [];
  const { env, secrets } = await scannerEnvironment(search, directory.temporary, more, without);
  const args = trivyArguments(request, files, timeoutMs);
  const progress = new TrivyProgress(request.target, (each) => report(control, each));
  const running = {
    name: request.program,
    args,
    directory: directory.work,
    env,
    timeoutMs,
    maxOutputBytes,
    signal: control.signal,
    onLine: (line: string) => progress.line(line),
    onOpenLine: (text: string) => progress.openLine(text),
    isTooLarge: () => sizeOf(files.report) > maxOutputBytes,
  };
  const end = await withLayerCache(request, env, (own) =>
    request.container
      ? runInContainer(request, request.container, directory.path, { ...running, env: own })
      : withPinnedProgram(request.program, pins, control.signal, (program) =>
          runProcess({ ...running, program, env: own }),
        ),
  );
  const limits = { timeoutMs, maxOutputBytes };
  // Told to by its surroundings, Trivy ends with 1 where it found something. The report is as good as any other.
  const isDone =
    end.code === 0 || (end.code === 1 && !/\bFATAL\b/.test(end.tail) && sizeOf(files.report) > 0);
  if (end.stopped !== undefined || !isDone) throw failureOf(end, request.target, limits, secrets);
  report(control, { phase: 'reading-result', message: 'Reading the result' });
  return readReport(request, files.report, read, end, limits, secrets);
}

async function readReport<Result extends object>(
  request: ScanRequest,
  file: string,
  read: Reader<Result>,
  end: ProcessEnd,
  limits: { timeoutMs: number; maxOutputBytes: number },
  secrets: readonly string[],
): Promise<Result> {
  const tail = cleanForeignText(end.tail, secrets).trim().slice(-4000);
  const size = sizeOf(file);
  if (size > limits.maxOutputBytes)
    throw failureOf({ ...end, stopped: 'too-large' }, request.target, limits, secrets);
  const found = size === 0 ? 'garbage' : await read(file);
  if (typeof found !== 'string') return found;
  if (found === 'too-large') throw failureOf({ ...end, stopped: found }, request.target, limits, secrets);
  // With an exit code of its own, what Trivy says is more than what is wrong with its report.
  if (end.code !== 0) throw failureOf(end, request.target, limits, secrets);
  const name = nameOfTarget(request.target);
  const message =
    found === 'cut'
      ? `What Trivy wrote for ${name} ends in the middle, so nothing of it is shown. The disk may be full, or something ended Trivy: make room, then scan again.`
      : `Trivy ended without an error, but what it wrote for ${name} is not a Trivy report. Check that ${request.program} is Trivy, or reinstall it.`;
  throw new ScanError('garbage', message, tail);
}

async function writeFiles(request: ScanRequest, directory: PrivateDirectory): Promise<RunFiles> {
  const { target } = request;
  if ('path' in target && !existsSync(target.path)) {
    throw new ScanError('bad-request', `${nameOfTarget(target)} does not exist.`);
  }
  const ignore = await ignoreRules(request.ignoreFile);
  const vex = await copyVex(request.vex?.files ?? [], directory);
  const files: RunFiles = {
    config: path.join(directory.path, 'trivy.yaml'),
    // Trivy decides by the name which of its two formats it is.
    ignore: path.join(directory.path, /\.ya?ml$/i.test(request.ignoreFile ?? '') ? 'ignore.yaml' : 'ignore'),
    report: path.join(directory.output, 'report.json'),
    ...(vex.length > 0 ? { vex } : {}),
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
