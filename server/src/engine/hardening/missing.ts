// What nearly every service lacks and could have.
import type { ComposeService } from '../compose/project.ts';
import { limitState } from '../service-facts/missing-limit.ts';
import { dropsAll } from './capabilities.ts';
import { isPrivileged, isWhole } from './runs.ts';
import { hasNoNewPrivileges } from './security-options.ts';
import { switchOf } from './switches.ts';

export type Hardening = 'no-new-privileges' | 'capabilities' | 'read-only' | 'memory' | 'pids';

export interface Missing {
  readonly what: Hardening;
  /** For a list after “has no”. */
  readonly words: string;
}

const allWords: readonly Missing[] = [
  { what: 'no-new-privileges', words: '`no-new-privileges`' },
  { what: 'capabilities', words: '`cap_drop: [ALL]`' },
  { what: 'read-only', words: 'read-only root filesystem' },
  { what: 'memory', words: 'memory limit' },
  { what: 'pids', words: 'limit of processes' },
];

/** In a fixed order; empty for a privileged service, and where it is not known what it has. */
export function missingIn(service: ComposeService): readonly Missing[] {
  if (!isWhole(service) || isPrivileged(service) !== false) return [];
  const lacks: Readonly<Record<Hardening, boolean>> = {
    'no-new-privileges': hasNoNewPrivileges(service) === false,
    capabilities: dropsAll(service) === false,
    'read-only': switchOf(service.get('read_only')) === false,
    memory: hasNoLimit(service, 'mem_limit', 'memory'),
    pids: hasNoLimit(service, 'pids_limit', 'pids'),
  };
  return allWords.filter(({ what }) => lacks[what]);
}

function hasNoLimit(service: ComposeService, key: string, inDeploy: string): boolean {
  const state = limitState(service, [[key], ['deploy', 'resources', 'limits', inDeploy]]);
  return state === 'no' || state === 'endless';
}
