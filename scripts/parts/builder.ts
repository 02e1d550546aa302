// A private BuildKit for tests, and the registry that hands it the stand-in base images.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Daemon, privateFolder, removeLater, startDaemon } from './daemon.ts';
import { freePort } from './port.ts';
import { type RunResult, run } from './program.ts';

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
export function mirrored(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `library/${image}`;
  return first.includes('.') ? rest.join('/') : image;
}

/**
 * A registry that serves the stand-ins under the names of the images they stand for. What is pushed to it is forgotten
 * with it: it works on a copy, whose blobs are hard links.
 */
export async function startStandInRegistry(paths: { registry: string; standIns: string }): Promise<Registry> {
  const folder = privateFolder('stand-ins');
  const storage = join(folder, 'data');
  const kept = join(paths.standIns, 'registry');
  await run('cp', ['-al', kept, storage]).catch(() => run('cp', ['-a', '--reflink=auto', kept, storage]));
  // What names the images is written in place: it has to be a copy, lest a push changes what is kept.
  const names = join('docker', 'registry', 'v2', 'repositories');
  rmSync(join(storage, names), { recursive: true });
  await run('cp', ['-a', join(kept, names), join(storage, names)]);
  const registry = await startRegistry(paths.registry, '', storage);
  return {
    ...registry,
    stop: async () => {
      await registry.stop();
      removeLater(folder);
    },
  };
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
  /** Folders that `COPY --from` can name, absolute. */
  contexts?: Record<string, string>;
  /** More options of `buildctl build`. */
  args?: readonly string[];
}

/** An image that was pushed. */
export interface Pushed {
  /** Bytes of the compressed layers, as a registry holds them. */
  compressed: number;
  log: string;
}

export interface Builder {
  /** Builds and gives the image's docker tar, ready for DockerEngine.load() and `trivy image --input`. */
  buildImage(options: BuildOptions): Promise<{ tar: string; log: string }>;
  /** The same, but hands back exit code and output, for files that must not build. */
  tryBuild(options: BuildOptions): Promise<RunResult & { tar: string }>;
  /**
   * Builds, and pushes the image under `tag` and the further `names` to a registry on loopback that they name
   * (`127.0.0.1:5000/apps:one`). Layers that the registry has are not sent again.
   */
  pushImage(options: BuildOptions, names?: readonly string[]): Promise<Pushed>;
  stop(): Promise<void>;
}

export interface BuilderPaths {
  buildkitd: string;
  buildctl: string;
  runc: string;
  /** Address of a registry that stands for Docker Hub, dhi.io, gcr.io, quay.io and ghcr.io. */
  mirror: string;
  /** Folder of a state that is kept between runs, with the results of steps. Default: a private one, removed at the end. */
  state?: string;
}

/** Bytes of an image's compressed layers and configuration, asked from a registry on loopback. */
async function compressedSize(image: string): Promise<number> {
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(image) ?? [];
  const accept = [
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ].join(',');
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { headers: { accept } });
  if (!answer.ok) throw new Error(`the registry has no manifest of ${image}: ${answer.status}`);
  const manifest = (await answer.json()) as { config: { size: number }; layers: { size: number }[] };
  return manifest.layers.reduce((sum, layer) => sum + layer.size, manifest.config.size);
}

/** Starts buildkitd, with a private state when the kept one is in use. Needs root, for its containers. RUN has no network but the machine's own. */
export async function startBuilder(paths: BuilderPaths): Promise<Builder> {
  const folder = privateFolder('buildkit');
  const address = `unix://${join(folder, 'buildkitd.sock')}`;
  const mirrors = ['docker.io', 'dhi.io', 'gcr.io', 'quay.io', 'ghcr.io', 'mcr.microsoft.com', 'cgr.dev'];
  const toml = [
    '[worker.oci]',
    'enabled = true',
    'gc = true',
    // Only a kept state grows for long.
    'maxUsedSpace = "6GB"',
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
  const start = (root: string): Promise<Daemon> => {
    const args = ['--config', join(folder, 'buildkitd.toml'), '--addr', address, '--root', root];
    return startDaemon(paths.buildkitd, args, ready, { PATH: path });
  };
  const own = join(folder, 'root');
  // Another run that holds the state's lock ends the daemon at once.
  const daemon = await (paths.state ? start(paths.state).catch(() => start(own)) : start(own));
  let count = 0;
  const build = (options: BuildOptions, output: string) => {
    count += 1;
    const place = join(folder, `build-${count}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'Dockerfile'), options.dockerfile);
    const wanted = ['--addr', address, 'build', '--progress', 'plain', '--frontend', 'dockerfile.v0'];
    wanted.push('--local', `context=${options.context}`, '--local', `dockerfile=${place}`);
    if (options.target) wanted.push('--opt', `target=${options.target}`);
    for (const [name, value] of Object.entries(options.buildArgs ?? {}))
      wanted.push('--opt', `build-arg:${name}=${value}`);
    for (const [name, value] of Object.entries(options.contexts ?? {}))
      wanted.push('--local', `${name}=${value}`, '--opt', `context:${name}=local:${name}`);
    wanted.push('--output', output, ...(options.args ?? []));
    return run(paths.buildctl, wanted, { allowFailure: true });
  };
  const succeeded = (built: RunResult) => {
    if (built.code !== 0) throw new Error(`the image does not build:\n${built.stderr.slice(-6000)}`);
  };
  const tryBuild = async (options: BuildOptions) => {
    const tar = join(folder, `image-${count + 1}.tar`);
    return { ...(await build(options, `type=docker,name=${options.tag},dest=${tar}`)), tar };
  };
  return {
    tryBuild,
    buildImage: async (options) => {
      const built = await tryBuild(options);
      succeeded(built);
      return { tar: built.tar, log: built.stderr };
    },
    pushImage: async (options, names = []) => {
      const all = [options.tag, ...names].join(',');
      const output = `type=image,"name=${all}",push=true,registry.insecure=true`;
      const built = await build(options, output);
      succeeded(built);
      return { compressed: await compressedSize(options.tag), log: built.stderr };
    },
    stop: async () => {
      await daemon.stop();
      removeLater(folder);
    },
  };
}
