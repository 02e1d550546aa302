// Packages that are installed for the health check alone, which asks with another program where they cannot be had.
import { commandsOf } from '../model/commands.ts';
import { lastPart } from '../text/paths.ts';
import type { SplitInput } from './plan.ts';

/** Programs that ask over HTTP, and the packages of the same names. */
const clients: ReadonlySet<string> = new Set(['curl', 'wget']);

/**
 * Whether nothing in the file calls these packages' programs but its health check. What the program itself may start is in no
 * Dockerfile: whoever leaves them out says so.
 * @param names of the packages, not empty
 */
export function onlyProbes({ model, stage, context }: SplitInput, names: readonly string[]): boolean {
  const check = stage.end.healthcheck;
  if (!names.every((name) => clients.has(name)) || !check || check.by === 'image') return false;
  const probes = new Set(commandsOf(model, check.by).map(({ name }) => name));
  if (!names.some((name) => probes.has(name))) return false;
  for (const start of [stage.end.entrypoint, stage.end.cmd]) {
    if (!start || start.by === 'image') continue;
    const words = [...(start.argv ?? []), ...commandsOf(model, start.by).map(({ name }) => name ?? '')];
    // A script may call anything.
    if (words.some((word) => clients.has(lastPart(word)) || word.endsWith('.sh'))) return false;
  }
  return !Object.entries(context.files ?? {}).some(
    ([path, text]) => path.endsWith('.sh') && /\b(curl|wget)\b/.test(text),
  );
}

/** What the user is told of it. */
export function probeNote(names: readonly string[], image: string): string {
  const list = names.map((name) => `\`${name}\``).join(' and ');
  return `${list} ${names.length === 1 ? 'is' : 'are'} not in \`${image}\`: in this file only the health check calls ${names.length === 1 ? 'it' : 'them'}.`;
}
