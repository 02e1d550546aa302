// The scanner of this machine: the user's own Trivy, and the container engines that run here.
import { dirname, join } from 'node:path';
import { defaultSettings, type Settings } from '../../settings.ts';
import {
  buildImage,
  checkTrivy,
  confirmTrivy,
  enginesAsked,
  findTrivy,
  inspectImage,
  type KeptResult,
  listLocalImages,
  mergeScanOptions,
  oldDatabaseNote,
  type ProgramMemory,
  pinnedMemory,
  pinVariable,
  readWorkspaceOptions,
  runTrivyKept,
  type ScanControl,
  ScanError,
  type ScanOptions,
  type ScanRequest,
  type ScanTarget,
  sourceOfEngine,
  type TrivyReport,
} from '../../trivy/index.ts';
import { containerFor } from './container-consent.ts';
import { itemsOf } from './found-items.ts';
import { aboutImage } from './scan-about.ts';
import { decidedOf, decisionsFor } from './scan-decisions.ts';
import { factsOfScan } from './scan-facts.ts';
import {
  type FoundInFile,
  type FoundInImage,
  type ImageTarget,
  ScanFailure,
  type Scanner,
  type ScanRun,
} from './scanner.ts';
import { SharedRuns } from './shared-runs.ts';

/** @param memory what was read of programs and which of them the user confirmed */
export function createScanner(memory: ProgramMemory): Scanner {
  const { env, platform } = process;
  const images = new SharedRuns<KeptResult>();
  return {
    async scanImage(target, run) {
      // Everything that the result depends on, and that can differ between two who ask at the same time.
      const key = JSON.stringify([target, run.settings, run.root, run.folder, run.again === true]);
      const result = await images.join(key, run, async (shared) => {
        const joined = { ...run, ...shared };
        const { scanned, imageId } = await scanTargetOf(target, joined);
        return scan(scanned, joined, memory, imageId);
      });
      return withDatabaseNote(foundInImage(result, run), run);
    },

    async scanFile(text, fileName, run) {
      const { report } = await scan({ kind: 'config-text', fileName, text }, run, memory);
      return foundInFile(report);
    },

    async inspect(image, run) {
      const found = await inspectImage(image, { env, platform }, run.signal);
      if (found.state === 'found')
        return {
          state: 'present',
          diffIds: found.diffIds,
          ...(found.created ? { created: found.created } : {}),
        };
      return found.state === 'absent' ? { state: 'missing' } : { state: 'unknown', tried: found.tried };
    },

    async localImages(signal) {
      const { images, tried } = await listLocalImages({ env, platform }, signal);
      return {
        tried,
        images: images.flatMap(({ names, engine, created, size }) =>
          names.map((name) => ({
            name,
            engine: engine.kind,
            ...(created ? { created } : {}),
            ...(size ? { size } : {}),
          })),
        ),
      };
    },

    async build(dockerfile, image, run) {
      const request = {
        dockerfile,
        context: dirname(dockerfile),
        tag: image,
        env,
        platform,
        workspaceFolders: run.folders,
      };
      await translated(() => buildImage(request, { signal: run.signal, onProgress: run.progress }), false);
    },
  };
}

/** Taken from the engine that has it; else from the registry, unless the user wants no contact. */
async function scanTargetOf(
  { kind, name: reference }: ImageTarget,
  { settings, signal }: ScanRun,
): Promise<{ scanned: ScanTarget; imageId?: string }> {
  if (kind === 'tar') return { scanned: { kind: 'image-file', path: reference } };
  if (kind !== 'image') return { scanned: { kind, path: reference } };
  const { env, platform } = process;
  const found = await inspectImage(reference, { env, platform }, signal);
  if (found.state === 'found') {
    return { scanned: { kind, reference, ...sourceOfEngine(found.engine) }, imageId: found.id };
  }
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  const elsewhere = settings['trivy.offline']
    ? (['containerd'] as const)
    : (['containerd', 'remote'] as const);
  return {
    scanned: { kind, reference, sources: elsewhere, asked: enginesAsked(found) },
    ...(digest === undefined ? {} : { imageId: digest }),
  };
}

async function scan(
  target: ScanTarget,
  run: ScanRun,
  memory: ProgramMemory,
  imageId?: string,
): Promise<KeptResult> {
  return translated(async () => {
    const request = await requestOf(target, run, memory);
    const kept = { ...(imageId === undefined ? {} : { imageId }), again: run.again === true };
    return runTrivyKept(request, controlOf(run), kept);
  });
}

/**
 * Has `use` run Trivy on an image in a way of its own: for what the kept results do not hold.
 * @throws ScanFailure
 */
export async function withImageRequest<Result>(
  target: ImageTarget,
  run: ScanRun,
  memory: ProgramMemory,
  use: (request: ScanRequest, control: ScanControl) => Promise<Result>,
): Promise<Result> {
  const { scanned } = await scanTargetOf(target, run);
  return translated(async () => use(await requestOf(scanned, run, memory), controlOf(run)));
}

function controlOf({ signal, progress }: ScanRun): ScanControl {
  return {
    signal,
    onProgress: ({ message, percent }) =>
      progress(percent === undefined ? message : `${message} ${Math.round(percent)} %`),
  };
}

