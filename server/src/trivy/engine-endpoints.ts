// Where a container engine may listen: what the user chose for Docker and Podman, then the usual sockets and pipes.
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EngineAddress } from './scan-request.ts';

/** An address and the name a user knows it by. */
export interface EngineEndpoint extends EngineAddress {
  /** `DOCKER_HOST`, `docker context “colima”`, `Docker’s default socket`, `Podman machine` … */
  readonly origin: string;
}

export interface EngineSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

export interface EndpointList {
  /** In the order in which to try them; each socket once. */
  readonly endpoints: readonly EngineEndpoint[];
  /** Addresses that can't be used, or are not there: one sentence each. */
  readonly passedOver: readonly string[];
}

const configLimit = 1024 * 1024;

/** Looks at files and variables only; contacts nothing. */
export async function findEngineEndpoints(search: EngineSearch): Promise<EndpointList> {
  const endpoints: EngineEndpoint[] = [];
  const passedOver: string[] = [];
  const seen = new Set<string>();
  for (const candidate of await candidates(search, passedOver)) {
    const socket = /^unix:\/\/(.*)$/s.exec(candidate.host)?.[1];
    let key = candidate.host;
    if (socket !== undefined) {
      const { real, why } = await realSocket(socket);
      if (real === undefined) {
        passedOver.push(`${candidate.origin}${why.startsWith(':') ? ` (${socket})` : `: ${socket}`}${why}`);
        continue;
      }
      key = real;
    }
    if (seen.has(key)) continue;
    seen.add(key);
    endpoints.push(candidate);
  }
  return { endpoints, passedOver };
}

/** The socket with links resolved; or why there is none, to follow its name. */
async function realSocket(
  socket: string,
): Promise<
  { readonly real: string; readonly why: '' } | { readonly real?: undefined; readonly why: string }
> {
  try {
    const real = await realpath(socket);
    return (await stat(real)).isSocket() ? { real, why: '' } : { why: ' is not a socket' };
  } catch (error) {
    const isClosed = (error as NodeJS.ErrnoException).code === 'EACCES';
    return { why: isClosed ? ': this user may not open it' : ' is not there' };
  }
}

async function candidates(search: EngineSearch, passedOver: string[]): Promise<readonly EngineEndpoint[]> {
  const { env, platform } = search;
  const home = env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
  const chosen = await chosenDocker(env, home, passedOver);
  const docker = chosen ? [chosen] : usualDocker(env, home, platform);
  const podmanHost = env['CONTAINER_HOST'];
  const podman: EngineEndpoint[] = [];
  if (podmanHost)
    addUsable(podman, { kind: 'podman', host: podmanHost, origin: 'CONTAINER_HOST' }, passedOver);
  return [...docker, ...podman, ...(podmanHost ? [] : usualPodman(env, home, platform))];
}

/** What `docker` itself would use instead of its default: DOCKER_HOST, else DOCKER_CONTEXT, else the current context. */
async function chosenDocker(
  env: EngineSearch['env'],
  home: string,
  passedOver: string[],
): Promise<EngineEndpoint | undefined> {
  const found: EngineEndpoint[] = [];
  if (env['DOCKER_HOST']) {
    const tlsDirectory = env['DOCKER_TLS_VERIFY']
      ? (env['DOCKER_CERT_PATH'] ?? path.join(home, '.docker'))
      : undefined;
    addUsable(
      found,
      {
        kind: 'docker',
        host: env['DOCKER_HOST'],
        origin: 'DOCKER_HOST',
        ...(tlsDirectory ? { tlsDirectory } : {}),
      },
      passedOver,
    );
    return found[0];
  }
  const directory = env['DOCKER_CONFIG'] ?? path.join(home, '.docker');
  const current = (await readJson(path.join(directory, 'config.json')))['currentContext'];
  const name = env['DOCKER_CONTEXT'] ?? (typeof current === 'string' ? current : undefined);
  if (!name || name === 'default') return undefined;
  // Source: github.com/docker/cli, cli/context/store: directories are named by the SHA-256 of the context's name.
  const id = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(path.join(directory, 'contexts', 'meta', id, 'meta.json'));
  const endpoint = asObject(asObject(meta['Endpoints'])['docker']);
  const origin = `docker context “${name.slice(0, 80)}”`;
  if (typeof endpoint['Host'] !== 'string') {
    passedOver.push(`${origin}: it has no address`);
    return undefined;
  }
  const tls = path.join(directory, 'contexts', 'tls', id, 'docker');
  const hasTls = await stat(path.join(tls, 'ca.pem')).then(
    () => true,
    () => false,
  );
  addUsable(
    found,
    { kind: 'docker', host: endpoint['Host'], origin, ...(hasTls ? { tlsDirectory: tls } : {}) },
    passedOver,
  );
  return found[0];
}

