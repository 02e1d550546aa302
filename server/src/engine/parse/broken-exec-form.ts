// Recognises what is meant as exec form and is no JSON, and says how it is mended where the words are beyond doubt.
import { isSpace, skipSpace } from './characters.ts';
import { readExecForm } from './exec-form.ts';
import { healthcheckParts } from './healthcheck.ts';
import { remembered } from './remembered.ts';
import type { Instruction, Joined, Span } from './syntax.ts';

/** One thing that keeps a list from being JSON, for messages. */
export type ExecFormFault =
  | 'single quotes'
  | 'typographic quotes'
  | 'words without quotes'
  | 'a missing comma'
  | 'a comma too many'
  | 'no closing bracket'
  | 'a backslash that JSON does not know'
  | 'a control character'
  | 'a quote that does not end'
  | 'a comment behind it'
  | 'more text behind it';

/** A list in brackets that BuildKit takes as shell form. */
export interface BrokenExecForm {
  readonly at: Span;
  readonly faults: readonly ExecFormFault[];
  /** Replacements in the file that make it the JSON that is meant; absent where that is in doubt. */
  readonly repairs?: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** A comment behind the list, which no instruction can have; the repairs take it away. */
  readonly comment?: string;
  /** An operator of the shell stands outside of quotes: what runs is more than one command. */
  readonly hasOperator: boolean;
}

/** Undefined for an exec form that is right, and for what is meant for a shell. */
export const readBrokenExecForm = remembered((instruction: Instruction): BrokenExecForm | undefined => {
  const { keyword, body } = instruction;
  if (keyword === 'HEALTHCHECK') {
    const parts = healthcheckParts(instruction);
    return parts?.kind === 'CMD' && parts.exec === undefined ? read(parts.rest, false) : undefined;
  }
  if (instruction.exec !== undefined || !takesList.has(keyword)) return undefined;
  return read(body, keyword === 'RUN');
});

const takesList = new Set(['CMD', 'ENTRYPOINT', 'RUN', 'SHELL', 'COPY', 'ADD', 'VOLUME']);

/** Longer lists are not written by hand. In UTF-16 units. */
const longestList = 20_000;

interface Item {
  readonly start: number;
  readonly end: number;
  /** Undefined: in doubt. */
  readonly value: string | undefined;
  readonly bare: boolean;
  readonly fault?: ExecFormFault;
}

function read(body: Joined, isRun: boolean): BrokenExecForm | undefined {
  const { text } = body;
  if (text[0] !== '[' || text[1] === '[' || text.length > longestList) return undefined;
  if (readExecForm(body) !== undefined) return undefined;
  const list = readList(text);
  const { items, commas, close, faults } = list;
  const [first] = items;
  if (first === undefined) return undefined;
  const rest = close < 0 ? text.length : skipSpace(text, close + 1, text.length);
  const hasRest = rest < text.length;
  const isComment = text[rest] === '#';
  const looksLikeList = !hasRest && (commas.size > 0 || !isSpace(text.charCodeAt(1)));
  // `[` with a blank behind it is the command that tests something; a word with a dot or a colon is PowerShell's.
  if ((isSpace(text.charCodeAt(1)) || first.bare) && !(looksLikeList && close >= 0)) return undefined;
  if (isRun && (first.bare || (hasRest && !isComment))) return undefined;
  if (hasRest) faults.add(isComment ? 'a comment behind it' : 'more text behind it');
  const doubtful =
    (hasRest && !isComment) ||
    items.some(({ value }) => value === undefined) ||
    items.some(({ bare }, index) => bare && !commas.has(index) && index < items.length - 1);
  const repairs = doubtful ? undefined : repairsOf(body, list, isComment ? close + 1 : text.length);
  return {
    at: body.at,
    faults: [...faults],
    hasOperator:
      (hasRest && !isComment) || items.some(({ start, end, fault }) => isUnquoted(text, start, end, fault)),
    ...(repairs ? { repairs } : {}),
    ...(isComment ? { comment: text.slice(rest) } : {}),
  };
}

function isUnquoted(text: string, start: number, end: number, fault: ExecFormFault | undefined): boolean {
  if (
    fault !== 'typographic quotes' &&
    fault !== 'words without quotes' &&
    fault !== 'a quote that does not end'
  )
    return false;
  return /[|&;<>()]/.test(text.slice(start, end));
}

interface List {
  readonly items: readonly Item[];
  /** Indexes of the items that a comma follows as it should. */
  readonly commas: ReadonlySet<number>;
  /** Offsets of commas that are too many. */
  readonly extra: readonly number[];
  /** Offset of `]`, or -1. */
  readonly close: number;
  readonly faults: Set<ExecFormFault>;
}