/** The request that the settings and the workspace make, for a Trivy that may be run. Throws ScanError and ScanFailure. */
async function requestOf(target: ScanTarget, run: ScanRun, memory: ProgramMemory): Promise<ScanRequest> {
  const { settings, folders: workspaceFolders, root } = run;
  const { env, platform } = process;
  const programs = pinnedMemory(memory, settings['trivy.sha256'], env[pinVariable]);
  const configuredPath = settings['trivy.path'];
  const found = await findTrivy({
    env,
    platform,
    workspaceFolders,
    ...(configuredPath ? { configuredPath } : {}),
  });
  const container =
    found.path === undefined ? await containerFor(target, found.notFound, run, memory) : undefined;
  const program = found.path ?? container!.client;
  if (!container) await confirmed(program, run, programs);
  const workspace = root === undefined ? undefined : await readWorkspaceOptions(join(root, 'trivy.yaml'));
  for (const problem of workspace?.problems ?? []) run.note(`${root}: ${problem}`);
  const address = settings['trivy.server'];
  return {
    program,
    ...(container ? { container } : {}),
    memory: programs,
    target,
    options: mergeScanOptions(fromSettings(settings), workspace?.options ?? {}),
    offline: settings['trivy.offline'],
    ...(address && target.kind !== 'config-text' && target.kind !== 'config'
      ? { server: await serverOf(address, run) }
      : {}),
    ...(settings['trivy.cacheBackend'] ? { cacheBackend: settings['trivy.cacheBackend'] } : {}),
    ...decisionsFor(run, target.kind === 'image' || target.kind === 'image-file'),
    env,
    workspaceFolders,
  };
}

/** The server that the settings name, with the token that the editor keeps for it. */
async function serverOf(url: string, run: ScanRun): Promise<NonNullable<ScanRequest['server']>> {
  const token = await run.token(url);
  const tokenHeader = run.settings['trivy.tokenHeader'];
  return { url, ...(token === undefined ? {} : { token }), ...(tokenHeader ? { tokenHeader } : {}) };
}

/** Asks for an executable whose version its file does not say; one that may not be run is refused by the run itself. */
async function confirmed(program: string, run: ScanRun, memory: ProgramMemory): Promise<void> {
  const verdict = await checkTrivy(program, memory, run.signal);
  if (verdict.state !== 'needs-confirmation') return;
  if (!(await run.confirm(verdict.message))) throw new ScanFailure('cancelled', 'Trivy was not run.');
  await confirmTrivy(verdict, memory);
}

/** What the user set; a default says nothing, so that a workspace's trivy.yaml can. */
function fromSettings(settings: Settings): ScanOptions {
  const set = <Key extends keyof Settings>(key: Key): Settings[Key] | undefined =>
    JSON.stringify(settings[key]) === JSON.stringify(defaultSettings[key]) ? undefined : settings[key];
  const seconds = set('trivy.timeout');
  return {
    severities: set('trivy.severity'),
    ignoreUnfixed: set('trivy.ignoreUnfixed'),
    scanners: set('trivy.scanners'),
    timeoutMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

async function translated<Result>(use: () => Promise<Result>, ofTrivy = true): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const noTrivy =
      ofTrivy && ['missing', 'too-old', 'malicious', 'unconfirmed', 'pin-mismatch'].includes(error.kind);
    const noImage = ['image-not-found', 'engine-unreachable', 'auth'].includes(error.kind);
    const kind = noTrivy ? 'noTrivy' : noImage ? 'noImage' : 'failed';
    throw new ScanFailure(error.kind === 'cancelled' ? error.kind : kind, error.message, error.stderrTail);
  }
}

/** Says so where the database that was used is out of date. */
async function withDatabaseNote(found: FoundInImage, { settings }: ScanRun): Promise<FoundInImage> {
  const [offline, url] = [settings['trivy.offline'], settings['trivy.server']];
  const note = await oldDatabaseNote({ offline, env: process.env, ...(url ? { server: { url } } : {}) });
  return note === undefined ? found : { ...found, notes: [...(found.notes ?? []), note] };
}

function foundInImage({ report, finished, kept }: KeptResult, run: ScanRun): FoundInImage {
  const { diffIds, history } = report.image;
  return {
    finished,
    kept,
    items: itemsOf(report),
    facts: factsOfScan(report.image),
    record: { diffIds, history },
    about: aboutImage(report),
    ...decidedOf(report, run),
  };
}

/** Findings in one Dockerfile: the worst. An editor shows a thousand. */
const mostInFile = 1000;

function foundInFile(report: TrivyReport): FoundInFile[] {
  return report.misconfigurations.slice(0, mostInFile).map((found) => {
    const { id, severity, title, message, startLine, endLine } = found;
    const first = startLine === undefined ? undefined : startLine - 1;
    return {
      found: { id, severity, title, message, ...(found.url ? { href: found.url } : {}) },
      ...(first === undefined ? {} : { lines: { first, last: (endLine ?? first + 1) - 1 } }),
    };
  });
}
