// Adds an entry to a `.trivyignore.yaml`, or changes the one that is there; every other byte stays.
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { applyEdits, type Edit } from '../engine/index.ts';
import { parseBoundedYaml } from '../engine/parse/yaml/bounded.ts';
import { lineBreakOf } from '../engine/text/lines.ts';
import { type IgnoreChange, type IgnoreDecision, type IgnoreSection, oneLine } from './ignore-file.ts';
import { lastContent, lineAfter, readYamlIgnore } from './yaml-ignore.ts';

type Node = ParsedNode;
type Map = YAMLMap.Parsed;

/**
 * The edits that add the decision. An entry of the same id for the same paths and packages, or for all, gets the new
 * reason and day instead: there are never two of them.
 * @param text of the file; empty for a new one
 */
export function addToYamlIgnore(
  text: string,
  decision: IgnoreDecision,
  section: IgnoreSection = 'vulnerabilities',
): IgnoreChange {
  const change = changeOf(text, decision, section);
  if ('refused' in change) return change;
  // However unusual the file is: what is written must read as it is meant.
  const before = readYamlIgnore(text).entries.length;
  const after = readYamlIgnore(applyEdits(text, change.edits));
  const isMeant =
    !after.problems.some(({ of }) => of === 'file') &&
    after.entries.length === before + (change.did === 'added' ? 1 : 0) &&
    after.entries.some(({ id, expires }) => id === decision.id && expires?.day === decision.expires);
  return isMeant
    ? change
    : { refused: 'The ignore file is laid out in an unusual way: add the entry by hand.' };
}

