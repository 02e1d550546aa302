// Builds an image with the user's own docker or podman, for “Build and Scan”.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import {
  type FoundProgram,
  findProgram,
  type ProgramSearch,
  readVariable,
  safePathDirectories,
} from './find-program.ts';
import { cleanForeignText, foreignLine } from './foreign-text.ts';
import { withPrivateDirectory } from './private-directory.ts';
import { runProcess } from './run-process.ts';
import { ScanError } from './scan-error.ts';
import { timeoutLimits } from './scan-options.ts';

export interface BuildRequest extends ProgramSearch {
  /** Absolute path of the saved file. */
  readonly dockerfile: string;
  /** Absolute path of the build context's directory. */
  readonly context: string;
  /** The image's name. */
  readonly tag: string;
  /** A stage's name. */
  readonly target?: string;
}

export interface BuildControl {
  readonly signal?: AbortSignal;
  /** What the builder does just now: one line of its output, foreign text. */
  readonly onProgress?: (line: string) => void;
  /** Milliseconds. Default: 30 minutes. */
  readonly timeoutMs?: number;
}

const defaultTimeout = 1_800_000;
/** Bytes that a build may print. */
const outputLimit = 256 * 1024 * 1024;

/** The user's docker, else podman, by the same rule as Trivy. */
export async function findBuilder(search: ProgramSearch): Promise<FoundProgram> {
  const more =
    search.platform === 'win32'
      ? [`${readVariable(search, 'ProgramFiles') ?? 'C:\\Program Files'}\\Docker\\Docker\\resources\\bin`]
      : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
  const docker = await findProgram('docker', search, more);
  if (docker.path !== undefined) return docker;
  const podman = await findProgram('podman', search, more);
  if (podman.path !== undefined) return podman;
  return {
    notFound: 'Neither docker nor podman was found. Install one of them to build images.',
    triedDirectories: docker.triedDirectories,
  };
}

/**
 * Builds and tags. The image is left with the builder's engine.
 * @throws ScanError: `missing`, `bad-request`, `timeout`, `cancelled`, `too-large`, `engine-unreachable`, `build-failed`
 */
export async function buildImage(request: BuildRequest, control: BuildControl = {}): Promise<void> {
  const args = await buildArguments(request);
  const builder = await findBuilder(request);
  if (builder.path === undefined) throw new ScanError('missing', builder.notFound);
  const program = builder.path;
  // The builder needs what the user set for it (BUILDKIT_*, DOCKER_*, proxies, ssh agents); only PATH is made safe.
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.env)) {
    if (value !== undefined && name.toUpperCase() !== 'PATH') env[name] = value;
  }
  env['PATH'] = (await safePathDirectories(request)).join(request.platform === 'win32' ? ';' : ':');
  const timeoutMs = Math.min(control.timeoutMs ?? defaultTimeout, timeoutLimits.most);
  const end = await withPrivateDirectory((directory) =>
    runProcess({
      program,
      args,
      directory: directory.work,
      env,
      timeoutMs,
      maxOutputBytes: outputLimit,
      signal: control.signal,
      onLine: (line) => {
        if (/^(?:#\d+ \[|STEP |Step |#\d+ (?:exporting|naming|pulling))/i.test(line)) {
          control.onProgress?.(foreignLine(cleanForeignText(line), 200));
        }
      },
    }),
  ).catch((error: NodeJS.ErrnoException) => {
    throw new ScanError('missing', `${program} could not be started (${error.code ?? error.message}).`);
  });
  if (end.stopped === undefined && end.code === 0) return;
  const tail = cleanForeignText(end.tail).trim().slice(-4000);
  const fail = (kind: ScanError['kind'], message: string) => new ScanError(kind, message, tail);
  if (end.stopped === 'cancelled') throw fail('cancelled', `The build of ${request.tag} was cancelled.`);
  if (end.stopped === 'timeout') {
    throw fail(
      'timeout',
      `The build of ${request.tag} did not finish within ${timeoutMs / 1000} s and was stopped.`,
    );
  }
  if (end.stopped === 'too-large')
    throw fail('too-large', `The build of ${request.tag} printed too much and was stopped.`);
  if (/Cannot connect to the Docker daemon|docker daemon running|unable to connect to Podman/i.test(tail)) {
    throw fail(
      'engine-unreachable',
      'The container engine could not be reached. Start Docker or Podman, then build again.',
    );
  }
  const said = tail.split('\n').findLast((line) => line.trim() !== '') ?? `exit code ${end.code}`;
  throw fail('build-failed', `The build of ${request.tag} failed: ${said.trim().slice(0, 300)}`);
}

async function buildArguments(request: BuildRequest): Promise<readonly string[]> {
  const refuse = (message: string) => new ScanError('bad-request', message);
  const tag = parseImageReference(request.tag);
  if ('error' in tag) throw refuse(tag.error);
  if (tag.digest !== undefined) throw refuse(`${tag.familiar} has a digest; a build can’t be given one.`);
  if (request.target !== undefined && !/^[a-z][a-z0-9_.-]*$/i.test(request.target)) {
    throw refuse('The stage to build has a name that Docker does not allow.');
  }
  for (const file of [request.dockerfile, request.context]) {
    if (!path.isAbsolute(file) || file.includes('\0'))
      throw refuse('The Dockerfile and its context need absolute paths.');
  }
  const isDirectory = await stat(request.context).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw refuse(`The build context ${foreignLine(request.context, 300)} is not a directory.`);
  const target = request.target === undefined ? [] : [`--target=${request.target}`];
  return ['build', `--file=${request.dockerfile}`, `--tag=${request.tag}`, ...target, '--', request.context];
}
