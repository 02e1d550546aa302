// The commands that create an account, with the tool the image has.
import { runsShellForm } from '../model/shell.ts';
import type { ImageState } from '../model/state.ts';

/** The number that distroless and Docker Hardened Images give their `nonroot`. */
const nonrootId = 65532;

/** USER by number: valid in every Linux image, also where there is no /etc/passwd. */
export const numericUser = `${nonrootId}:${nonrootId}`;

/** How an account is created. */
export interface AccountCreation {
  /** A shell command. */
  readonly command: string;
  /** Uid and gid. */
  readonly id: number;
}

/**
 * The shell command that creates a system account without home and login shell, and its group.
 * Undefined where the image has, or may have, no tool for it, or no shell to run it.
 */
export function accountCreation(state: ImageState, name: string): AccountCreation | undefined {
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(name)) return undefined;
  // The group is made first, and must not be there yet.
  if (!runsShellForm(state) || state.group(name) === 'present') return undefined;
  const id = freeId(state);
  if (state.tool('useradd').presence === 'present' && state.tool('groupadd').presence === 'present') {
    const command =
      `groupadd --system --gid ${id} ${name} && ` +
      `useradd --system --uid ${id} --gid ${name} --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ${name}`;
    return { command, id };
  }
  const adduser = state.tool('adduser');
  if (adduser.presence !== 'present' || adduser.variant !== 'busybox') return undefined;
  return {
    command: `addgroup -S -g ${id} ${name} && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u ${id} -G ${name} ${name}`,
    id,
  };
}

function freeId(state: ImageState): number {
  const taken = new Set([
    ...[...state.accounts.values()].flatMap(({ uid, gid }) => [uid, gid]),
    ...[...state.groups.values()].map(({ gid }) => gid),
  ]);
  let id = nonrootId;
  while (taken.has(id)) id--;
  return id;
}
