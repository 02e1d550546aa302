// Whether a text is strict JSON, as Go's `encoding/json` reads it: where the first thing stands that it refuses.
import type { Span } from '../syntax.ts';

/** RFC 8259, section 6. */
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** What may follow a backslash: RFC 8259, section 7. */
const escapeForm = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const blankForm = /[ \t\r\n]*/y;
const wordForm = /true|false|null/y;

/** Go refuses deeper nesting than 10,000; far less is enough here. */
const depthLimit = 1000;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** What is no JSON. */
export interface JsonError {
  readonly at: Span;
  /** Goes on behind a colon: `a comma is missing before this.` */
  readonly what: string;
}

/** The first thing in a text that is no JSON; undefined for JSON and for an empty text. */
export function jsonError(text: string): JsonError | undefined {
  const open: ('{' | '[')[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  if (text.slice(at).trim() === '') return undefined;
  let expected = 'value' as Expected;
  const match = (form: RegExp): boolean => {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  // By hand, for a regular expression would run out of stack on a long text.
  const string = (): boolean => {
    const start = at;
    at += 1;
    for (let code = text.charCodeAt(at); code !== 34; code = text.charCodeAt(at)) {
      if (code < 32 || Number.isNaN(code) || (code === 92 && !match(escapeForm))) {
        at = start;
        return false;
      }
      if (code !== 92) at += 1;
    }
    at += 1;
    return true;
  };
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : 'comma-or-end');
  const fail = (what: string): JsonError => ({
    at: { start: Math.min(at, text.length), end: Math.min(at + 1, text.length) },
    what,
  });
  for (;;) {
    match(blankForm);
    if (at >= text.length) {
      return expected === 'nothing' ? undefined : fail('it ends too early. Close what is open.');
    }
    const character = text[at]!;
    if (character === '#' || text.startsWith('//', at) || text.startsWith('/*', at)) {
      return fail('JSON has no comments. Remove this one.');
    }
    const isEnd = character === (open.at(-1) === '{' ? '}' : ']') && open.length > 0;
    if (isEnd && /-or-end$/.test(expected)) {
      open.pop();
      at += 1;
      expected = afterValue();
    } else if (expected === 'nothing') {
      return fail('more follows behind its end. Remove what follows.');
    } else if (expected === 'colon') {
      if (character !== ':') return fail('a colon is missing behind the key.');
      at += 1;
      expected = 'value';
    } else if (expected === 'comma-or-end') {
      if (character !== ',') return fail('a comma is missing before this.');
      const comma = at;
      at += 1;
      match(blankForm);
      if (text[at] === '}' || text[at] === ']') {
        at = comma;
        return fail('nothing follows this comma. Remove it.');
      }
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (character === "'") {
      return fail('JSON has no single quotes. Write " in place of \'.');
    } else if (character === '"') {
      if (!string()) return fail('this text is not closed on its line, or holds an escape that JSON lacks.');
      expected = expected === 'key' || expected === 'key-or-end' ? 'colon' : afterValue();
    } else if (expected === 'key' || expected === 'key-or-end') {
      return fail('a key in double quotes is missing here.');
    } else if (character === '{' || character === '[') {
      if (open.length >= depthLimit) return fail('it is nested too deeply.');
      open.push(character);
      at += 1;
      expected = character === '{' ? 'key-or-end' : 'value-or-end';
    } else if (match(wordForm) || match(numberForm)) {
      if (/[\w.+-]/.test(text[at] ?? '')) return fail('this is no value. Put texts in double quotes.');
      expected = afterValue();
    } else {
      return fail('this is no value. Put texts in double quotes.');
    }
  }
}