function addUsable(list: EngineEndpoint[], endpoint: EngineEndpoint, passedOver: string[]): void {
  const { host, origin } = endpoint;
  if (/\p{Cc}/u.test(host) || !/^(?:unix:\/\/\/|npipe:\/\/|tcp:\/\/|https?:\/\/)/.test(host)) {
    const scheme = /^\w+:\/\//.exec(host)?.[0];
    passedOver.push(`${origin}: ${scheme ? `addresses with ${scheme} are` : 'its address is'} not supported`);
    return;
  }
  list.push(endpoint);
}

function usualDocker(
  env: EngineSearch['env'],
  home: string,
  platform: NodeJS.Platform,
): readonly EngineEndpoint[] {
  if (platform === 'win32') {
    return [
      pipe('docker', 'docker_engine', 'Docker’s default pipe'),
      pipe('docker', 'dockerDesktopLinuxEngine', 'Docker Desktop'),
    ];
  }
  const runtime = runtimeDirectory(env);
  const at = (socket: string, origin: string) => unix('docker', socket, origin);
  return [
    at('/var/run/docker.sock', 'Docker’s default socket'),
    ...(runtime ? [at(`${runtime}/docker.sock`, 'rootless Docker')] : []),
    at(`${home}/.docker/run/docker.sock`, 'Docker Desktop'),
    at(`${home}/.docker/desktop/docker.sock`, 'Docker Desktop'),
    at(`${home}/.colima/default/docker.sock`, 'Colima'),
    at(`${home}/.config/colima/default/docker.sock`, 'Colima'),
    at(`${home}/.rd/docker.sock`, 'Rancher Desktop'),
    at(`${home}/.orbstack/run/docker.sock`, 'OrbStack'),
  ];
}

function usualPodman(
  env: EngineSearch['env'],
  home: string,
  platform: NodeJS.Platform,
): readonly EngineEndpoint[] {
  if (platform === 'win32') return [pipe('podman', 'podman-machine-default', 'Podman machine')];
  const runtime = runtimeDirectory(env);
  const at = (socket: string, origin: string) => unix('podman', socket, origin);
  const machines = `${home}/.local/share/containers/podman/machine`;
  return [
    ...(runtime ? [at(`${runtime}/podman/podman.sock`, 'rootless Podman')] : []),
    at('/run/podman/podman.sock', 'Podman'),
    at(`${machines}/podman.sock`, 'Podman machine'),
    at(`${machines}/qemu/podman.sock`, 'Podman machine'),
    ...(env['TMPDIR']
      ? [at(path.join(env['TMPDIR'], 'podman', 'podman-machine-default-api.sock'), 'Podman machine')]
      : []),
  ];
}

function unix(kind: EngineAddress['kind'], socket: string, origin: string): EngineEndpoint {
  return { kind, host: `unix://${socket}`, origin };
}

function pipe(kind: EngineAddress['kind'], name: string, origin: string): EngineEndpoint {
  return { kind, host: `npipe:////./pipe/${name}`, origin };
}

function runtimeDirectory(env: EngineSearch['env']): string | undefined {
  if (env['XDG_RUNTIME_DIR']) return env['XDG_RUNTIME_DIR'];
  const user = process.getuid?.();
  return user === undefined ? undefined : `/run/user/${user}`;
}

async function readJson(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    if ((await stat(file)).size > configLimit) return {};
    return asObject(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
