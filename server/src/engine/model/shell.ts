// Whether the shell that shell form needs is there.
import type { ImageState, Presence } from './state.ts';

/** @param path the first word of SHELL, `/bin/sh` by default */
export function shellPresence(state: ImageState, path: string): Presence {
  if (path === '/bin/sh') return state.tool('/bin/sh').presence;
  const { shell } = state.facts ?? {};
  if (typeof shell === 'object' && shell.sh === path) return 'present';
  return state.tool(path.slice(path.lastIndexOf('/') + 1)).presence;
}
