// A private Docker engine for tests: load an image, run it, watch its health.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached, tryLock } from './cache.ts';
import { type Daemon, privateFolder, removeLater, startDaemon } from './daemon.ts';
import { type RunOptions, type RunResult, run } from './program.ts';

export interface DockerEngine {
  /** `unix:///…`, for DOCKER_HOST. */
  host: string;
  /** The socket's path. */
  socket: string;
  /** Runs the docker client against this engine. Throws ProgramFailed unless allowFailure is set. */
  docker(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Loads a docker tar (as buildImage() makes it). */
  load(tar: string): Promise<void>;
  /** Starts a container and gives its id. Its network is its own loopback only, so ports never collide. */
  runContainer(
    image: string,
    options?: { args?: readonly string[]; command?: readonly string[] },
  ): Promise<string>;
  waitForHealth(container: string, within?: number): Promise<Health>;
  /** Ends the engine with all its containers and removes its data. */
  stop(): Promise<void>;
}

export interface Health {
  /** `none`: the image has no HEALTHCHECK. `exited`: the container ended before its health was known. */
  status: 'healthy' | 'unhealthy' | 'starting' | 'none' | 'exited';
  /** Exit code and output of each probe so far. */
  probes: { exitCode: number; output: string }[];
  /** What the container printed. */
  logs: string;
}

interface Inspected {
  State: {
    Running: boolean;
    Health?: { Status: Health['status']; Log?: { ExitCode: number; Output: string }[] };
  };
  Config: { Healthcheck?: { Test?: string[] } };
}

/**
 * Starts dockerd on a private socket (2 s). `dockerd` and `docker` are the parts of those names. Needs root.
 * @param state name of a folder of the cache that holds the images of the last run, so that their layers need not be moved
 *   again; while another run uses it, and without it, the engine starts empty
 */
export async function startDockerEngine(
  dockerd: string,
  client: string,
  state?: string,
): Promise<DockerEngine> {
  const release = state === undefined ? undefined : tryLock(state);
  const folder = privateFolder('docker');
  const socket = join(folder, 'docker.sock');
  const host = `unix://${socket}`;
  const docker = (args: readonly string[], options: RunOptions = {}) =>
    run(client, args, {
      ...options,
      env: { DOCKER_HOST: host, DOCKER_CONFIG: join(folder, 'client'), ...options.env },
    });
  const ready = async () =>
    (await docker(['info', '--format', '{{.ID}}'], { allowFailure: true, timeout: 10_000 })).code === 0;
  const start = (driver: string) => {
    const args = [
      '-H',
      host,
      '--data-root',
      release && state !== undefined ? cached(state) : join(folder, 'data'),
      '--exec-root',
      join(folder, 'exec'),
    ];
    args.push('--pidfile', join(folder, 'docker.pid'), '--storage-driver', driver, '--bridge=none');
    args.push('--iptables=false', '--ip6tables=false');
    return startDaemon(dockerd, args, ready);
  };
  // vfs copies every layer whole, but works where overlay mounts are not allowed (inside another container).
  const daemon: Daemon = await start('overlay2').catch(() => start('vfs'));

  const tags = async () =>
    (await docker(['images', '--format', '{{.Repository}}:{{.Tag}}'])).stdout.split('\n').filter(Boolean);
  const old = release ? await tags() : [];

  const inspect = async (container: string): Promise<Inspected> =>
    (JSON.parse((await docker(['inspect', container])).stdout) as [Inspected])[0];

  const waitForHealth = async (container: string, within = 60_000): Promise<Health> => {
    for (const end = Date.now() + within; ; await sleep(200)) {
      const { State, Config } = await inspect(container);
      const test = Config.Healthcheck?.Test;
      let status: Health['status'] = State.Health?.Status ?? 'none';
      if (!test || test[0] === 'NONE') status = 'none';
      else if (!State.Running) status = 'exited';
      if (status !== 'starting' || Date.now() > end) {
        const printed = await docker(['logs', container], { allowFailure: true });
        const probes = (State.Health?.Log ?? []).map((one) => ({
          exitCode: one.ExitCode,
          output: one.Output,
        }));
        return { status, probes, logs: printed.stdout + printed.stderr };
      }
    }
  };

  return {
    host,
    socket,
    docker,
    load: async (tar) => void (await docker(['load', '--quiet', '--input', tar])),
    runContainer: async (image, options = {}) => {
      const started = [
        'run',
        '--detach',
        '--network',
        'none',
        ...(options.args ?? []),
        image,
        ...(options.command ?? []),
      ];
      return (await docker(started)).stdout.trim();
    },
    waitForHealth,
    stop: async () => {
      const ids = (await docker(['ps', '--quiet'], { allowFailure: true })).stdout
        .split('\n')
        .filter(Boolean);
      if (ids.length > 0) await docker(['rm', '--force', ...ids], { allowFailure: true });
      // What the run before this one left, and this one did not use.
      if (old.length > 0) await docker(['rmi', ...old], { allowFailure: true });
      await daemon.stop();
      release?.();
      removeLater(folder);
    },
  };
}
