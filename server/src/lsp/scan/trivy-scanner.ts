// The scanner of this machine: the user's own Trivy, and the container engines that run here.
import { dirname, join } from 'node:path';
import { defaultSettings, type Settings } from '../../settings.ts';
import {
  buildImage,
  checkTrivy,
  confirmTrivy,
  findTrivy,
  inspectImage,
  listLocalImages,
  mergeScanOptions,
  type ProgramMemory,
  readWorkspaceOptions,
  runTrivy,
  ScanError,
  type ScanOptions,
  type ScanTarget,
  sourceOfEngine,
  type TrivyReport,
} from '../../trivy/index.ts';
import { itemsOf } from './found-items.ts';
import { factsOfScan } from './scan-facts.ts';
import { type FoundInFile, type FoundInImage, ScanFailure, type Scanner, type ScanRun } from './scanner.ts';

/** @param memory what was read of programs and which of them the user confirmed */
export function createScanner(memory: ProgramMemory): Scanner {
  const { env, platform } = process;
  return {
    async scanImage(target, run) {
      if (target.kind === 'tar') {
        return foundInImage(await scan({ kind: 'image-file', path: target.name }, run, memory));
      }
      const { scanned, tried } = await imageTarget(target.name, run);
      return foundInImage(await scan(scanned, run, memory, tried));
    },

    async scanFile(text, fileName, run) {
      return foundInFile(await scan({ kind: 'config-text', fileName, text }, run, memory));
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
async function imageTarget(
  reference: string,
  { settings, signal }: ScanRun,
): Promise<{ scanned: ScanTarget; tried: readonly string[] }> {
  const { env, platform } = process;
  const found = await inspectImage(reference, { env, platform }, signal);
  if (found.state === 'found') {
    return { scanned: { kind: 'image', reference, ...sourceOfEngine(found.engine) }, tried: [] };
  }
  const elsewhere = settings['trivy.offline']
    ? (['containerd'] as const)
    : (['containerd', 'remote'] as const);
  const tried = found.state === 'no-engine' ? found.tried : [];
  return { scanned: { kind: 'image', reference, sources: elsewhere }, tried };
}

/** @param tried container engines that did not answer, for the message when the image is nowhere */
async function scan(
  target: ScanTarget,
  run: ScanRun,
  memory: ProgramMemory,
  tried: readonly string[] = [],
): Promise<TrivyReport> {
  const { settings, folders: workspaceFolders, root, signal } = run;
  const { env, platform } = process;
  return translated(async () => {
    const configuredPath = settings['trivy.path'];
    const found = await findTrivy({
      env,
      platform,
      workspaceFolders,
      ...(configuredPath ? { configuredPath } : {}),
    });
    if (found.path === undefined) throw new ScanError('missing', found.notFound);
    await confirmed(found.path, run, memory);
    const workspace = root === undefined ? undefined : await readWorkspaceOptions(join(root, 'trivy.yaml'));
    for (const problem of workspace?.problems ?? []) run.note(`${root}: ${problem}`);
    const { report } = await runTrivy(
      {
        program: found.path,
        memory,
        target,
        options: mergeScanOptions(fromSettings(settings), workspace?.options ?? {}),
        offline: settings['trivy.offline'],
        ...(settings['trivy.server'] ? { server: { url: settings['trivy.server'] } } : {}),
        ...(root === undefined ? {} : { ignoreFile: join(root, '.trivyignore') }),
        env,
        workspaceFolders,
      },
      {
        signal,
        onProgress: ({ message, percent }) =>
          run.progress(percent === undefined ? message : `${message} ${percent} %`),
      },
    );
    return report;
  }).catch((error: unknown) => {
    if (!(error instanceof ScanFailure) || error.kind !== 'noImage' || tried.length === 0) throw error;
    throw new ScanFailure('noImage', `${error.message} Engines tried: ${tried.join('; ')}.`, error.details);
  });
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
    const noTrivy = ofTrivy && ['missing', 'too-old', 'malicious', 'unconfirmed'].includes(error.kind);
    const noImage = ['image-not-found', 'engine-unreachable', 'auth'].includes(error.kind);
    const kind = noTrivy ? 'noTrivy' : noImage ? 'noImage' : 'failed';
    throw new ScanFailure(error.kind === 'cancelled' ? error.kind : kind, error.message, error.stderrTail);
  }
}

function foundInImage(report: TrivyReport): FoundInImage {
  const { diffIds, history } = report.image;
  return { items: itemsOf(report), facts: factsOfScan(report.image), record: { diffIds, history } };
}

function foundInFile(report: TrivyReport): FoundInFile[] {
  return report.misconfigurations.map((found) => {
    const { id, severity, title, message, startLine, endLine } = found;
    const first = startLine === undefined ? undefined : startLine - 1;
    return {
      found: { id, severity, title, message, ...(found.url ? { href: found.url } : {}) },
      ...(first === undefined ? {} : { lines: { first, last: (endLine ?? first + 1) - 1 } }),
    };
  });
}
