// A private BuildKit for tests, and the registry that hands it the stand-in base images.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { withLock, writeWhole } from './cache.ts';
import { privateFolder, removeLater, startDaemon } from './daemon.ts';
import { freePort } from './port.ts';
import { type RunResult, run } from './program.ts';
import { standIns } from './stand-ins.ts';

export interface Registry {
  /** 127.0.0.1 and the port; plain HTTP. */
  address: string;
  /** Copies an image into it, as `oci:FOLDER:latest` or `docker-archive:FILE`. `name` as `library/python:3.12-slim`. */
  push(source: string, name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Debian's docker-registry on loopback. Without `storage` it is empty and forgets all when stopped. */
export async function startRegistry(program: string, skopeo: string, storage?: string): Promise<Registry> {
  const folder = privateFolder('registry');
  const address = `127.0.0.1:${await freePort()}`;
  const data = storage ?? join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: data } },
    http: { addr: address },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const answers = async () => (await fetch(`http://${address}/v2/`)).ok;
  const daemon = await startDaemon(program, ['serve', join(folder, 'config.yml')], answers);
  return {
    address,
    push: async (source, name) => {
      const target = `docker://${address}/${name}`;
      await run(skopeo, ['copy', '--quiet', '--insecure-policy', '--dest-tls-verify=false', source, target]);
    },
    stop: async () => {
      await daemon.stop();
      removeLater(folder);
    },
  };
}

/** `library/python:3.12-slim` for `python:3.12-slim`; a named host is dropped, as a mirror wants it. */
function mirrored(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `library/${image}`;
  return first.includes('.') ? rest.join('/') : image;
}

/** A registry that serves the stand-ins under the names of the images they stand for; filled once, then kept. */
export async function startStandInRegistry(paths: {
  registry: string;
  skopeo: string;
  standIns: string;
}): Promise<Registry> {
  const storage = join(paths.standIns, 'registry');
  const marker = `${storage}.filled`;
  if (!existsSync(marker)) {
    await withLock('stand-in-registry', async () => {
      if (existsSync(marker)) return;
      const registry = await startRegistry(paths.registry, paths.skopeo, storage);
      try {
        for (const one of standIns) {
          for (const image of one.images)
            await registry.push(`oci:${join(paths.standIns, one.name)}:latest`, mirrored(image));
        }
      } finally {
        await registry.stop();
      }
      writeWhole(marker, '');
    });
  }
  return startRegistry(paths.registry, paths.skopeo, storage);
}

export interface BuildOptions {
  /** Folder of the build context, absolute. */
  context: string;
  /** The Dockerfile's text; it need not be in the context. */
  dockerfile: string;
  /** Name of the image, as `app:1`. */
  tag: string;
  target?: string;
  buildArgs?: Record<string, string>;
  /** More options of `buildctl build`. */
  args?: readonly string[];
}

export interface Builder {
  /** Builds and gives the image's docker tar, ready for DockerEngine.load() and `trivy image --input`. */
  buildImage(options: BuildOptions): Promise<{ tar: string; log: string }>;
  /** The same, but hands back exit code and output, for files that must not build. */
  tryBuild(options: BuildOptions): Promise<RunResult & { tar: string }>;
  stop(): Promise<void>;
}

export interface BuilderPaths {
  buildkitd: string;
  buildctl: string;
  runc: string;
  /** Address of a registry that stands for Docker Hub, dhi.io, gcr.io, quay.io and ghcr.io. */
  mirror: string;
}

/** Starts buildkitd with a private state. Needs root, for its containers. RUN has no network but the machine's own. */
export async function startBuilder(paths: BuilderPaths): Promise<Builder> {
  const folder = privateFolder('buildkit');
  const address = `unix://${join(folder, 'buildkitd.sock')}`;
  const mirrors = ['docker.io', 'dhi.io', 'gcr.io', 'quay.io', 'ghcr.io', 'mcr.microsoft.com', 'cgr.dev'];
  const toml = [
    `root = ${JSON.stringify(join(folder, 'root'))}`,
    '[worker.oci]',
    'enabled = true',
    'snapshotter = "overlayfs"',
    'networkMode = "host"',
    '[worker.containerd]',
    'enabled = false',
    ...mirrors.flatMap((name) => [`[registry."${name}"]`, `mirrors = ["${paths.mirror}"]`]),
    `[registry."${paths.mirror}"]`,
    'http = true',
  ];
  writeFileSync(join(folder, 'buildkitd.toml'), `${toml.join('\n')}\n`);
  const ready = async () => {
    const asked = await run(paths.buildctl, ['--addr', address, 'debug', 'workers'], { allowFailure: true });
    return asked.code === 0;
  };
  const path = `${dirname(paths.runc)}${delimiter}${process.env.PATH}`;
  const args = ['--config', join(folder, 'buildkitd.toml'), '--addr', address];
  const daemon = await startDaemon(paths.buildkitd, args, ready, { PATH: path });
  let count = 0;
  const tryBuild = async (options: BuildOptions) => {
    count += 1;
    const place = join(folder, `build-${count}`);
    mkdirSync(place);
    writeFileSync(join(place, 'Dockerfile'), options.dockerfile);
    const tar = join(place, 'image.tar');
    const wanted = ['--addr', address, 'build', '--progress', 'plain', '--frontend', 'dockerfile.v0'];
    wanted.push('--local', `context=${options.context}`, '--local', `dockerfile=${place}`);
    if (options.target) wanted.push('--opt', `target=${options.target}`);
    for (const [name, value] of Object.entries(options.buildArgs ?? {}))
      wanted.push('--opt', `build-arg:${name}=${value}`);
    wanted.push('--output', `type=docker,name=${options.tag},dest=${tar}`, ...(options.args ?? []));
    return { ...(await run(paths.buildctl, wanted, { allowFailure: true })), tar };
  };
  return {
    tryBuild,
    buildImage: async (options) => {
      const built = await tryBuild(options);
      if (built.code !== 0) throw new Error(`the image does not build:\n${built.stderr.slice(-3000)}`);
      return { tar: built.tar, log: built.stderr };
    },
    stop: async () => {
      await daemon.stop();
      removeLater(folder);
    },
  };
}
