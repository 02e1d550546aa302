// Where an instruction uses variables by their bare value: `$NAME` and `${NAME}`, not `${NAME:-default}`.
import { readPairs } from '../parse/arguments.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { expandVariables } from '../parse/variables.ts';

/** One use. */
export interface VariableUse {
  readonly name: string;
  /** `$NAME` with its dollar; the whole word where it stands on several lines. */
  readonly at: Span;
  /** In the body of a here-document, where quoting its name keeps every `$`. */
  readonly inHeredoc: boolean;
}

const expanding = new Set([
  'ADD',
  'COPY',
  'ENV',
  'EXPOSE',
  'LABEL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
  'ARG',
]);
const expandedFlags = new Set(['chown', 'chmod', 'checksum']);

/** The uses that BuildKit replaces by the value; what a shell or a program does with `$` is not among them. */
export function variableUses(instruction: Instruction): VariableUse[] {
  const { keyword, words, flags, heredocs, escape: escaper = '\\' } = instruction;
  if (!expanding.has(keyword)) return [];
  const uses: VariableUse[] = [];
  if (keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG') {
    for (const { rawValue, valueAt } of readPairs(instruction))
      if (rawValue !== undefined && valueAt) collect(rawValue, valueAt, escaper, uses);
  } else for (const { raw, at } of words) collect(raw, at, escaper, uses);
  for (const { name, value, valueAt } of flags)
    if (value !== undefined && valueAt && expandedFlags.has(name)) collect(value, valueAt, escaper, uses);
  for (const { expand, body, bodyAt } of heredocs) {
    if (!expand) continue;
    for (const match of body.matchAll(plain)) {
      if (isEscaped(body, match.index, '\\')) continue;
      const start = bodyAt.start + match.index;
      uses.push({
        name: match[1] ?? match[2]!,
        at: { start, end: start + match[0].length },
        inHeredoc: true,
      });
    }
  }
  return uses;
}

const plain = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

function collect(raw: string, at: Span, escaper: '\\' | '`', into: VariableUse[]): void {
  if (!raw.includes('$')) return;
  const used = new Set(expandVariables(raw, () => null, escaper).used);
  for (const match of raw.matchAll(plain)) {
    const name = match[1] ?? match[2]!;
    if (!used.has(name) || isEscaped(raw, match.index, escaper)) continue;
    const start = at.start + match.index;
    const exact = at.end - at.start === raw.length;
    into.push({ name, at: exact ? { start, end: start + match[0].length } : at, inHeredoc: false });
  }
}

/** An odd number of escape characters stands before. */
function isEscaped(text: string, offset: number, escaper: string): boolean {
  let count = 0;
  while (count < offset && text[offset - 1 - count] === escaper) count++;
  return count % 2 === 1;
}

/** Every name with a `$` before it in a text, wherever it stands: more than are used. */
export function namesWithDollar(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\$\{?([A-Za-z_]\w*)/g), (match) => match[1]!));
}

/**
 * The uses in the shell form of a RUN that the shell replaces by what is in its environment: not in single quotes, not
 * of a name that the script itself sets. Here-documents are left out.
 */
export function shellUses(instruction: Instruction): VariableUse[] {
  const { body, exec } = instruction;
  const { text } = body;
  if (instruction.keyword !== 'RUN' || exec || !text.includes('$')) return [];
  const own = new Set<string>();
  for (const match of text.matchAll(
    /\b([A-Za-z_]\w*)\+?=|\b(?:read|for|export|local|unset)\s+([A-Za-z_]\w*)/g,
  ))
    own.add(match[1] ?? match[2]!);
  const uses: VariableUse[] = [];
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\\' && quote !== "'") i++;
    else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '$' && quote !== "'") {
      plainHere.lastIndex = i;
      const match = plainHere.exec(text);
      const name = match?.[1] ?? match?.[2];
      if (!match || name === undefined || own.has(name)) continue;
      uses.push({ name, at: body.span(i, i + match[0].length), inHeredoc: false });
      i += match[0].length - 1;
    }
  }
  return uses;
}

const plainHere = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y;
