// The images of this machine's container engines. Called only after the user asked for it.
import { parseImageReference } from '../engine/parse/image-ref.ts';
import { type EngineEndpoint, type EngineSearch, findEngineEndpoints } from './engine-endpoints.ts';
import { askEngine } from './engine-request.ts';
import { foreignLine } from './foreign-text.ts';
import type { EngineAddress, EnginesAsked, ImageSource } from './scan-request.ts';

export interface LocalImageEntry {
  /** `python:3.12-slim`, each a valid reference. Empty for an image without a name. */
  readonly names: readonly string[];
  /** `sha256:…` */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly created?: number;
  /** Bytes. */
  readonly size?: number;
  readonly engine: EngineEndpoint;
}

export interface LocalImageList {
  /** Newest first. */
  readonly images: readonly LocalImageEntry[];
  /** The engines that answered. */
  readonly engines: readonly EngineEndpoint[];
  /** What was tried and did not answer, one line each: for the message when there is nothing. */
  readonly tried: readonly string[];
}

export type ImageInspection =
  | {
      readonly state: 'found';
      readonly id: string;
      /** Milliseconds since 1970; absent when the image does not say (reproducible builds). */
      readonly created?: number;
      readonly names: readonly string[];
      readonly diffIds: readonly string[];
      readonly engine: EngineEndpoint;
    }
  /** The engines answered, and none of them has it. */
  | {
      readonly state: 'absent';
      readonly engines: readonly EngineEndpoint[];
      readonly tried: readonly string[];
    }
  | { readonly state: 'no-engine'; readonly tried: readonly string[] };

const imagesLimit = 10_000;
const pingLimit = 3000;

/** Lists the images of every engine that answers. Never throws. */
export async function listLocalImages(search: EngineSearch, signal?: AbortSignal): Promise<LocalImageList> {
  const { engines, tried } = await reachableEngines(search, signal);
  const problems = [...tried];
  const images: LocalImageEntry[] = [];
  for (const engine of engines) {
    try {
      const { status, body } = await askEngine(engine, '/images/json', { signal });
      if (status !== 200 || !Array.isArray(body)) throw new Error(`it answered with status ${status}`);
      images.push(...body.slice(0, imagesLimit).flatMap((each) => entryOf(each, engine)));
    } catch (error) {
      problems.push(lineOf(engine, error));
    }
  }
  images.sort((a, b) => (b.created ?? 0) - (a.created ?? 0) || (a.id < b.id ? -1 : 1));
  return { images, engines, tried: problems };
}

/** Looks for one image, without pulling it. Never throws; what is not a reference is absent everywhere. */
export async function inspectImage(
  reference: string,
  search: EngineSearch,
  signal?: AbortSignal,
): Promise<ImageInspection> {
  const parsed = parseImageReference(reference);
  if ('error' in parsed) return { state: 'absent', engines: [], tried: [parsed.error] };
  const { engines, tried } = await reachableEngines(search, signal);
  const problems = [...tried];
  const asked: EngineEndpoint[] = [];
  for (const engine of engines) {
    try {
      // The grammar leaves nothing in a reference that means something in a path; brackets of IPv6 hosts are encoded.
      const { status, body } = await askEngine(engine, `/images/${encodeURI(reference)}/json`, { signal });
      if (status === 404) {
        asked.push(engine);
        continue;
      }
      const entry = status === 200 ? entryOf(body, engine)[0] : undefined;
      if (!entry) throw new Error(`it answered with status ${status}`);
      const rootfs = (body as Record<string, unknown>)['RootFS'] as { Layers?: unknown } | undefined;
      const layers = Array.isArray(rootfs?.Layers) ? rootfs.Layers : [];
      return {
        state: 'found',
        id: entry.id,
        ...(entry.created === undefined ? {} : { created: entry.created }),
        names: entry.names,
        diffIds: layers.filter((each): each is string => typeof each === 'string').slice(0, 2000),
        engine,
      };
    } catch (error) {
      problems.push(lineOf(engine, error));
    }
  }
  return asked.length > 0
    ? { state: 'absent', engines: asked, tried: problems }
    : { state: 'no-engine', tried: problems };
}

/** What to tell Trivy's runner of an image that no engine has. */
export function enginesAsked(found: Exclude<ImageInspection, { readonly state: 'found' }>): EnginesAsked {
  const without = found.state === 'absent' ? found.engines.map(({ kind }) => kind) : [];
  return { without: [...new Set(without)], tried: found.tried };
}

/** How Trivy is told to take an image from this engine. */
export function sourceOfEngine(engine: EngineEndpoint): {
  sources: readonly ImageSource[];
  engine: EngineAddress;
} {
  const { kind, host, tlsDirectory } = engine;
  return { sources: [kind], engine: { kind, host, ...(tlsDirectory ? { tlsDirectory } : {}) } };
}

async function reachableEngines(
  search: EngineSearch,
  signal?: AbortSignal,
): Promise<{ engines: readonly EngineEndpoint[]; tried: readonly string[] }> {
  const { endpoints, passedOver } = await findEngineEndpoints(search);
  const answers = await Promise.all(
    endpoints.map((engine) =>
      askEngine(engine, '/version', { signal, timeoutMs: pingLimit }).then(
        ({ status, body }) =>
          status === 200
            ? { engine: recognise(engine, body) }
            : { error: new Error(`it answered with status ${status}`), engine },
        (error: unknown) => ({ engine, error }),
      ),
    ),
  );
  const engines: EngineEndpoint[] = [];
  const tried = [...passedOver];
  for (const answer of answers) {
    if ('error' in answer) tried.push(lineOf(answer.engine, answer.error));
    else engines.push(answer.engine);
  }
  return { engines, tried };
}

/** Podman can sit behind Docker's socket; Trivy has to be told which one it is. */
function recognise(engine: EngineEndpoint, version: unknown): EngineEndpoint {
  const components = (version as { Components?: unknown } | undefined)?.Components;
  const isPodman =
    Array.isArray(components) &&
    components.some((each) => /podman/i.test(String((each as { Name?: unknown })?.Name)));
  return isPodman && engine.host.startsWith('unix:') ? { ...engine, kind: 'podman' } : engine;
}

function lineOf(engine: EngineEndpoint, error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return foreignLine(`${engine.origin} (${engine.host}): ${what}`, 400);
}

function entryOf(value: unknown, engine: EngineEndpoint): readonly LocalImageEntry[] {
  if (value === null || typeof value !== 'object') return [];
  const { Id: id, RepoTags: tags, Created: created, Size: size } = value as Record<string, unknown>;
  if (typeof id !== 'string' || !/^(?:sha256:)?[a-f0-9]{64}$/.test(id)) return [];
  const names = (Array.isArray(tags) ? tags : [])
    .slice(0, 100)
    // `<none>:<none>` and whatever else is not a reference.
    .filter((tag): tag is string => typeof tag === 'string' && !('error' in parseImageReference(tag)));
  const time = typeof created === 'number' ? created * 1000 : Date.parse(String(created));
  return [
    {
      names,
      id: id.startsWith('sha256:') ? id : `sha256:${id}`,
      // Within what a Date can hold, and not the 1970 of reproducible builds.
      ...(time > 86_400_000 && time <= 8.64e15 ? { created: time } : {}),
      ...(typeof size === 'number' && size >= 0 ? { size } : {}),
      engine,
    },
  ];
}
