// What the words of an APKBUILD expand to, as far as that can be told without running it.
import type { DoubleQuotedChild, ParameterExpansionPart, Word, WordPart } from 'unbash';

/** Stands in a value for what is not known: the output of a command, the processor, a variable set elsewhere. */
export const UNKNOWN = '\u0000';

/** More possible values of one word than this are taken for unknown. */
const MOST = 512;

/** The possible values of each variable. */
export type Variables = Map<string, readonly string[]>;

/** Every value that the word may have; parts that are not known are `UNKNOWN` in it. */
export function valuesOf(word: Word, variables: Variables): readonly string[] {
  if (!word.parts) return [word.value];
  return join(word.parts, variables);
}

function join(parts: readonly (WordPart | DoubleQuotedChild)[], variables: Variables): readonly string[] {
  let values: readonly string[] = [''];
  for (const part of parts) {
    const next = partValues(part, variables);
    if (values.length * next.length > MOST) return [UNKNOWN];
    values = values.flatMap((before) => next.map((after) => before + after));
  }
  return [...new Set(values)];
}

function partValues(part: WordPart | DoubleQuotedChild, variables: Variables): readonly string[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [part.value];
    case 'Glob':
      return [part.text];
    case 'DoubleQuoted':
    case 'LocaleString':
      return join(part.parts, variables);
    case 'SimpleExpansion':
      return look(part.text.slice(1), variables);
    case 'ParameterExpansion':
      return expansion(part, variables);
    default:
      return [UNKNOWN];
  }
}

function look(name: string, variables: Variables): readonly string[] {
  return variables.get(name) ?? [/^[A-Za-z_]/.test(name) ? '' : UNKNOWN];
}

function expansion(part: ParameterExpansionPart, variables: Variables): readonly string[] {
  if (part.prefix !== undefined || part.index !== undefined) return [UNKNOWN];
  const values = look(part.parameter, variables);
  const { operation } = part;
  if (!operation) return values;
  const all = (operand: Word, apply: (value: string, operand: string) => string) =>
    values.flatMap((value) =>
      valuesOf(operand, variables).map((each) =>
        value.includes(UNKNOWN) || each.includes(UNKNOWN) ? UNKNOWN : apply(value, each),
      ),
    );
  switch (operation.type) {
    case 'Default': {
      const other = valuesOf(operation.operand, variables);
      if (operation.operator.includes('?')) return values;
      if (operation.operator.includes('+')) return [...other, ''];
      return values.flatMap((value) =>
        value === '' ? other : value === UNKNOWN ? [value, ...other] : [value],
      );
    }
    case 'Remove':
      return all(operation.operand, (value, pattern) => remove(value, pattern, operation.operator));
    case 'Replace': {
      const replacements = valuesOf(operation.replacement, variables);
      if (replacements.length !== 1 || replacements[0]!.includes(UNKNOWN)) return [UNKNOWN];
      return all(operation.pattern, (value, pattern) =>
        value.replace(glob(pattern, operation.operator), () => replacements[0]!),
      );
    }
    default:
      return [UNKNOWN];
  }
}

/** `${value#pattern}` and its like. */
function remove(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const whole = new RegExp(`^${globSource(pattern)}$`, 's');
  const lengths = Array.from({ length: value.length + 1 }, (_, index) => index);
  const shortest = operator.length === 1 ? lengths : lengths.reverse();
  for (const length of shortest) {
    if (operator.startsWith('#') && whole.test(value.slice(0, length))) return value.slice(length);
    if (operator.startsWith('%') && whole.test(value.slice(value.length - length)))
      return value.slice(0, value.length - length);
  }
  return value;
}

function glob(pattern: string, operator: '/' | '//' | '/#' | '/%'): RegExp {
  const source = globSource(pattern);
  if (operator === '/#') return new RegExp(`^${source}`, 's');
  if (operator === '/%') return new RegExp(`${source}$`, 's');
  return new RegExp(source, operator === '//' ? 'gs' : 's');
}

/** Whether a shell pattern matches the whole text. */
export function matches(text: string, pattern: string): boolean {
  return new RegExp(`^${globSource(pattern)}$`, 's').test(text);
}

function globSource(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const end = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (end > 0) {
      source += `[${pattern
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      at = end;
    } else source += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return source;
}
