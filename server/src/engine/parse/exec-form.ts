// Recognises the exec form: a JSON array of strings, by BuildKit's test.
import { skipSpace } from './characters.ts';
import type { ExecForm, Joined } from './syntax.ts';

/** A JSON array with something else than strings: BuildKit refuses it instead of taking it as shell form. */
export const notStrings = 'not strings';

/** The exec form of an instruction's arguments; undefined when they are shell form. */
export function readExecForm(body: Joined): ExecForm | typeof notStrings | undefined {
  const { text } = body;
  const start = skipSpace(text, 0, text.length);
  if (text[start] !== '[') return undefined;
  let values: unknown;
  try {
    values = JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
  if (!Array.isArray(values)) return undefined;
  if (!values.every((value) => typeof value === 'string')) return notStrings;
  const items: { value: string; at: { start: number; end: number } }[] = [];
  let i = start;
  for (const value of values as readonly string[]) {
    while (text[i] !== '"') i++;
    const from = i++;
    while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
    items.push({ value, at: body.span(from, ++i) });
  }
  return { at: body.at, items };
}
