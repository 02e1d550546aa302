// The commands that create an account, with the tool the image has.
import type { ImageState } from '../model/state.ts';

/** The number that distroless and Docker Hardened Images give their `nonroot`. */
export const nonrootId = 65532;

/** USER by number: valid in every Linux image, also where there is no /etc/passwd. */
export const numericUser = `${nonrootId}:${nonrootId}`;

/**
 * The shell command that creates a system account without home and login shell, and its group.
 * Undefined where the image has, or may have, no tool for it, or no shell to run it.
 */
export function accountCreation(state: ImageState, name: string): string | undefined {
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(name)) return undefined;
  if (state.tool('/bin/sh').presence !== 'present') return undefined;
  const id = freeId(state);
  if (state.tool('useradd').presence === 'present' && state.tool('groupadd').presence === 'present') {
    return (
      `groupadd --system --gid ${id} ${name} && ` +
      `useradd --system --uid ${id} --gid ${name} --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ${name}`
    );
  }
  const adduser = state.tool('adduser');
  if (adduser.presence === 'present' && adduser.variant === 'busybox') {
    return `addgroup -S -g ${id} ${name} && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u ${id} -G ${name} ${name}`;
  }
  return undefined;
}

function freeId(state: ImageState): number {
  const taken = new Set([...state.accounts.values()].map((account) => account.uid));
  let id = nonrootId;
  while (taken.has(id)) id--;
  return id;
}

/** The line break the text uses: CRLF when its first line ends so. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}
