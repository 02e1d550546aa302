// Reads a grep that judges what a request printed: a status code, or text in the body.
import { readOptions } from './options.ts';
import { plainText, Refusal, type StatusRange, type Text } from './request.ts';

/** What the grep looks for. */
export interface Search {
  readonly pattern: string;
  readonly syntax: 'fixed' | 'basic' | 'extended';
  readonly ignoreCase: boolean;
  readonly wholeLine: boolean;
}

const OPTIONS = {
  quiet: { short: 'q' },
  silent: {},
  'no-messages': { short: 's' },
  'fixed-strings': { short: 'F' },
  'extended-regexp': { short: 'E' },
  'basic-regexp': { short: 'G' },
  'ignore-case': { short: 'i' },
  'only-matching': { short: 'o' },
  'line-regexp': { short: 'x' },
  count: { short: 'c' },
  regexp: { short: 'e', value: true },
};

/** Reads grep's, egrep's or fgrep's arguments. @throws Refusal for files and options that turn the answer. */
export function readGrep(name: string, args: readonly Text[]): Search {
  const given = readOptions(args, OPTIONS, true);
  const has = (option: string) => given.some((item) => item.name === option);
  const patterns = given.filter((item) => item.name === 'regexp');
  const operands = given.filter((item) => item.name === undefined);
  const [chosen, more] = patterns.length > 0 ? [...patterns, ...operands] : operands;
  const pattern = chosen?.value && plainText(chosen.value);
  if (more || !chosen) throw new Refusal('its grep reads files or several patterns');
  if (pattern === undefined) throw new Refusal('what it searches for is in a variable');
  if (pattern === '' || /[^\t\x20-\x7e]/.test(pattern))
    throw new Refusal('its grep pattern is not plain ASCII');
  const extended = name === 'egrep' || has('extended-regexp');
  const fixed = name === 'fgrep' || has('fixed-strings');
  return {
    pattern,
    syntax: fixed ? 'fixed' : extended ? 'extended' : 'basic',
    ignoreCase: has('ignore-case'),
    wholeLine: has('line-regexp'),
  };
}

/** The text that a line must contain. @throws Refusal where the pattern is more than text. */
export function searchedText(search: Search): { readonly text: string; readonly ignoreCase: boolean } {
  const special = { fixed: '', basic: '.[]*^$\\', extended: '.[]*^$\\+?{}|()' }[search.syntax];
  if (search.wholeLine || [...search.pattern].some((character) => special.includes(character))) {
    throw new Refusal('it searches the answer with a regular expression');
  }
  return { text: search.pattern, ignoreCase: search.ignoreCase };
}

/**
 * The status codes that a grep over `%{http_code}` lets through.
 * @throws Refusal where it lets 000 through: curl prints that when nothing answers.
 */
export function searchedStatus(search: Search): StatusRange[] {
  const matches = statusPattern(search);
  if (matches('000')) throw new Refusal('it is healthy even when nothing answers');
  const ranges: { from: number; to: number }[] = [];
  for (let code = 100; code <= 599; code += 1) {
    if (!matches(String(code))) continue;
    const last = ranges[ranges.length - 1];
    if (last && last.to === code - 1) last.to = code;
    else ranges.push({ from: code, to: code });
  }
  if (ranges.length === 0) throw new Refusal('no status code would be healthy');
  // Neighbours that were named one by one stay so: 400 and 401, but 200 to 299.
  return ranges.flatMap(({ from, to }) =>
    to - from > 2 ? [{ from, to }] : [from, from + 1, from + 2].filter((code) => code <= to).map(only),
  );
}

function only(code: number): StatusRange {
  return { from: code, to: code };
}

function statusPattern({ pattern, syntax, wholeLine }: Search): (code: string) => boolean {
  if (syntax === 'fixed') {
    return (code) => (wholeLine ? code === pattern : code.includes(pattern));
  }
  // Only what means the same in a POSIX and a JavaScript pattern, and can't run long on three digits.
  const source = syntax === 'extended' ? pattern : pattern.replace(/\\([|()])|([|(){}])/g, '$1$2');
  const portable = syntax === 'extended' || !/(?<!\\)[|(){}+?]/.test(pattern);
  if (!portable || source.length > 60 || !/^(?:[0-9.|()^$-]|\[\^?[0-9-]+\]|\{[1-3]\})+$/.test(source)) {
    throw new Refusal('it searches the status with a pattern that is not understood');
  }
  let matcher: RegExp;
  try {
    matcher = new RegExp(wholeLine ? `^(?:${source})$` : source);
  } catch {
    throw new Refusal('it searches the status with a malformed pattern');
  }
  return (code) => matcher.test(code);
}
