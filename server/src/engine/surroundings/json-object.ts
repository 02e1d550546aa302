// Reads a JSON manifest of the build context, once for all the rules that look into it.

let last:
  | { readonly text: string; readonly value: Readonly<Record<string, unknown>> | undefined }
  | undefined;

/**
 * The object of a JSON text; undefined where it is none. The last text is remembered: a rule asks at every instruction, and a
 * manifest can be large.
 */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (last?.text !== text) last = { text, value: read(text) };
  return last.value;
}

function read(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
