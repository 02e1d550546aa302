// What every command that scans has in common: finding Trivy, its request from the flags, progress, Ctrl+C, exit codes.
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ScanSeverity } from '../settings.ts';
import {
  checkTrivy,
  confirmTrivy,
  enginesAsked,
  findTrivy,
  inspectImage,
  memoryInFile,
  mergeScanOptions,
  oldDatabaseNote,
  pinnedMemory,
  pinVariable,
  programMemoryPath,
  readWorkspaceOptions,
  type ScanControl,
  ScanError,
  type ScanProgress,
  type ScanRequest,
  type ScanTarget,
  sourceOfEngine,
} from '../trivy/index.ts';
import { isInside, projectRoot } from '../workspace/root.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { type DecisionFlags, decisionsOf } from './scan-decisions.ts';
import { inFlags } from './scan-words.ts';
import { tell, writeAll } from './streams.ts';

/** The flags that say how Trivy is run; see `addTrivyOptions`. */
export interface TrivyFlags extends DecisionFlags {
  readonly severity?: readonly ScanSeverity[];
  readonly ignoreUnfixed?: boolean;
  readonly trivy?: string;
  readonly trustTrivy?: string;
  readonly trivySha256?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly offline: boolean;
  readonly server?: string;
  readonly tokenHeader?: string;
  readonly cacheBackend?: string;
  readonly cacheDir?: string;
  readonly quiet: boolean;
}

/** A Trivy that may be run, and the request that the flags make, but for what to scan. */
export interface ReadyTrivy {
  readonly request: Omit<ScanRequest, 'target'>;
  readonly control: ScanControl & { readonly signal: AbortSignal };
  readonly cwd: string;
  /** What a name or path on the command line means. */
  imageTarget(target: string): Promise<ScanTarget>;
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
  const sources = offline ? (['containerd'] as const) : (['containerd', 'remote'] as const);
  return { kind: 'image', reference: target, sources, asked: enginesAsked(found) };
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

async function findProgram(flags: TrivyFlags, workspaceFolders: readonly string[], signal: AbortSignal) {
  const search = { env: process.env, workspaceFolders, platform: process.platform };
  const configuredPath = flags.trivy === undefined ? undefined : resolve(flags.trivy);
  const found = await findTrivy({ ...search, ...(configuredPath ? { configuredPath } : {}) });
  if (found.notFound !== undefined) {
    throw new CommandError(inFlags(found.notFound), exitCodes.toolFailed);
  }
  const memory = pinnedMemory(memoryInFile(programMemoryPath()), flags.trivySha256, process.env[pinVariable]);
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

/**
 * Finds Trivy and has `use` run it, with progress, until it is done or the user ends it.
 * @throws CommandError for whatever goes wrong with a scan
 */
export async function withTrivy<Result>(
  flags: TrivyFlags,
  use: (ready: ReadyTrivy) => Promise<Result>,
): Promise<Result> {
  const cwd = process.cwd();
  const cancel = new AbortController();
  const onSignal = () => cancel.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const progress = progressLine(flags.quiet);
  let usesDatabase = false;
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
      options: mergeScanOptions(own, fromProject.options),
      offline: flags.offline,
      ...(flags.server === undefined
        ? {}
        : {
            server: { url: flags.server, ...(flags.tokenHeader ? { tokenHeader: flags.tokenHeader } : {}) },
          }),
      ...(flags.cacheBackend === undefined ? {} : { cacheBackend: flags.cacheBackend }),
      ...(flags.cacheDir === undefined ? {} : { cacheDirectory: resolve(cwd, flags.cacheDir) }),
      ...decisionsOf(flags, cwd),
      env: process.env,
      workspaceFolders,
    };
    const control = { signal: cancel.signal, onProgress: progress.show };
    const result = await use({
      request,
      control,
      cwd,
      imageTarget: (target) => {
        usesDatabase = true;
        return imageTarget(target, cwd, flags.offline, cancel.signal);
      },
    });
    progress.clear();
    const old = usesDatabase && !flags.quiet ? await oldDatabaseNote(request) : undefined;
    if (old !== undefined) tell(inFlags(old));
    return result;
  } catch (error) {
    progress.clear();
    if (!(error instanceof ScanError)) throw error;
    throw new CommandError(inFlags(error.message), exitCodeFor(error));
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
