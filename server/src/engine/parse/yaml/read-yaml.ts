// Reads a YAML file into a tree in which everything knows its place. Safe for any text.

import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { quoted } from '../errors/problem.ts';
import { parseBoundedDocuments } from './bounded.ts';
import { aliased, makeList, makeMap, makeScalar, type NodeHead } from './nodes.ts';
import { syntaxMessage } from './syntax-messages.ts';
import type { Place, YamlEntry, YamlFile, YamlNode, YamlProblem, YamlScalar } from './tree.ts';

/** Longer texts are not read. Compose itself refuses files of more than 100,000 nodes. */
const lengthLimit = 4 * 1024 * 1024;

/** How many nodes aliases may add. */
const aliasLimit = 100_000;

const problemLimit = 50;

const styles: Readonly<Record<string, YamlScalar['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** An anchor that is open holds the alias; otherwise its node, and how many nodes that is. */
type Anchored = 'open' | { readonly node: YamlNode; readonly size: number };

/** What `<<` brings. */
interface Merging {
  readonly at: Place;
  readonly keyAt: Place;
  readonly entries: readonly YamlEntry[];
}

class Reader {
  readonly problems: YamlProblem[] = [];
  private readonly path: string;
  private readonly text: string;
  private anchors = new Map<string, Anchored>();
  /** Nodes made so far, those behind aliases counted at each use. */
  private size = 0;
  private expanded = 0;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  document(contents: Node | null): YamlNode | undefined {
    this.anchors = new Map();
    if (contents === null) return undefined;
    const node = this.node(contents, 0);
    return node.kind === 'scalar' && node.value === null && node.at.start === node.at.end ? undefined : node;
  }

  problem(at: Place, message: string): void {
    if (this.problems.length < problemLimit) this.problems.push({ at, message });
  }

  syntax(at: Place, message: string): void {
    this.problems.push({ at, message, isSyntax: true });
  }

  limit(offset: number, message: string): void {
    this.problems.push({ at: this.place(offset - 1, offset), message, isLimit: true });
  }

  place(start: number, end: number): Place {
    const from = Math.max(0, Math.min(start, this.text.length));
    return { file: this.path, start: from, end: Math.max(from, Math.min(end, this.text.length)) };
  }

  /** @param after where an absent node would stand */
  private node(node: Node | null | undefined, after: number): YamlNode {
    this.size += 1;
    if (isAlias(node)) return this.alias(node.source, this.rangeOf(node, after));
    if (isScalar(node)) return this.scalar(node, after);
    if (isMap(node) || isSeq(node)) {
      const { anchor } = node;
      const before = this.size;
      if (anchor !== undefined) this.anchors.set(anchor, 'open');
      const made = isMap(node) ? this.map(node, after) : this.list(node, after);
      if (anchor !== undefined) this.anchors.set(anchor, { node: made, size: this.size - before + 1 });
      return made;
    }
    return makeScalar({ at: this.place(after, after) }, '');
  }

  private rangeOf(node: Node, after: number): Place {
    const [start, end] = node.range ?? [after, after];
    return this.place(start, end);
  }

  private headOf(node: Node & { anchor?: string }, at: Place): NodeHead {
    return {
      at,
      ...(node.tag === undefined ? {} : { tag: node.tag }),
      ...(node.anchor === undefined ? {} : { anchor: node.anchor }),
    };
  }

  private scalar(node: Scalar, after: number): YamlScalar {
    const style = styles[node.type ?? ''] ?? 'plain';
    const range = this.rangeOf(node, after);
    const written = style === 'plain' ? (node.source ?? '') : String(node.value ?? '');
    const isBlock = style === 'literal' || style === 'folded';
    const at = isBlock ? this.withoutBreaks(range) : range;
    const made = makeScalar(this.headOf(node, at), written, style);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, { node: made, size: 1 });
    return made;
  }

  private withoutBreaks(at: Place): Place {
    let { end } = at;
    while (end > at.start && /\s/.test(this.text[end - 1] ?? '')) end -= 1;
    return this.place(at.start, end);
  }

  private alias(name: string, at: Place): YamlNode {
    const anchored = this.anchors.get(name);
    const nothing = { ...makeScalar({ at, alias: at }, ''), value: undefined, text: undefined };
    if (anchored === undefined) {
      this.problem(
        at,
        `No anchor ${quoted(`&${name}`)} stands before this alias. Write the anchor, or correct the name.`,
      );
      return nothing;
    }
    if (anchored === 'open') {
      this.problem(
        at,
        `The alias ${quoted(`*${name}`)} stands inside its own anchor, so it has no end. Remove it.`,
      );
      return nothing;
    }
    this.expanded += anchored.size;
    if (this.expanded > aliasLimit) {
      // Once, at the first of them.
      if (this.expanded - anchored.size <= aliasLimit)
        this.problem(
          at,
          `Aliases in this file stand for more than ${aliasLimit} values, so from here on they are not read. Use fewer aliases.`,
        );
      return nothing;
    }
    this.size += anchored.size - 1;
    return aliased(anchored.node, at);
  }

  private list(node: YAMLSeq, after: number): YamlNode {
    const range = this.rangeOf(node, after);
    let last = range.start + 1;
    const items = (node.items as (Node | null)[]).map((item) => {
      const made = this.node(item, last);
      last = Math.max(last, this.useOf(made).end);
      return made;
    });
    const at = node.flow === true ? range : this.place(range.start, last);
    return makeList(this.headOf(node, at), items, node.flow === true);
  }

  /** Where a node stands, or the alias that stands for it. */
  private useOf(node: YamlNode): Place {
    return node.alias ?? node.at;
  }

  private map(node: YAMLMap, after: number): YamlNode {
    const range = this.rangeOf(node, after);
    const entries = new Map<string, YamlEntry>();
    const order: (string | Merging)[] = [];
    let last = range.start;
    for (const pair of node.items) {
      const keyNode = this.node(pair.key as Node | null, last);
      const keyAt = this.useOf(keyNode);
      const isMerge = keyNode.kind === 'scalar' && keyNode.written === '<<' && keyNode.style === 'plain';
      const key = keyNode.kind === 'scalar' ? keyNode.written : this.text.slice(keyAt.start, keyAt.end);
      const value = this.node(pair.value as Node | null, this.afterColon(keyAt.end));
      const at = this.place(keyAt.start, this.useOf(value).end);
      last = Math.max(last, at.end);
      if (entries.has(key) || (isMerge && order.some((one) => typeof one !== 'string'))) {
        this.problem(keyAt, `The key ${quoted(key)} stands in this map twice. Keep one of them.`);
        if (isMerge) continue;
      }
      if (isMerge) {
        order.push({ at, keyAt, entries: this.merged(value, at) });
        continue;
      }
      if (!entries.has(key)) order.push(key);
      entries.set(key, { key, keyAt, at, value });
    }
    const at = node.flow === true ? range : this.place(range.start, last);
    return makeMap(this.headOf(node, at), inOrder(order, entries), node.flow === true);
  }

  /** The colon of a key without a value. */
  private afterColon(keyEnd: number): number {
    return this.text[keyEnd] === ':' ? keyEnd + 1 : keyEnd;
  }

  /** What a merge key brings: of several maps the first one counts. */
  private merged(value: YamlNode, at: Place): readonly YamlEntry[] {
    const maps = value.kind === 'list' ? value.items : [value];
    const found = new Map<string, YamlEntry>();
    for (const map of maps) {
      if (map.kind !== 'map') {
        if (map.kind !== 'scalar' || map.value !== undefined) {
          this.problem(at, 'A merge key (<<) takes a map, or a list of maps. Put an alias of a map there.');
        }
        continue;
      }
      for (const entry of map.entries) {
        if (!found.has(entry.key)) found.set(entry.key, { ...entry, mergedBy: at });
      }
    }
    return [...found.values()];
  }
}

