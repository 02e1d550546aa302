// `plimsoll scan`: runs the user's own Trivy and tells what it found.
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { toJson } from '../report/escape.ts';
import { scanJsonValue, scanText } from '../report/scan-text.ts';
import { type ScanSeverity, scanSeverities } from '../settings.ts';
import {
  checkTrivy,
  confirmTrivy,
  findTrivy,
  inspectImage,
  memoryInFile,
  mergeScanOptions,
  programMemoryPath,
  readWorkspaceOptions,
  runTrivy,
  ScanError,
  type ScanProgress,
  type ScanTarget,
  sourceOfEngine,
} from '../trivy/index.ts';
import { isInside, projectRoot } from '../workspace/root.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { tell, wantsColor, writeAll } from './streams.ts';

export interface ScanFlags {
  readonly severity?: readonly ScanSeverity[];
  readonly ignoreUnfixed?: boolean;
  readonly failOn: ScanSeverity | 'never';
  readonly format: 'text' | 'json';
  readonly trivy?: string;
  readonly trustTrivy?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly offline: boolean;
  readonly server?: string;
  readonly cacheDir?: string;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly version: string;
}

/** The project's folder, from which nothing is run. A folder that holds the user's whole home is no project. */
function projectFolders(cwd: string): string[] {
  const root = projectRoot(cwd, cwd);
  return isInside(homedir(), root) ? [] : [root];
}

/**
 * A path is told from a name by how it begins, or by being a tar file that is there. A name is taken from the engine
 * that has it; else from the registry, unless the user wants no contact.
 */
async function imageTarget(
  target: string,
  cwd: string,
  offline: boolean,
  signal: AbortSignal,
): Promise<ScanTarget> {
  const path = resolve(cwd, target);
  const looksLikePath = /^(?:[./\\]|[A-Za-z]:[\\/])/.test(target);
  const isTar = /\.tar(?:\.gz)?$/i.test(target) && statSync(path, { throwIfNoEntry: false }) !== undefined;
  if (looksLikePath || isTar) return { kind: 'image-file', path };
  const found = await inspectImage(target, { env: process.env, platform: process.platform }, signal);
  if (found.state === 'found') {
    return { kind: 'image', reference: target, ...sourceOfEngine(found.engine) };
  }
  return { kind: 'image', reference: target, sources: offline ? ['containerd'] : ['containerd', 'remote'] };
}

function exitCodeFor(error: ScanError): ExitCode {
  if (error.kind === 'cancelled') return exitCodes.cancelled;
  return error.kind === 'bad-request' ? exitCodes.wrongUse : exitCodes.toolFailed;
}

/** Progress on standard error, one line that is overwritten; nothing where nobody watches. */
function progressLine(quiet: boolean): { show: (progress: ScanProgress) => void; clear: () => void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: ({ message, percent }) => {
      writeAll(2, `\r\u001b[K${message}${percent === undefined ? '' : ` ${Math.round(percent)} %`} …`);
    },
    clear: () => writeAll(2, '\r\u001b[K'),
  };
}

async function findProgram(flags: ScanFlags, workspaceFolders: readonly string[], signal: AbortSignal) {
  const search = { env: process.env, workspaceFolders, platform: process.platform };
  const configuredPath = flags.trivy === undefined ? undefined : resolve(flags.trivy);
  const found = await findTrivy({ ...search, ...(configuredPath ? { configuredPath } : {}) });
  if (found.notFound !== undefined) {
    const help = found.notFound.replaceAll('the setting plimsoll.trivy.path', '--trivy');
    throw new CommandError(help, exitCodes.toolFailed);
  }
  const memory = memoryInFile(programMemoryPath());
  const verdict = await checkTrivy(found.path, memory, signal);
  if (verdict.state === 'needs-confirmation') {
    if (flags.trustTrivy?.toLowerCase() !== verdict.sha256) {
      const how = `If you trust it, add --trust-trivy ${verdict.sha256}`;
      throw new CommandError(`${verdict.message}. ${how}`, exitCodes.toolFailed);
    }
    await confirmTrivy(verdict, memory);
  }
  return { program: found.path, memory };
}

/** Scans an image (by name, tar file or OCI layout) or the configuration files at a path. */
export async function scan(kind: 'image' | 'config', target: string, flags: ScanFlags): Promise<ExitCode> {
  const cwd = process.cwd();
  const cancel = new AbortController();
  const onSignal = () => cancel.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const progress = progressLine(flags.quiet);
  try {
    const workspaceFolders = projectFolders(cwd);
    const { program, memory } = await findProgram(flags, workspaceFolders, cancel.signal);
    const fromProject = await readWorkspaceOptions(join(cwd, 'trivy.yaml'));
    if (!flags.quiet) for (const problem of fromProject.problems) tell(problem);
    const own = {
      ...(flags.severity ? { severities: flags.severity } : {}),
      ...(flags.ignoreUnfixed ? { ignoreUnfixed: true } : {}),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
    };
    const request = {
      program,
      memory,
      target:
        kind === 'image'
          ? await imageTarget(target, cwd, flags.offline, cancel.signal)
          : ({ kind, path: resolve(cwd, target) } as const),
      options: mergeScanOptions(own, fromProject.options),
      offline: flags.offline,
      ...(flags.server === undefined ? {} : { server: { url: flags.server } }),
      ...(flags.cacheDir === undefined ? {} : { cacheDirectory: resolve(cwd, flags.cacheDir) }),
      ignoreFile: join(cwd, '.trivyignore'),
      env: process.env,
      workspaceFolders,
    };
    const result = await runTrivy(request, { signal: cancel.signal, onProgress: progress.show });
    progress.clear();
    const text =
      flags.format === 'json'
        ? `${toJson(scanJsonValue(result.report, flags.version, result.trivyVersion))}\n`
        : scanText(result.report, wantsColor(flags.color, process.stdout.isTTY));
    writeAll(1, text);
    if (flags.failOn === 'never') return exitCodes.fine;
    const reached = scanSeverities.slice(0, scanSeverities.indexOf(flags.failOn) + 1);
    return reached.some((severity) => result.report.counts[severity] > 0) ? exitCodes.found : exitCodes.fine;
  } catch (error) {
    progress.clear();
    if (!(error instanceof ScanError)) throw error;
    throw new CommandError(error.message, exitCodeFor(error));
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
