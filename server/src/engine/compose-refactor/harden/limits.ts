// Limits of memory and processes, in the form that the file uses.
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import { scalarOf } from '../../compose/values.ts';
import type { Hardening } from '../../hardening/missing.ts';
import { type OwnMemory, ownMemory } from '../../hardening/own-memory.ts';
import { quoted } from '../../parse/errors/problem.ts';
import { serverOf } from '../../servers/known-servers.ts';
import type { ServerKind } from '../../servers/server-facts.ts';
import { isForSwarm } from '../../service-facts/missing-limit.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

/** More than most need; what a service really needs is measured. */
const memoryOf: Partial<Readonly<Record<ServerKind, string>>> = {
  database: '1G',
  broker: '1G',
  application: '1G',
  search: '2G',
  storage: '1G',
};
const usualMemory = '512M';
const pidsOf: Partial<Readonly<Record<ServerKind, number>>> = {
  database: 512,
  search: 1024,
  broker: 512,
  application: 512,
};
const usualPids = 256;

export function withLimits(
  { project, context, service, image }: HardenInput,
  missing: ReadonlySet<Hardening>,
): (Step | LeftOut)[] {
  const kind = image?.reference && serverOf(image.reference)?.kind;
  const memory = (kind && memoryOf[kind]) ?? usualMemory;
  const pids = (kind && pidsOf[kind]) ?? usualPids;
  const inDeploy = usesDeploy(project, service);
  const results: (Step | LeftOut)[] = [];
  const isTaken = (key: string, name: string) =>
    service.get(key) !== undefined || service.get('deploy', 'resources', 'limits', name) !== undefined;
  if (missing.has('memory')) {
    const other = ['mem_reservation', 'memswap_limit', 'shm_size'].find(
      (key) => service.get(key) !== undefined,
    );
    // A program needs more than its heap or cache.
    const bytes = (memory === usualMemory ? 512 : Number.parseInt(memory, 10) * 1024) * 2 ** 20;
    const set = largest(ownMemory(service, image, context).filter((one) => sizeOf(one) * 2 > bytes));
    const reserved = service.get('deploy', 'resources', 'reservations', 'memory') !== undefined;
    if (isTaken('mem_limit', 'memory'))
      results.push({ left: 'The memory limit is switched off here; it was left as it is.' });
    else if (other !== undefined || reserved)
      results.push({
        left: `A memory limit was left out: it has to fit to \`${other ?? 'reservations'}\`, which is set here.`,
      });
    else if (set !== undefined)
      results.push({
        left: `A memory limit was left out: ${quoted(set.shown)} says how much memory its program takes. Set a limit with room above that.`,
      });
    else
      results.push({
        additions: [
          inDeploy
            ? { kind: 'value', path: ['deploy', 'resources', 'limits', 'memory'], value: memory }
            : { kind: 'value', path: ['mem_limit'], value: memory.toLowerCase() },
        ],
        what: `Limited its memory to ${memory}, so that it cannot take all of the host’s.`,
        checks: [
          `The limit of ${memory} is a guess: see by \`docker stats\` what it needs. A container that wants more is killed.`,
        ],
        mends: ['memory-limit-missing'],
        signs: [inDeploy ? `memory: ${memory}` : 'mem_limit'],
      });
  }
  if (missing.has('pids')) {
    if (isTaken('pids_limit', 'pids'))
      results.push({ left: 'The limit of processes is switched off here; it was left as it is.' });
    else if (isForSwarm(service))
      results.push({
        left: 'A limit of processes was left out: whether `docker stack deploy` takes one depends on its version.',
      });
    else
      results.push({
        additions: [
          inDeploy
            ? { kind: 'value', path: ['deploy', 'resources', 'limits', 'pids'], value: pids }
            : { kind: 'value', path: ['pids_limit'], value: pids },
        ],
        what: `Limited it to ${pids} processes and threads, so that a fork bomb stays in it.`,
        mends: ['pids-limit-missing'],
        signs: [inDeploy ? `pids: ${pids}` : 'pids_limit'],
      });
  }
  return results;
}

/** One whose size is not known may be any. */
function sizeOf({ bytes }: OwnMemory): number {
  return bytes ?? Number.POSITIVE_INFINITY;
}

function largest([first, ...others]: readonly OwnMemory[]): OwnMemory | undefined {
  return first && others.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most), first);
}

/**
 * Compose refuses `pids_limit` beside `deploy.resources.limits` that say something else, and likewise for memory
 * (compose-go v2.16.2, loader/validate.go), so a service keeps to the form it has; otherwise to that of the others.
 */
function usesDeploy(project: ComposeProject, service: ComposeService): boolean {
  if (service.get('deploy', 'resources', 'limits') !== undefined || isForSwarm(service)) return true;
  if (hasFlat(service)) return false;
  const others = project.services.slice(0, 500);
  if (others.some((other) => other.get('deploy', 'resources') !== undefined)) return true;
  if (others.some(hasFlat)) return false;
  // The format of the versions 2.x had no `deploy`.
  return !/^2(\.|$)/.test(scalarOf(project.root.get('version'))?.text ?? '');
}

function hasFlat(service: ComposeService): boolean {
  return ['mem_limit', 'pids_limit', 'cpus', 'cpu_count', 'mem_reservation'].some(
    (key) => service.get(key) !== undefined,
  );
}
