// The three builders whose images are attributed, side by side: BuildKit, Docker's classic builder and Buildah, with the
// base images that the cases build on and a registry that hands the images to Trivy.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Builder, startBuilder, startStandInRegistry } from '../../../scripts/parts/builder.ts';
import { privateFolder, removeLater } from '../../../scripts/parts/daemon.ts';
import { startDockerEngine } from '../../../scripts/parts/docker.ts';
import { run } from '../../../scripts/parts/program.ts';
import { writePackages, writeTree } from './packages.ts';

/** The parts that are wanted, by name. */
export const yardParts = [
  'buildkitd',
  'buildctl',
  'runc',
  'docker-registry',
  'stand-ins',
  'dockerd',
  'docker',
  'buildah',
] as const;

export type BuilderName = 'BuildKit' | 'classic' | 'Buildah';

export interface BuildTask {
  readonly dockerfile: string;
  /** Files of the build context. */
  readonly files?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /**
   * `squash`: `docker build --squash`, `buildah build --squash`. `one layer`: `buildah build --layers=false`. `imported`: what
   * `docker import` makes of an exported container.
   */
  readonly way?: 'squash' | 'one layer' | 'imported';
}

export interface Yard {
  /** 127.0.0.1 and the port of the registry that has the base images and what is built. */
  readonly registry: string;
  /** Builds and gives the reference under which the registry has the image. */
  build(builder: BuilderName, task: BuildTask): Promise<string>;
  stop(): Promise<void>;
}

// Installs come from an archive in the image itself: no build reaches a network.
const baseImages = {
  'deck:1': [
    'FROM debian:12-slim',
    'COPY repo /repo',
    'RUN rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* \\',
    ' && echo "deb [trusted=yes] file:/repo ./" > /etc/apt/sources.list && apt-get update',
    'RUN apt-get install -y --no-install-recommends harbour=1.0 quay',
    'ENV DECK=1',
    'CMD ["bash"]',
  ],
  'deck-python:1': [
    'FROM python:3.11-slim-bookworm',
    'COPY wheels /wheels',
    'ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore',
    'CMD ["python3"]',
  ],
  'deck-node:1': ['FROM node:22-bookworm-slim', 'COPY vendor /vendor', 'CMD ["node"]'],
} as const;

/** Starts all of them and makes the base images. Root only. */
export async function startYard(paths: Readonly<Record<(typeof yardParts)[number], string>>): Promise<Yard> {
  const folder = privateFolder('yard');
  const registry = await startStandInRegistry({
    registry: paths['docker-registry'],
    standIns: paths['stand-ins'],
  });
  const { address } = registry;
  // `--squash` is an experiment for ever.
  const dockerd = join(folder, 'dockerd');
  writeFileSync(dockerd, `#!/bin/sh\nexec ${paths.dockerd} --experimental "$@"\n`, { mode: 0o755 });
  const { buildkitd, buildctl, runc } = paths;
  const [buildkit, engine] = await Promise.all([
    startBuilder({ buildkitd, buildctl, runc, mirror: address }),
    startDockerEngine(dockerd, paths.docker),
  ]);
  const base = join(folder, 'base');
  await writePackages(base);
  const push = ([name, lines]: readonly [string, readonly string[]]) => {
    const dockerfile = `${lines.join('\n')}\n`;
    return buildkit.pushImage({ context: base, dockerfile, tag: `${address}/library/${name}` });
  };
  await Promise.all(Object.entries(baseImages).map(push));
  const pulled = new Map<string, Promise<unknown>>();
  /** Has the engine take the base images that a Dockerfile names from the registry. */
  const pullFor = async (dockerfile: string) => {
    for (const name of Object.keys(baseImages).filter((one) => dockerfile.includes(`FROM ${one}`))) {
      const from = `${address}/library/${name}`;
      const pulling =
        pulled.get(name) ??
        engine.docker(['pull', '--quiet', from]).then(() => engine.docker(['tag', from, name]));
      pulled.set(name, pulling);
      await pulling;
    }
  };

  let count = 0;
  const contextOf = ({ files = {}, dockerfile }: BuildTask): string => {
    const context = mkdtempSync(join(folder, 'context-'));
    writeTree(context, files);
    writeFileSync(join(context, 'Dockerfile'), dockerfile);
    return context;
  };
  const buildArguments = ({ buildArgs = {}, target }: BuildTask) => [
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(target ? ['--target', target] : []),
  ];
  const makers: Readonly<Record<BuilderName, (task: BuildTask, image: string) => Promise<unknown>>> = {
    BuildKit: (task, tag) => byBuildKit(buildkit, task, contextOf(task), tag),
    classic: async (task, image) => {
      await pullFor(task.dockerfile);
      const args = ['build', '--quiet', '--network', 'host', '--tag', image, ...buildArguments(task)];
      if (task.way === 'squash') args.push('--squash');
      await engine.docker([...args, contextOf(task)], { env: { DOCKER_BUILDKIT: '0' } });
      if (task.way === 'imported') {
        const container = (await engine.docker(['create', image, 'true'])).stdout.trim();
        const tar = join(folder, `${container}.tar`);
        await engine.docker(['export', '--output', tar, container]);
        await engine.docker(['import', tar, image]);
        await engine.docker(['rm', container]);
      }
      await engine.docker(['push', '--quiet', image]);
    },
    Buildah: (task, image) =>
      byBuildah(paths.buildah, join(folder, 'buildah'), address, task, [
        ...buildArguments(task),
        '--tag',
        image,
        contextOf(task),
      ]),
  };
  return {
    registry: address,
    build: async (builder, task) => {
      count += 1;
      const image = `${address}/apps/${builder.toLowerCase()}:${count}`;
      await makers[builder](task, image);
      return image;
    },
    stop: async () => {
      await Promise.all([engine.stop(), buildkit.stop()]);
      await registry.stop();
      removeLater(folder);
    },
  };
}

async function byBuildKit(builder: Builder, task: BuildTask, context: string, tag: string): Promise<void> {
  const { dockerfile, target, buildArgs } = task;
  await builder.pushImage({
    context,
    dockerfile,
    tag,
    ...(target ? { target } : {}),
    ...(buildArgs ? { buildArgs: { ...buildArgs } } : {}),
  });
}

async function byBuildah(
  program: string,
  folder: string,
  registry: string,
  { way }: BuildTask,
  args: readonly string[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const registries = join(folder, 'registries.conf');
  writeFileSync(
    registries,
    [
      'unqualified-search-registries = ["docker.io"]',
      '[[registry]]',
      'prefix = "docker.io"',
      `location = "${registry}"`,
      'insecure = true',
    ].join('\n'),
  );
  const env = { CONTAINERS_REGISTRIES_CONF: registries };
  const storage = (driver: string) => [
    `--root=${join(folder, driver)}`,
    `--runroot=${join(folder, `${driver}-run`)}`,
    `--storage-driver=${driver}`,
  ];
  const ways = { squash: ['--squash'], 'one layer': ['--layers=false'], imported: [] };
  const how = [...(way ? ways[way] : ['--layers']), '--isolation', 'chroot', '--network', 'host', '--quiet'];
  const image = args[args.indexOf('--tag') + 1]!;
  const build = async (driver: string) => {
    // Docker's own format has SHELL, ONBUILD and HEALTHCHECK.
    await run(program, [...storage(driver), 'build', '--format', 'docker', ...how, ...args], { env });
    await run(program, [...storage(driver), 'push', '--quiet', '--tls-verify=false', image], { env });
  };
  // Overlays cannot be mounted in every container; vfs copies each layer whole.
  await build('overlay').catch(() => build('vfs'));
}
