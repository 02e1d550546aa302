// Reads a package.json as far as rules ask: which package manager it names.

/** The `packageManager` field: `yarn@4.5.0`. */
export interface NamedManager {
  readonly name: string;
  /** Undefined where the field names none. */
  readonly major: number | undefined;
}

/** The package manager that a package.json names for Corepack; undefined where it names none, or is no JSON object. */
export function namedManager(text: string | undefined): NamedManager | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const field =
    typeof value === 'object' && value !== null && 'packageManager' in value && value.packageManager;
  const found = typeof field === 'string' ? /^([a-z]+)(?:@(\d{1,4}))?/.exec(field) : null;
  return found
    ? { name: found[1]!, major: found[2] === undefined ? undefined : Number(found[2]) }
    : undefined;
}
