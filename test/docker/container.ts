// Looks at a running container from outside: who runs there, what it answers, and which programs its image holds.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DockerEngine, Health } from '../../scripts/parts/docker.ts';
import { run } from '../../scripts/parts/program.ts';

/** What a container did. */
export interface Seen {
  readonly health: Health['status'];
  /** For messages. */
  readonly account: string;
  /** Of every process in it. */
  readonly uids: readonly number[];
  /** By path and query; the body, or what went wrong. */
  readonly answers: Readonly<Record<string, string>>;
  /** Names of the programs in the folders of its PATH and the usual ones. */
  readonly programs: ReadonlySet<string>;
  /** Bytes of the unpacked layers. */
  readonly unpacked: number;
}

interface Inspected {
  readonly State: { readonly Pid: number; readonly Running: boolean };
  readonly Config: { readonly Env?: readonly string[]; readonly Healthcheck?: object };
}

/** Asks inside the container's own network, by this machine's curl. */
async function ask(curl: string, pid: number, url: string): Promise<string> {
  const inNetwork = [`--net=/proc/${pid}/ns/net`, curl, '--silent', '--show-error', '--max-time', '5'];
  const result = await run('nsenter', [...inNetwork, url], { allowFailure: true, timeout: 10_000 });
  return result.code === 0 ? result.stdout : `curl ended with ${result.code}: ${result.stderr.trim()}`;
}

function programsOf(pid: number, env: readonly string[]): Set<string> {
  const usual = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  const path = env.find((one) => one.startsWith('PATH='))?.slice(5) ?? '';
  const found = new Set<string>();
  for (const folder of new Set([...path.split(':').filter((one) => one.startsWith('/')), ...usual])) {
    try {
      for (const name of readdirSync(join(`/proc/${pid}/root`, folder))) found.add(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found;
}

/** The account of a process; undefined when it has ended meanwhile, as a probe does. */
function uidOf(pid: string): number | undefined {
  try {
    const line = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1]);
  } catch (error) {
    if (/^(ENOENT|ESRCH)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/**
 * Starts a container of the image, waits for its health (or until it answers, when it has no health check), asks it
 * and removes it.
 * @param asked paths with queries, in order
 */
export async function observe(
  engine: DockerEngine,
  curl: string,
  image: string,
  port: number,
  asked: readonly string[],
): Promise<Seen> {
  // A second between two probes instead of the half minute that files ask for.
  const args = ['--health-interval', '1s', '--ulimit', 'core=0'];
  const { stdout: config } = await engine.docker(['inspect', '--format', '{{json .Config}}', image]);
  const probed = /"Healthcheck":\{"Test":\["(?!NONE)/.test(config);
  const container = await engine.runContainer(image, probed ? { args } : {});
  try {
    let health = await engine.waitForHealth(container, 90_000);
    const [{ State, Config }] = JSON.parse((await engine.docker(['inspect', container])).stdout) as [
      Inspected,
    ];
    if (!State.Running) throw new Error(`${image} ended by itself:\n${health.logs.slice(-2000)}`);
    const url = (path: string) => `http://127.0.0.1:${port}${path}`;
    if (health.status === 'none') {
      const end = Date.now() + 30_000;
      const first = asked[0] ?? '/';
      while (Date.now() < end && (await ask(curl, State.Pid, url(first))).startsWith('curl ended'))
        await sleep(200);
      health = await engine.waitForHealth(container);
    }
    const answers: Record<string, string> = {};
    for (const path of asked) answers[path] = await ask(curl, State.Pid, url(path));
    const listed = await engine.docker(['top', container, '-eo', 'pid']);
    const pids = listed.stdout
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
      .filter(Boolean);
    const size = await engine.docker(['inspect', '--format', '{{.Size}}', image]);
    return {
      health: health.status,
      account: `${health.logs.slice(-1500)}${JSON.stringify(health.probes.slice(-2))}`,
      uids: pids.map(uidOf).filter((uid) => uid !== undefined),
      answers,
      programs: programsOf(State.Pid, Config.Env ?? []),
      unpacked: Number(size.stdout),
    };
  } finally {
    await engine.docker(['rm', '--force', '--volumes', container], { allowFailure: true });
  }
}