/** The entries of a map, those of a merge key where it stands; own keys win. */
function inOrder(order: readonly (string | Merging)[], own: ReadonlyMap<string, YamlEntry>): YamlEntry[] {
  const all: YamlEntry[] = [];
  for (const one of order) {
    if (typeof one === 'string') all.push(own.get(one)!);
    else for (const entry of one.entries) if (!own.has(entry.key)) all.push(entry);
  }
  return all;
}

/**
 * Reads a YAML (or JSON) file. Never throws; takes time in proportion to the text.
 * @param path how the file is called in places
 * @returns the tree; `problems` in the order of the text. Texts above 4 MiB or 300,000 words and marks, and
 *   nesting above 64 levels, are not read: a problem says so.
 */
export function readYaml(path: string, text: string): YamlFile {
  const reader = new Reader(path, text);
  const nothing = { path, text, root: undefined, documents: [], comments: [], isMulti: false };
  if (text.length > lengthLimit) {
    reader.problem(
      reader.place(0, 0),
      'The file is longer than 4 MiB, so it is not checked. Make it shorter.',
    );
    return { ...nothing, problems: reader.problems };
  }
  let parsed = parseBoundedDocuments(text);
  if ('documents' in parsed && parsed.documents.some(({ errors }) => errors.length > 0)) {
    // Not from the start, for while somebody writes a bracket, all that follows would be inside of it.
    const again = parseBoundedDocuments(text, { isLenient: true });
    if ('documents' in again && again.documents.every(({ errors }) => errors.length === 0)) parsed = again;
  }
  if (!('documents' in parsed)) {
    if ('tooDeepAt' in parsed) {
      const message =
        'Values are nested more than 64 levels deep, so the file is not checked. Nest fewer levels.';
      reader.limit(parsed.tooDeepAt, message);
    } else {
      reader.limit(
        parsed.tooManyAt,
        'The file has too many values to be checked: it is read up to here. Split it.',
      );
    }
    return { ...nothing, problems: reader.problems };
  }
  const documents = parsed.documents.map((document) => {
    // Those behind the first one mostly follow from it.
    const [first] = document.errors;
    if (first !== undefined)
      reader.syntax(reader.place(first.pos[0], first.pos[1]), syntaxMessage(first.code));
    return reader.document(document.contents);
  });
  return {
    path,
    text,
    root: documents[0],
    documents: documents.filter((root) => root !== undefined),
    comments: parsed.comments,
    problems: reader.problems.sort((a, b) => a.at.start - b.at.start),
    isMulti: documents.length > 1,
  };
}
