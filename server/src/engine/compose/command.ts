// Reads `command`, `entrypoint` and `healthcheck` of a service.
// A text is split into words by go-shellwords (v1.0.12), which Compose uses: no variables, no shell.
import type { YamlNode } from '../parse/yaml/tree.ts';
import type { ComposeCommand, ComposeHealthcheck } from './project.ts';
import { mapOf, textOf } from './values.ts';

/** The words of a text; undefined when Compose refuses it. What follows `;`, `&`, `|`, `<` or `>` is lost, as there. */
export function splitWords(text: string): string[] | undefined {
  return readWords(text)?.words;
}

/** As `splitWords`. @returns also where the text is cut off; undefined where all of it counts */
export function readWords(text: string): { words: string[]; cutAt: number | undefined } | undefined {
  const words: string[] = [];
  let cutAt: number | undefined;
  let word = '';
  let isWord = false;
  let quote: '"' | "'" | '`' | '(' | undefined;
  const push = () => {
    if (isWord) words.push(word);
    word = '';
    isWord = false;
  };
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index]!;
    if (letter === '\\' && quote !== "'") {
      index += 1;
      const next = text[index];
      if (next === undefined) return undefined;
      if (quote === '`' || quote === '(') word += `\\${next}`;
      else word += next === 't' ? '\t' : next === 'n' ? '\n' : next;
      isWord = true;
      continue;
    }
    if (quote === '(' && letter === '(') return undefined;
    if (quote !== undefined) {
      const closes = quote === '(' ? letter === ')' : letter === quote;
      if (closes) {
        if (quote === '`' || quote === '(') word += letter;
        isWord = true;
        quote = undefined;
      } else {
        word += letter;
        // Quotes alone make a word too; anything else in them certainly does.
        isWord = true;
      }
      continue;
    }
    if (/[ \t\r\n]/.test(letter)) {
      push();
    } else if (letter === '"' || letter === "'") {
      quote = letter;
    } else if (letter === '`') {
      quote = '`';
      word += letter;
    } else if (letter === '(') {
      if (!word.endsWith('$')) return undefined;
      quote = '(';
      word += letter;
    } else if (letter === ')') {
      // As if a substitution opened here.
      quote = '(';
      word += letter;
      isWord = true;
    } else if (/[;&|<>]/.test(letter)) {
      if (letter === '>' && /^\d+$/.test(word)) isWord = false;
      cutAt = index;
      break;
    } else {
      word += letter;
      isWord = true;
    }
  }
  if (quote !== undefined) return undefined;
  push();
  return { words, cutAt };
}

/** The texts of a list's items; undefined when one of them is not known. */
function textsOf(items: readonly YamlNode[]): readonly string[] | undefined {
  const texts = items.map((item) => (item.kind === 'scalar' ? item.text : undefined));
  return texts.includes(undefined) ? undefined : (texts as string[]);
}

/** `command` or `entrypoint`; undefined where none stands, also for null. */
export function readCommand(node: YamlNode | undefined): ComposeCommand | undefined {
  if (node === undefined || node.kind === 'map') return undefined;
  if (node.kind === 'list') return { at: node.at, form: 'list', argv: textsOf(node.items) };
  if (node.value === null) return undefined;
  return { at: node.at, form: 'text', argv: node.text === undefined ? undefined : splitWords(node.text) };
}

function testOf(node: YamlNode | undefined): { isNone: boolean; test: ComposeHealthcheck['test'] } {
  if (node?.kind === 'scalar') {
    const isKnown = node.value !== null && node.text !== undefined;
    return { isNone: false, test: isKnown ? { form: 'shell', script: node.text! } : undefined };
  }
  if (node?.kind !== 'list') return { isNone: false, test: undefined };
  const [first, ...rest] = node.items;
  const kind = textOf(first);
  const argv = textsOf(rest);
  if (kind === 'CMD-SHELL' && argv !== undefined) {
    // Docker gives the shell the first word behind CMD-SHELL only.
    return { isNone: false, test: argv[0] === undefined ? undefined : { form: 'shell', script: argv[0] } };
  }
  if (kind === 'CMD' && argv !== undefined) return { isNone: false, test: { form: 'exec', argv } };
  return { isNone: kind === 'NONE', test: undefined };
}

/** `healthcheck`; undefined where none stands. */
export function readHealthcheck(node: YamlNode | undefined): ComposeHealthcheck | undefined {
  const map = mapOf(node);
  if (map === undefined) return undefined;
  const disable = map.get('disable');
  const test = map.get('test');
  const read = testOf(test);
  const isDisabled = (disable?.kind === 'scalar' && disable.value === true) || read.isNone;
  return { at: map.at, isDisabled, testAt: test?.at, test: isDisabled ? undefined : read.test };
}
