// Builds applications by a real BuildKit from the stand-ins and runs them in a real Docker engine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Builder,
  type Registry,
  startBuilder,
  startStandInRegistry,
} from '../../scripts/parts/builder.ts';
import { cached } from '../../scripts/parts/cache.ts';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { type App, makeContext } from './apps.ts';
import { observe, type Seen } from './container.ts';
import { Turns } from './turns.ts';

/** The parts that a workshop wants, by name. */
export const workshopParts = [
  'buildkitd',
  'buildctl',
  'runc',
  'docker-registry',
  'stand-ins',
  'dockerd',
  'docker',
  'curl',
] as const;

export type WorkshopPaths = Readonly<Record<(typeof workshopParts)[number], string>>;

/** An image that was built and run. */
export interface Ran {
  readonly dockerfile: string;
  /** Bytes of the compressed layers: what is sent to and from a registry. */
  readonly compressed: number;
  readonly seen: Seen;
  /** Milliseconds: building with pushing, pulling, running. */
  readonly took: readonly [built: number, pulled: number, ran: number];
}

export interface Workshop {
  /** A copy of the application with its archives, for what reads its surroundings. Absolute. */
  contextOf(app: App): Promise<string>;
  /** Builds the application by this Dockerfile and watches it run; two at once at most. `choice` names the image. */
  buildAndRun(app: App, choice: string, dockerfile: string): Promise<Ran>;
  /** The application as its author wrote it; built once. */
  before(app: App): Promise<Ran>;
  stop(): Promise<void>;
}

/** Starts registry, BuildKit and Docker engine. BuildKit's cache and the engine's images are kept between runs. */
export async function startWorkshop(paths: WorkshopPaths): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-split-'));
  const registry: Registry = await startStandInRegistry({
    registry: paths['docker-registry'],
    standIns: paths['stand-ins'],
  });
  const { buildkitd, buildctl, runc } = paths;
  const state = cached('buildkit-state');
  const [builder, engine]: [Builder, DockerEngine] = await Promise.all([
    startBuilder({ buildkitd, buildctl, runc, mirror: registry.address, state }),
    startDockerEngine(paths.dockerd, paths.docker, 'docker-state'),
  ]);
  const turns = new Turns(2);
  const contexts = new Map<string, Promise<string>>();
  const contextOf = (app: App): Promise<string> => {
    const place = join(folder, app.name);
    const made = contexts.get(app.name) ?? makeContext(app, place).then(() => place);
    contexts.set(app.name, made);
    return made;
  };
  const build = async (app: App, choice: string, dockerfile: string): Promise<Ran> => {
    const context = await contextOf(app);
    const image = `${registry.address}/apps:${app.name}-${choice.replaceAll(':', '-')}`;
    const port = app.ports?.[choice] ?? app.port;
    const times = [Date.now()];
    const { compressed } = await builder.pushImage({ context, dockerfile, tag: image });
    times.push(Date.now());
    await engine.docker(['pull', '--quiet', image]);
    times.push(Date.now());
    const seen = await observe(engine, paths.curl, image, port, Object.keys(app.answers));
    times.push(Date.now());
    const [start = 0, built = 0, pulled = 0, ran = 0] = times;
    return { dockerfile, compressed, seen, took: [built - start, pulled - built, ran - pulled] };
  };
  const buildAndRun = (app: App, choice: string, dockerfile: string) =>
    turns.take(() => build(app, choice, dockerfile));
  const started = new Map<string, Promise<Ran>>();
  return {
    contextOf,
    buildAndRun,
    before: (app) => {
      const running = started.get(app.name) ?? buildAndRun(app, 'before', app.dockerfile);
      started.set(app.name, running);
      return running;
    },
    stop: async () => {
      await Promise.all([engine.stop(), builder.stop()]);
      await registry.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
