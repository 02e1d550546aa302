// What environment files hold, each read once however many services name it.
import { type ComposeContext, type FoundFile, foundFile } from '../compose/context.ts';
import { readEnvironmentFile } from '../compose/environment-file.ts';

const read = new WeakMap<FoundFile, ReadonlyMap<string, string | undefined>>();

/**
 * The values of an environment file by name; undefined for one that could not be looked at, empty for one that is not there.
 * @param path relative to the project's root; undefined when it is not known
 */
export function valuesIn(
  context: ComposeContext,
  path: string | undefined,
): ReadonlyMap<string, string | undefined> | undefined {
  const found = foundFile(context, path);
  if (found === undefined) return undefined;
  if ('absent' in found) return found.absent === 'missing' ? new Map() : undefined;
  let values = read.get(found);
  if (values === undefined) {
    values = readEnvironmentFile(found.text).values;
    read.set(found, values);
  }
  return values;
}
