// Reads single values of a scanner's JSON: of the expected kind, one line, of bounded length; else nothing.
import { foreignLine } from './foreign-text.ts';

/** Entries of a list of texts. */
export const listLimit = 2000;
const nameLimit = 300;
/** UTF-16 units of a longer text. */
export const textLimit = 1000;

export type Fields = Readonly<Record<string, unknown>>;

/** An http or https address without a name or password in it. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2000) return undefined;
  try {
    const url = new URL(value);
    const plain =
      (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
    return plain ? url.href : undefined;
  } catch {
    return undefined;
  }
}

export function digest(value: unknown): string | undefined {
  return typeof value === 'string' && /^sha(?:256|512):[a-f0-9]{64,128}$/.test(value) ? value : undefined;
}

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** An object, the empty one for anything else. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list. */
export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function texts(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value.slice(0, listLimit) : [];
  return all.filter((each) => typeof each === 'string').map((each) => foreignLine(each, nameLimit));
}

/** A short text; empty for anything else. */
export function name(value: unknown): string {
  return typeof value === 'string' ? foreignLine(value, nameLimit) : '';
}

/** A longer text; empty for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? foreignLine(value, textLimit) : '';
}

/** For spreading: the key only where there is a value. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