function readList(text: string): List {
  const items: Item[] = [];
  const commas = new Set<number>();
  const extra: number[] = [];
  const faults = new Set<ExecFormFault>();
  let pending = -1;
  for (let i = 1; ; ) {
    i = skipSpace(text, i, text.length);
    const character = text[i];
    if (character === undefined || character === ']') {
      if (pending >= 0) {
        commas.delete(items.length - 1);
        extra.push(pending);
      }
      if (extra.length > 0) faults.add('a comma too many');
      if (character === undefined) faults.add('no closing bracket');
      return { items, commas, extra, close: character === undefined ? -1 : i, faults };
    }
    if (character === ',') {
      if (items.length === 0 || pending >= 0) extra.push(i);
      else {
        pending = i;
        commas.add(items.length - 1);
      }
      i++;
      continue;
    }
    if (items.length > 0 && pending < 0) faults.add('a missing comma');
    pending = -1;
    const item = readItem(text, i);
    if (item === undefined) {
      // A quote that does not end: all the rest is in doubt.
      items.push({
        start: i,
        end: text.length,
        value: undefined,
        bare: false,
        fault: 'a quote that does not end',
      });
      faults.add('a quote that does not end');
      return { items, commas, extra, close: -1, faults };
    }
    if (item.fault) faults.add(item.fault);
    items.push(item);
    i = item.end;
  }
}

const typographic = /[\u2018-\u201f\u00ab\u00bb\u2033\u2032]/;
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

function readItem(text: string, start: number): Item | undefined {
  const quote = text[start]!;
  if (quote === '"') return readDouble(text, start);
  if (quote === "'" || typographic.test(quote)) {
    const fault = quote === "'" ? 'single quotes' : 'typographic quotes';
    let end = start + 1;
    const closes = (character: string) =>
      quote === "'"
        ? character === "'"
        : typographic.test(character) && /[\u2018\u2019]/.test(character) === /[\u2018\u2019]/.test(quote);
    while (end < text.length && !closes(text[end]!)) end++;
    if (end === text.length) return undefined;
    const value = text.slice(start + 1, end++);
    const next = text[end];
    const ends = next === undefined || next === ',' || next === ']' || isSpace(next.charCodeAt(0));
    const sure = ends && !/[\\"]/.test(value);
    return { start, end, value: sure ? value : undefined, bare: false, fault };
  }
  let end = start;
  while (end < text.length && !/[,\]"']/.test(text[end]!) && !isSpace(text.charCodeAt(end))) end++;
  if (end === start) return undefined;
  const value = text.slice(start, end);
  const sure = /^[\w./:@%+=-]+$/.test(value);
  return { start, end, value: sure ? value : undefined, bare: true, fault: 'words without quotes' };
}

function readDouble(text: string, start: number): Item | undefined {
  let value: string | undefined = '';
  let fault: ExecFormFault | undefined;
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') return { start, end: i + 1, value, bare: false, ...(fault ? { fault } : {}) };
    if (character === '\\') {
      const next = text[++i] ?? '';
      const unicode = next === 'u' ? /^[\da-fA-F]{4}$/.test(text.slice(i + 1, i + 5)) : false;
      if (unicode) {
        value =
          value === undefined
            ? undefined
            : value + String.fromCharCode(Number.parseInt(text.slice(i + 1, i + 5), 16));
        i += 4;
      } else if (Object.hasOwn(escapes, next))
        value = value === undefined ? undefined : value + escapes[next];
      else {
        fault = 'a backslash that JSON does not know';
        value = undefined;
      }
    } else {
      if (character < ' ') fault ??= 'a control character';
      value = value === undefined ? undefined : value + character;
    }
  }
  return undefined;
}

function repairsOf(body: Joined, { items, commas, extra, close }: List, end: number) {
  const repairs: { start: number; end: number; text: string }[] = [];
  const last = items.length - 1;
  for (const [index, { start, end: itemEnd, value, fault }] of items.entries()) {
    if (fault) repairs.push({ ...body.span(start, itemEnd), text: JSON.stringify(value) });
    const after = body.span(itemEnd - 1, itemEnd).end;
    if (index < last && !commas.has(index)) repairs.push({ start: after, end: after, text: ',' });
    if (index === last && close < 0) repairs.push({ start: after, end: after, text: ']' });
  }
  for (const comma of extra) repairs.push({ ...body.span(comma, comma + 1), text: '' });
  if (end < body.text.length) repairs.push({ ...body.span(end, body.text.length), text: '' });
  return repairs.sort((one, other) => one.start - other.start || one.end - other.end);
}
