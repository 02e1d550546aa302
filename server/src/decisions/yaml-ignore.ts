// Reads a `.trivyignore.yaml` as Trivy does, and says where it would not. Source: Trivy, pkg/result/ignore.go.
import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import { isDay, nearest, type Span } from '../engine/index.ts';
import { parseBoundedYaml } from '../engine/parse/yaml/bounded.ts';
import {
  type IgnoreEntry,
  type IgnoreFile,
  type IgnoreProblem,
  type IgnoreSection,
  ignoreSections,
  oneLine,
  rightCase,
} from './ignore-file.ts';
import { caseProblem } from './plain-ignore.ts';

type Node = ParsedNode;
type Entry = YAMLMap.Parsed;

const entryKeys = ['id', 'paths', 'purls', 'statement', 'expired_at'] as const;

/** Reads the text. Never throws; where the text is no YAML, there are no entries. */
export function readYamlIgnore(text: string): IgnoreFile {
  const reader = new Reader(text);
  reader.read();
  return { format: 'yaml', entries: reader.entries, problems: reader.problems };
}

class Reader {
  readonly entries: IgnoreEntry[] = [];
  readonly problems: IgnoreProblem[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): void {
    const document = parseBoundedYaml(this.text);
    if (document === 'too-deep') {
      this.tell('file', { start: 0, end: this.text.length }, 'This nests too deeply to be an ignore file.');
      return;
    }
    for (const { pos, message } of document.errors) {
      // What comes after the first document is not read by Trivy either.
      if (message.startsWith('Source contains multiple documents')) continue;
      this.tell('file', { start: pos[0], end: pos[1] }, `Trivy cannot read this file: ${message}.`);
    }
    const root = document.contents;
    if (document.errors.length > 0 || root === null || isNull(root)) return;
    if (!isMap(root)) {
      const expected = ignoreSections.map((one) => `${one}:`).join(', ');
      this.tell('file', spanOf(root), `Trivy expects the lists ${expected} here.`);
      return;
    }
    for (const { key, value } of this.pairs(root, ignoreSections))
      if (value !== null && !isNull(value)) this.section(key as IgnoreSection, value);
  }

  private section(name: IgnoreSection, list: Node): void {
    if (!isSeq(list)) {
      this.tell('file', spanOf(list), `Trivy expects a list under ${name}: each entry begins with “- id:”.`);
      return;
    }
    for (const item of list.items as Node[]) {
      if (isNull(item)) continue;
      if (isMap(item)) this.entry(name, item as Entry, list.flow !== true && item.flow !== true);
      else this.tell('file', spanOf(item), 'Trivy expects an entry with an id: “- id: CVE-2024-1234”.');
    }
  }

  private entry(section: IgnoreSection, map: Entry, isBlock: boolean): void {
    const read: { paths?: string[]; purls?: string[]; statement?: string; expires?: IgnoreEntry['expires'] } =
      {};
    let id: { text: string; at: Span } | undefined;
    for (const { key, value } of this.pairs(map, entryKeys)) {
      if (value === null || isNull(value)) continue;
      if (key === 'paths' || key === 'purls') read[key] = this.texts(key, value);
      else if (!isScalar(value))
        this.tell('file', spanOf(value), `Trivy expects one value for ${key}, no list and no keys.`);
      else if (key === 'id') id = { text: sourceOf(value), at: spanOf(value) };
      else if (key === 'statement') read.statement = oneLine(sourceOf(value));
      else read.expires = this.day(value);
    }
    if (!id) {
      this.tell('entry', spanOf(map), 'This entry has no id, so it ignores nothing.');
      return;
    }
    const right = rightCase(id.text);
    if (right) this.problems.push(caseProblem(id.text, right, id.at));
    for (const purl of read.purls ?? []) {
      if (!isPurl(purl.trim()))
        this.tell('file', id.at, `Trivy cannot read the package URL “${oneLine(purl)}”: pkg:type/name.`);
    }
    const whole = isBlock ? wholeEntry(this.text, map) : undefined;
    const { paths = [], purls = [], statement = '', expires } = read;
    this.entries.push({
      id: id.text,
      at: id.at,
      section,
      paths,
      purls,
      statement,
      ...(whole ? { whole } : {}),
      ...(expires ? { expires } : {}),
    });
  }

