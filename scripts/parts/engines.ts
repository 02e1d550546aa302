// Parts: the container engines beside Docker that images are taken from, each started on a private socket.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, removeLater, startDaemon } from './daemon.ts';
import type { Part, PathName, Prepared } from './part.ts';
import { onPath, run } from './program.ts';

function engine(name: PathName, debian: readonly string[]): Part {
  return {
    name,
    gives: [name],
    debian,
    async prepare(): Promise<Prepared> {
      if (process.platform !== 'linux' || process.getuid?.() !== 0)
        return { missing: `a private ${name} runs as root on Linux only` };
      const path = onPath(name);
      return path
        ? { paths: { [name]: path } }
        : { missing: `no ${name} on PATH (Debian package ${debian[0]})` };
    },
  };
}

export const otherEngines: readonly Part[] = [
  engine('podman', ['podman', 'runc']),
  engine('containerd', ['containerd', 'runc']),
];

export interface ImageEngine {
  /** `unix:///…` for Podman, a plain path for containerd: as their own variables want it. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Podman's API service with one image from a docker tar in it. Needs root. */
export async function startPodman(program: string, tar: string): Promise<ImageEngine> {
  const folder = privateFolder('podman');
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  // Podman's own default for open files is above what a machine in a container may give.
  const configuration = join(folder, 'containers.conf');
  writeFileSync(configuration, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n');
  const env = { XDG_RUNTIME_DIR: folder, HOME: folder, CONTAINERS_CONF: configuration };
  await run(program, [...store, 'load', '--quiet', '--input', tar], { env, timeout: 60_000 });
  const socket = join(folder, 'podman.sock');
  const daemon = await startDaemon(
    program,
    [...store, 'system', 'service', '--time=0', `unix://${socket}`],
    async () =>
      (await run(program, ['--remote', '--url', `unix://${socket}`, 'version'], { env, allowFailure: true }))
        .code === 0,
    env,
  );
  return {
    address: `unix://${socket}`,
    async stop() {
      await daemon.stop();
      removeLater(folder);
    },
  };
}

/** containerd with one image from a docker tar in its namespace `default`. Needs root. */
export async function startContainerd(program: string, tar: string): Promise<ImageEngine> {
  const folder = privateFolder('containerd');
  const socket = join(folder, 'containerd.sock');
  const client = program.replace(/containerd$/, 'ctr');
  mkdirSync(join(folder, 'root'));
  const config = join(folder, 'config.toml');
  writeFileSync(
    config,
    [
      'version = 2',
      `root = "${join(folder, 'root')}"`,
      `state = "${join(folder, 'state')}"`,
      // What containers are run with is not wanted here.
      'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
      '[grpc]',
      `address = "${socket}"`,
    ].join('\n'),
  );
  const ask = (...words: string[]) =>
    run(client, ['--address', socket, ...words], { allowFailure: true, timeout: 30_000 });
  const daemon = await startDaemon(
    program,
    ['--config', config],
    async () => (await ask('version')).code === 0,
  );
  const loaded = await ask('images', 'import', '--snapshotter', 'native', tar);
  if (loaded.code !== 0) throw new Error(`ctr images import: ${loaded.stderr}`);
  return {
    address: socket,
    async stop() {
      await daemon.stop();
      removeLater(folder);
    },
  };
}
