// Reads a package.json as far as rules ask: which package manager it names, and what its scripts are.
import { jsonObject } from './json-object.ts';

/** The `packageManager` field: `yarn@4.5.0`. */
export interface NamedManager {
  readonly name: string;
  /** Undefined where the field names none. */
  readonly major: number | undefined;
}

/** The package manager that a package.json names for Corepack; undefined where it names none, or is no JSON object. */
export function namedManager(text: string | undefined): NamedManager | undefined {
  const field = text === undefined ? undefined : jsonObject(text)?.packageManager;
  const found = typeof field === 'string' ? /^([a-z]+)(?:@(\d{1,4}))?/.exec(field) : null;
  return found
    ? { name: found[1]!, major: found[2] === undefined ? undefined : Number(found[2]) }
    : undefined;
}

/** The text of a script of `scripts`; undefined where there is none of that name. */
export function scriptNamed(text: string | undefined, name: string): string | undefined {
  const scripts = text === undefined ? undefined : jsonObject(text)?.scripts;
  if (typeof scripts !== 'object' || scripts === null || !Object.hasOwn(scripts, name)) return undefined;
  const script = (scripts as Readonly<Record<string, unknown>>)[name];
  return typeof script === 'string' ? script : undefined;
}
