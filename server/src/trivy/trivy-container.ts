// Trivy as a container of the user's engine, where none is installed: its image is pinned by digest, it gets the files
// of one scan and nothing else, and the engine's socket only where an image of that engine is scanned.
import { randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import { scannerEnvironment } from './child-environment.ts';
import { trivyCacheDirectory } from './database-version.ts';
import type { EngineSearch } from './engine-endpoints.ts';
import { askEngine } from './engine-request.ts';
import { findProgram, type ProgramSearch } from './find-program.ts';
import { cleanForeignText } from './foreign-text.ts';
import { inspectImage } from './local-images.ts';
import type { PrivateDirectory } from './private-directory.ts';
import { type ProcessEnd, type ProcessRequest, runProcess } from './run-process.ts';
import { ScanError } from './scan-error.ts';
import type { EngineAddress, ScanRequest, ScanTarget, TrivyContainer } from './scan-request.ts';
import { compareVersions, maliciousVersions, oldestVersion } from './trivy-version.ts';

/** Milliseconds. */
const pullLimit = 600_000;
const removeLimit = 15_000;
/** Bytes that pulling may print. */
const pullOutput = 16 * 1024 * 1024;
/** Names of variables whose values the container gets from the client's environment, never as an argument. */
const passedOn = /^(?:TRIVY_|AWS_|AZURE_|https?_proxy$|no_proxy$|all_proxy$)/i;

/**
 * The image that the setting names, checked: only a digest says for certain which bytes are run.
 * @throws ScanError `bad-request`
 */
export function containerImage(text: string): string {
  const reference = parseImageReference(text);
  if (!('error' in reference) && reference.digest !== undefined) return text;
  throw new ScanError(
    'bad-request',
    'The setting plimsoll.trivy.containerImage must name an image of Trivy with its digest, as aquasec/trivy@sha256:….',
  );
}

/**
 * The engine that can run Trivy for this target, and its client.
 * @throws ScanError `bad-request`, `missing`, `engine-unreachable`
 */
export async function findTrivyContainer(
  setting: string,
  target: ScanTarget,
  search: EngineSearch & ProgramSearch,
  signal?: AbortSignal,
): Promise<TrivyContainer> {
  const image = containerImage(setting);
  if (search.platform === 'win32')
    throw new ScanError('missing', 'Trivy can be run as a container on Linux and macOS only. Install it.');
  const engine =
    target.kind === 'image' && target.engine ? target.engine : await engineWith(image, search, signal);
  if (!engine.host.startsWith('unix:'))
    throw new ScanError(
      'engine-unreachable',
      `Trivy can be run as a container only by an engine on this machine, not at ${engine.host}. Install Trivy.`,
    );
  const more = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
  const client = await findProgram(engine.kind, search, more);
  if (client.path === undefined) throw new ScanError('missing', client.notFound);
  return { client: client.path, engine, image };
}

async function engineWith(image: string, search: EngineSearch, signal?: AbortSignal): Promise<EngineAddress> {
  const found = await inspectImage(image, search, signal);
  const engine =
    found.state === 'found' ? found.engine : found.state === 'absent' ? found.engines[0] : undefined;
  if (engine) return engine;
  throw new ScanError(
    'engine-unreachable',
    `Neither Trivy nor a container engine to run it was found. Install Trivy, or start Docker or Podman. Tried: ${found.state === 'found' ? '' : found.tried.join('; ')}`,
  );
}

/**
 * Gets the image if the engine does not have it, and reads which Trivy is in it.
 * @returns the version that its label tells, if there is one
 * @throws ScanError also for the versions that are never run
 */
export async function prepareContainer(
  { env: own, workspaceFolders }: ScanRequest,
  container: TrivyContainer,
  { work, temporary }: PrivateDirectory,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { image, engine, client } = container;
  const { env } = await scannerEnvironment(
    { env: own, workspaceFolders, platform: process.platform },
    temporary,
  );
  const inspect = () =>
    askEngine(engine, `/images/${encodeURI(image)}/json`, { ...(signal ? { signal } : {}) }).catch(fail);
  let answer = await inspect();
  if (answer.status === 404) {
    const end = await runProcess({
      program: client,
      args: [...connect(container), 'pull', '--quiet', image],
      directory: work,
      env,
      signal,
      timeoutMs: pullLimit,
      maxOutputBytes: pullOutput,
    });
    if (end.stopped === 'cancelled') throw new ScanError('cancelled', 'The scan was cancelled.');
    if (end.code !== 0) {
      const tail = cleanForeignText(end.tail).trim().slice(-1000);
      const said = tail.split('\n').at(-1)?.slice(0, 300) ?? '';
      throw new ScanError(
        'engine-unreachable',
        `The image of Trivy ${image} could not be had: ${said}`,
        tail,
      );
    }
    answer = await inspect();
  }
  const labels = (answer.body as { Config?: { Labels?: Record<string, unknown> } } | undefined)?.Config
    ?.Labels;
  const label = labels?.['org.opencontainers.image.version'];
  const version = typeof label === 'string' ? /^v?(\d+\.\d+\.\d+)/.exec(label)?.[1] : undefined;
  if (version !== undefined && maliciousVersions.includes(version))
    throw new ScanError(
      'malicious',
      `${image} is Trivy ${version}, a release that was replaced by one that steals credentials (advisory GHSA-69fq-xp46-6x23). It was not run. Remove it, and set plimsoll.trivy.containerImage to another one.`,
    );
  if (version !== undefined && compareVersions(version, oldestVersion) < 0)
    throw new ScanError(
      'too-old',
      `${image} is Trivy ${version}; ${oldestVersion} or newer is needed. Set plimsoll.trivy.containerImage to a newer one.`,
    );
  return version;

  function fail(error: unknown): never {
    const why = error instanceof Error ? error.message : String(error);
    throw new ScanError(
      'engine-unreachable',
      `The container engine at ${engine.host} could not be asked: ${why}.`,
    );
  }
}

/** Runs Trivy in the container; the container is gone afterwards, however it ended. */
export async function runInContainer(
  request: ScanRequest,
  container: TrivyContainer,
  directory: string,
  run: Omit<ProcessRequest, 'program'>,
): Promise<ProcessEnd> {
  const name = `plimsoll-trivy-${randomBytes(6).toString('hex')}`;
  const cache = trivyCacheDirectory(request);
  mkdirSync(cache, { recursive: true });
  const env = { ...run.env, TRIVY_CACHE_DIR: cache };
  const own = containerArguments(request, container, { name, directory, cache, env });
  const { client } = container;
  // The client's end does not end the container. Not by the run's signal, which may be aborted by then.
  const { signal: _, isTooLarge: __, onLine: ___, onOpenLine: ____, ...plain } = run;
  const args = [...connect(container), 'rm', '--force', name];
  const remove = () =>
    runProcess({ ...plain, program: client, args, timeoutMs: removeLimit }).catch(() => undefined);
  let stopped = true;
  try {
    const end = await runProcess({ ...run, program: client, env, args: [...own, ...run.args] });
    stopped = end.stopped !== undefined;
    return end;
  } finally {
    await remove();
    if (stopped) {
      // The engine may have been about to create it when its client was ended.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await remove();
    }
  }
}

/** Everything before Trivy's own arguments. Paths are the same inside and outside, so that those need no change. */
export function containerArguments(
  { target, offline, server }: ScanRequest,
  container: TrivyContainer,
  {
    name,
    directory,
    cache,
    env,
  }: { name: string; directory: string; cache: string; env: Readonly<Record<string, string>> },
): readonly string[] {
  const mount = (from: string, to: string, ...more: string[]) =>
    `--mount=${csv('type=bind', `source=${from}`, `target=${to}`, ...more)}`;
  const args = [
    ...connect(container),
    'run',
    '--rm',
    '--pull=never',
    `--name=${name}`,
    '--read-only',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    // Without a contact to make there is no network to make it over.
    ...(offline && !server ? ['--network=none'] : []),
    mount(directory, directory),
    mount(cache, cache),
    `--workdir=${path.join(directory, 'work')}`,
    `--env=HOME=${path.join(directory, 'tmp')}`,
    `--env=TMPDIR=${path.join(directory, 'tmp')}`,
    ...Object.keys(env)
      .filter((key) => passedOn.test(key))
      .map((key) => `--env=${key}`),
  ];
  if ('path' in target) args.push(mount(target.path, target.path, 'readonly'));
  const socket = socketOf(target);
  const uid = process.getuid?.();
  if (process.platform === 'linux' && uid !== undefined) {
    args.push(`--user=${uid}:${process.getgid?.() ?? uid}`);
    if (container.engine.kind === 'podman' && uid !== 0) args.push('--userns=keep-id');
    const group = socket === undefined ? undefined : statSync(socket, { throwIfNoEntry: false })?.gid;
    if (group !== undefined) args.push(`--group-add=${group}`);
  }
  // Docker Desktop offers its socket to containers under this name.
  if (socket !== undefined)
    args.push(mount(process.platform === 'darwin' ? '/var/run/docker.sock' : socket, socket));
  return [...args, container.image];
}

/** The engine's socket that this target needs inside the container: who has it has the engine. */
export function socketOf(target: ScanTarget): string | undefined {
  return target.kind === 'image' && target.engine?.host.startsWith('unix:')
    ? target.engine.host.slice('unix://'.length)
    : undefined;
}

function connect({ engine }: TrivyContainer): readonly string[] {
  return engine.kind === 'docker' ? ['--host', engine.host] : ['--remote', '--url', engine.host];
}

/** One line of comma-separated values, as `--mount` reads it. */
function csv(...values: readonly string[]): string {
  return values
    .map((value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}
