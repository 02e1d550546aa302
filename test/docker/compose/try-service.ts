// Starts a service of a Compose file in a real Docker engine and tells whether it serves.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';
import { loadProject } from '../../../server/src/engine/index.ts';
import { Container, type Told } from './container-api.ts';
import { type RunPlace, runFlags } from './run-flags.ts';
import type { ComposeCase } from './services.ts';

/** `serves`: it answered as it should, from the account it should. Otherwise what was seen instead. */
export type Outcome = 'serves' | { readonly fails: string };

export interface Trial {
  readonly outcome: Outcome;
  readonly told: Told;
  /** Asked for only at a start that must succeed. */
  readonly health?: string;
}

/** Milliseconds for a start, far above what any takes: what decides is that it answers or ends. */
const patience = 60_000;

function uidsOf(pids: readonly number[]): number[] {
  return pids.flatMap((pid) => {
    try {
      return [Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])];
    } catch {
      // It has ended meanwhile, as the health check does.
      return [];
    }
  });
}

async function outcomeOf(container: Container, one: ComposeCase, answer: string): Promise<Outcome> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(150)) {
    const { State } = await container.inspect();
    if (!State.Running) return { fails: `ended with ${State.ExitCode}: ${await container.log()}` };
    if (one.failure) {
      const log = await container.log();
      if (one.failure.test(log)) return { fails: log };
    }
    const asked = await container.exec(one.asked);
    if (asked.code !== 0 || asked.printed.trim() !== answer) continue;
    const uids = uidsOf(await container.pids());
    const isRight = uids.includes(one.uid) && !(one.withoutRoot && uids.includes(0));
    return isRight ? 'serves' : { fails: `runs as ${uids.join()}` };
  }
  // Neither serving nor failing proves anything.
  throw new Error(`${one.name}: no right answer in time\n${await container.log()}`);
}

async function healthOf(container: Container): Promise<string> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(150)) {
    const status = (await container.inspect()).State.Health?.Status ?? 'none';
    if (status !== 'starting') return status;
  }
  return 'starting';
}

/**
 * Starts the only service of the file and asks it.
 * @param later it is a start after the first one with the same volumes
 */
export async function tryService(
  engine: DockerEngine,
  one: ComposeCase,
  text: string,
  place: RunPlace,
  later: boolean,
): Promise<Trial> {
  const { project } = loadProject(text, { path: 'compose.yaml' });
  const [service] = project.services;
  if (!service) throw new Error(`no service in\n${text}`);
  const { args, image = one.image, command } = runFlags(project, service, place);
  const create = ['create', '--network', 'none', '--ulimit', 'core=0', ...args, image, ...command];
  const container = new Container(engine.socket, (await engine.docker(create)).stdout.trim());
  try {
    const told = (await container.inspect()).HostConfig;
    // The kernel may refuse the program itself.
    const refused = await container.start();
    if (refused !== undefined) return { told, outcome: { fails: refused } };
    const outcome = await outcomeOf(container, one, one.answers[later ? 1 : 0]);
    if (outcome !== 'serves') return { told, outcome };
    const health = await healthOf(container);
    await container.stop(2);
    return { told, outcome, health };
  } finally {
    await container.remove();
  }
}