function changeOf(text: string, decision: IgnoreDecision, section: IgnoreSection): IgnoreChange {
  const broken = readYamlIgnore(text).problems.find(({ of }) => of === 'file');
  if (broken) return { refused: `The ignore file has an error, correct it first. ${broken.message}` };
  const document = parseBoundedYaml(text);
  if (document === 'too-deep') return { refused: 'The ignore file nests too deeply.' };
  const lineBreak = lineBreakOf(text);
  const root = document.contents;
  const write = (indent: number) => entryText(decision, indent, lineBreak);
  if (root === null || isEmpty(root)) {
    // Only comments, if anything. A lone `---` or `null` would make a second value of ours.
    if (
      text
        .replace(/^\ufeff/, '')
        .replace(/#[^\n]*/g, '')
        .trim() !== ''
    )
      return { refused: 'The ignore file holds no list to add to.' };
    return added(atEnd(text, `${section}:${lineBreak}${write(2)}`, lineBreak));
  }
  if (!isMap(root) || root.flow)
    return { refused: 'The ignore file is written in braces: add the entry by hand.' };
  const pair = (root.items as Pair<Node, Node | null>[]).find(
    ({ key }) => isScalar(key) && key.value === section,
  );
  if (!pair) {
    if (/(?:^|\n)(?:\.\.\.|---)[ \t]*\r?(?:\n|$)/.test(text.slice(root.range[0])))
      return { refused: 'The ignore file holds several documents: add the entry by hand.' };
    return added(atEnd(text, `${section}:${lineBreak}${write(2)}`, lineBreak));
  }
  const list = pair.value;
  if (list === null || isEmpty(list)) {
    const at = lineAfter(text, pair.key.range[1]);
    if (list !== null && text.slice(list.range[0], list.range[1]) !== '')
      return { refused: `The list ${section} is not empty and no list.` };
    return added([atLine(text, at, write(2), lineBreak)]);
  }
  if (!isSeq(list)) return { refused: `Under ${section} stands no list.` };
  const same = sameEntry(list, decision);
  if (same)
    return same.flow ? { refused: handWritten } : { did: 'updated', edits: changed(text, same, decision) };
  if (list.flow) {
    if (list.items.length > 0) return { refused: handWritten };
    const [start, end] = list.range;
    const indented = `${lineBreak}${write(2)}`.slice(0, -lineBreak.length);
    // What stands before the brackets on the line stays: a blank there does no harm, but is not wanted.
    const from = text.slice(0, start).trimEnd().length;
    return added([{ start: from, end, text: indented }]);
  }
  const indent = columnOfDash(text, list);
  return added([atLine(text, lineAfter(text, lastContent(list)), write(indent), lineBreak)]);
}

const handWritten = 'The list is written in brackets: add the entry by hand.';

function added(edits: readonly Edit[]): IgnoreChange {
  return { did: 'added', edits };
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

/** An entry in block form, its dash at a column, with the line break at its end. */
function entryText(decision: IgnoreDecision, indent: number, lineBreak: string): string {
  const { id, paths, purls, statement, expires } = decision;
  const entry = {
    id,
    ...(paths.length > 0 ? { paths } : {}),
    ...(purls.length > 0 ? { purls } : {}),
    ...(oneLine(statement) === '' ? {} : { statement: oneLine(statement) }),
  };
  const written = new Document([entry]).toString({ lineWidth: 0 }).trimEnd();
  // A day is written as it is: in quotes Trivy would stop at it.
  const lines = [...written.split('\n'), ...(expires === undefined ? [] : [`  expired_at: ${expires}`])];
  return lines.map((line) => ' '.repeat(indent) + line + lineBreak).join('');
}

function scalarText(value: string): string {
  return new Document(value).toString({ lineWidth: 0 }).trimEnd();
}

/** New lines at the end of the text. */
function atEnd(text: string, lines: string, lineBreak: string): Edit[] {
  return [atLine(text, text.length, lines, lineBreak)];
}

/** New lines at the start of a line, which can be the end of a text without a line break there. */
function atLine(text: string, offset: number, lines: string, lineBreak: string): Edit {
  const above = text.slice(0, offset).replace(/^\ufeff/, '');
  const isOpen = above !== '' && !above.endsWith('\n');
  return { start: offset, end: offset, text: (isOpen ? lineBreak : '') + lines };
}

function columnOfDash(text: string, list: YAMLSeq.Parsed): number {
  const start = list.range[0];
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/** The entry that speaks of the same: for all, or for exactly these paths and packages. */
function sameEntry(list: YAMLSeq.Parsed, { id, paths, purls }: IgnoreDecision): Map | undefined {
  const key = (one: readonly string[]) => JSON.stringify([...one].sort());
  return (list.items as Node[]).find((item): item is Map => {
    if (!isMap(item)) return false;
    const texts = (name: string): string[] => {
      const value = item.get(name, true) as unknown;
      return isSeq(value) ? value.items.map((one) => (isScalar(one) ? String(one.value) : '')) : [];
    };
    const [itsPaths, itsPurls] = [texts('paths'), texts('purls')];
    if (String(item.get('id')) !== id) return false;
    const forAll = itsPaths.length === 0 && itsPurls.length === 0;
    return forAll || (key(itsPaths) === key(paths) && key(itsPurls) === key(purls));
  });
}

/** Edits that give an entry another reason and day. */
function changed(text: string, entry: Map, { statement, expires }: IgnoreDecision): Edit[] {
  const lineBreak = lineBreakOf(text);
  const pairs = entry.items as Pair<Node, Node | null>[];
  const column = entry.range[0] - (text.lastIndexOf('\n', entry.range[0] - 1) + 1);
  const wanted = [
    ...(oneLine(statement) === '' ? [] : [['statement', scalarText(oneLine(statement))] as const]),
    ...(expires === undefined ? [] : [['expired_at', expires] as const]),
  ];
  const edits: Edit[] = [];
  let more = '';
  for (const [name, value] of wanted) {
    const pair = pairs.find(({ key }) => isScalar(key) && key.value === name);
    if (!pair) more += `${' '.repeat(column)}${name}: ${value}${lineBreak}`;
    else if (pair.value === null || isEmpty(pair.value)) {
      const colon = text.indexOf(':', pair.key.range[1]) + 1;
      edits.push({ start: colon, end: colon, text: ` ${value}` });
    } else {
      const [start, end] = pair.value.range;
      // A block text ends behind its last line break.
      const breakAfter = text.slice(start, end).endsWith('\n') ? lineBreak : '';
      edits.push({ start, end, text: value + breakAfter });
    }
  }
  const last = pairs.findLast(({ key }) => isScalar(key) && key.value === 'expired_at');
  // A day that is no longer wanted goes with its line.
  if (expires === undefined && last && pairs[0] !== last) {
    const start = text.lastIndexOf('\n', last.key.range[0] - 1) + 1;
    edits.push({ start, end: lineAfter(text, lastContent(last.value ?? last.key)), text: '' });
  }
  if (more !== '') edits.push(atLine(text, lineAfter(text, lastContent(entry)), more, lineBreak));
  return edits.sort((a, b) => a.start - b.start);
}