  private texts(key: string, value: Node): string[] {
    if (!isSeq(value)) {
      this.tell('file', spanOf(value), `Trivy expects a list for ${key}: put “- ” before each.`);
      return [];
    }
    return (value.items as Node[]).flatMap((item) => {
      if (isScalar(item) && !isNull(item)) return [sourceOf(item)];
      if (!isNull(item)) this.tell('file', spanOf(item), `Trivy expects a text here, in ${key}.`);
      return [];
    });
  }

  /** The forms that Trivy's YAML library takes for a point in time. A text in quotes is none. */
  private day(value: Node): IgnoreEntry['expires'] {
    const at = spanOf(value);
    const source = sourceOf(value);
    const [, year = '', month = '', date = ''] =
      /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[Tt ]\d)/.exec(source) ?? [];
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    const isPlain = isScalar(value) && value.type === 'PLAIN';
    if (isPlain && isDay(day)) return { day, at };
    const problem = isDay(day)
      ? 'Trivy stops at a day in quotes: write it without.'
      : 'Trivy stops at what is no day: write expired_at: YYYY-MM-DD.';
    const fix = isDay(day)
      ? { fix: { title: 'Remove the quotes', edits: [{ ...at, text: source }] } }
      : undefined;
    this.problems.push({ of: 'file', at, message: problem, ...fix });
    return undefined;
  }

  /** The pairs of known keys; tells of the others and of repeated ones. */
  private pairs(map: YAMLMap.Parsed, known: readonly string[]): { key: string; value: Node | null }[] {
    const seen = new Set<string>();
    return (map.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => {
      const name = isScalar(key) ? sourceOf(key) : '';
      const at = spanOf(key);
      if (seen.has(name)) {
        this.tell('file', at, `Trivy stops at a key that stands twice: “${oneLine(name)}”.`);
        return [];
      }
      seen.add(name);
      if (!known.includes(name)) {
        const meant = nearest(name, known);
        const advice = meant ? `; did you mean ${meant}?` : `; it knows ${known.join(', ')}.`;
        this.problems.push({
          of: 'key',
          at,
          message: `Trivy does not know the key “${oneLine(name)}”${advice}`,
          ...(meant && !seen.has(meant)
            ? { fix: { title: `Write ${meant}`, edits: [{ ...at, text: meant }] } }
            : {}),
        });
        return [];
      }
      if (isAlias(value)) {
        this.tell('file', spanOf(value), 'Plimsoll does not follow aliases in an ignore file.');
        return [];
      }
      return [{ key: name, value }];
    });
  }

  private tell(of: IgnoreProblem['of'], at: Span, message: string): void {
    this.problems.push({ of, at, message });
  }
}

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

/** The text that a scalar stands for, whatever kind of value the schema takes it for. */
function sourceOf(node: Node): string {
  if (!isScalar(node)) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function spanOf(node: Node): Span {
  return { start: node.range[0], end: node.range[1] };
}

/** Roughly what Trivy's library takes: `pkg:deb/debian/bash@5.2`. */
function isPurl(text: string): boolean {
  return /^pkg:\/*[A-Za-z][A-Za-z0-9.+-]*\/\/*[^/@?#]+/.test(text);
}

/** From the line of an entry's dash to the end of its last line; undefined where something else stands there. */
export function wholeEntry(text: string, map: Entry): Span | undefined {
  const [first] = map.range;
  const dash = /(?:^|\n)([ \t]*)-[ \t]*(?:#[^\n]*)?\s*$/.exec(text.slice(Math.max(0, first - 2000), first));
  if (!dash) return undefined;
  const from = Math.max(0, first - 2000) + dash.index + (dash[0].startsWith('\n') ? 1 : 0);
  return { start: from, end: lineAfter(text, lastContent(map)) };
}

/** Where the last value of a map ends, without what YAML counts to it of the blank lines and comments below. */
export function lastContent(node: Node): number {
  const items = isMap(node)
    ? (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => [key, value])
    : isSeq(node)
      ? (node.items as Node[])
      : [];
  const ends = items.flatMap((one) => (one === null ? [] : [lastContent(one)]));
  if (isMap(node) || isSeq(node)) return node.flow ? node.range[1] : Math.max(node.range[0], ...ends);
  return node.range[1];
}

/** The start of the line after the one that an offset is in; a block text already ends there. */
export function lineAfter(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
