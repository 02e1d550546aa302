// Whatever a file holds: an edit is refused, or the result is read as exactly what was meant, and no comment is lost.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { readYaml } from '../../server/src/engine/parse/yaml/read-yaml.ts';
import type {
  YamlFile,
  YamlList,
  YamlMap,
  YamlNode,
  YamlScalar,
} from '../../server/src/engine/parse/yaml/tree.ts';
import {
  appendItem,
  type Edits,
  insertKeys,
  insertTopLevel,
  isRefused,
  removeEntry,
  removeItem,
  renameKey,
  replaceScalar,
  setKey,
  type YamlValue,
} from '../../server/src/engine/yaml-edits/index.ts';
import { applyEdits } from './yaml-edits/apply.ts';
import { fileText } from './yaml-edits/written-file.ts';

const options = { merge: true, logLevel: 'silent', strict: true, prettyErrors: false } as const;

const newValue: fc.Arbitrary<YamlValue> = fc.constantFrom<YamlValue>(
  ...[
    true,
    5,
    'plain',
    'no',
    'a: b',
    '',
    'x\ny',
    ['ALL'],
    ['a', { b: 'c' }],
    { d: { e: ['f'] } },
    [],
    {},
    null,
  ],
);

/** Nodes that are written in the file. */
function ownNodes(file: YamlFile): YamlNode[] {
  const nodes: YamlNode[] = [];
  const open = file.root === undefined ? [] : [file.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.alias !== undefined) continue;
    nodes.push(node);
    if (node.kind === 'list') open.push(...node.items);
    if (node.kind === 'map') {
      open.push(...node.entries.filter((entry) => entry.mergedBy === undefined).map((entry) => entry.value));
    }
  }
  return nodes;
}

function nodesOf<Kind extends YamlNode['kind']>(file: YamlFile, kind: Kind): (YamlNode & { kind: Kind })[] {
  return ownNodes(file).filter((node): node is YamlNode & { kind: Kind } => node.kind === kind);
}

/** The library's node at the same place. */
function twin<Kind>(document: Document, node: YamlNode, is: (node: unknown) => node is Kind): Kind {
  let found: Kind | undefined;
  visit(document, (_, one) => {
    if (is(one) && (one as unknown as { range: number[] }).range[0] === node.at.start) found ??= one;
  });
  if (found === undefined) throw new Error('the library has no such node');
  return found;
}

/** Checks one edit. @param intend does to the library's document what the edit does to the text */
function check(text: string, file: YamlFile, edits: Edits, intend: (document: Document) => void): void {
  if (isRefused(edits)) {
    if (!/\.$/.test(edits.reason)) throw new Error(edits.reason);
    return;
  }
  const after = applyEdits(text, edits);
  const read = readYaml(file.path, after);
  const found = parseDocument(after, options);
  const message = `\n--- before\n${JSON.stringify(text)}\n--- after\n${JSON.stringify(after)}`;
  if (found.errors.length > 0 || read.problems.length > 0) {
    throw new Error(`not read any more: ${found.errors[0]?.message ?? read.problems[0]?.message}${message}`);
  }
  const intended = parseDocument(text, options);
  intend(intended);
  const [is, shall] = [found.toJS(), intended.toJS()];
  if (!isDeepStrictEqual(is, shall)) {
    throw new Error(`read otherwise: ${JSON.stringify(is)} and not ${JSON.stringify(shall)}${message}`);
  }
}

function keepsComments(text: string, file: YamlFile, edits: Edits): void {
  if (isRefused(edits)) return;
  const after = readYaml(file.path, applyEdits(text, edits));
  const kept = after.comments.map(({ start, end }) => after.text.slice(start, end));
  for (const { start, end } of file.comments) {
    const at = kept.indexOf(text.slice(start, end));
    if (at < 0) throw new Error(`a comment is lost: ${text.slice(start, end)}\n${text}\n---\n${after.text}`);
    kept.splice(at, 1);
  }
}

/** For each kind of edit. */
const runs = 120;

function run(property: fc.IRawProperty<unknown>): void {
  fc.assert(property as fc.IProperty<unknown>, { numRuns: runs, ...(process.env['CI'] ? { seed: 7 } : {}) });
}

/** A file that is read without problems, and one of its nodes. */
function withNode<Kind extends YamlNode['kind']>(
  kind: Kind,
  test: (
    text: string,
    file: YamlFile,
    node: YamlNode & { kind: Kind },
    value: YamlValue,
    pick: number,
  ) => void,
): void {
  run(
    fc.property(fileText, fc.nat(), newValue, (text, pick, value) => {
      const file = readYaml('compose.yaml', text);
      if (file.problems.length > 0 || parseDocument(text, options).errors.length > 0) return;
      // The library sees that `'a''` is never closed only where a line follows.
      if (parseDocument(`${text}\n`, options).errors.length > 0) return;
      const nodes = nodesOf(file, kind);
      const node = nodes[pick % nodes.length];
      if (node !== undefined) test(text, file, node, value, pick);
    }),
  );
}

const pairOf = (map: YAMLMap, key: string) =>
  map.items.findLast(({ key: one }) => isScalar(one) && (one.source ?? String(one.value)) === key);

describe('edits of any file', { timeout: 30_000 }, () => {
  it('puts keys in', () => {
    withNode('map', (text, file, map: YamlMap, value, pick) => {
      const after = map.entries[pick % 7]?.key;
      const edits = insertKeys(file, map, [
        { key: 'new', value, ...(after === undefined ? {} : { after: [after] }) },
        { key: 'other', value: 1, comment: 'why' },
      ]);
      check(text, file, edits, (document) => {
        const found = twin(document, map, isMap) as YAMLMap;
        found.items.push(document.createPair('new', value), document.createPair('other', 1));
      });
      keepsComments(text, file, edits);
    });
  });

  it('puts sections in', () => {
    withNode('map', (text, file, _map, value) => {
      const edits = insertTopLevel(file, 'new-section', value);
      check(text, file, edits, (document) => {
        (document.contents as unknown as YAMLMap).items.push(
          document.createPair('new-section', value) as never,
        );
      });
      keepsComments(text, file, edits);
    });
  });

  it('sets keys', () => {
    withNode('map', (text, file, map: YamlMap, value, pick) => {
      const entry = map.entries[pick % Math.max(1, map.entries.length)];
      if (entry === undefined || entry.mergedBy !== undefined) return;
      const edits = setKey(file, map, entry.key, value, { dropVariables: true });
      check(text, file, edits, (document) => {
        const pair = pairOf(twin(document, map, isMap) as YAMLMap, entry.key)!;
        const anchor = (pair.value as { anchor?: string } | null)?.anchor;
        const made = document.createNode(value);
        if (anchor !== undefined) (made as Scalar).anchor = anchor;
        pair.value = made;
      });
      keepsComments(text, file, edits);
    });
  });

  it('replaces scalars', () => {
    withNode('scalar', (text, file, scalar: YamlScalar, value) => {
      if (typeof value === 'object' && value !== null) return;
      // The library has no node for the value of `{ a }`.
      if (scalar.at.start === scalar.at.end && /[{[]/.test(text)) return;
      const edits = replaceScalar(file, scalar, value, { dropVariables: true });
      check(text, file, edits, (document) => {
        if (document.contents === null) return;
        (twin(document, scalar, isScalar) as Scalar).value = value;
      });
    });
  });

  it('appends items', () => {
    withNode('list', (text, file, list: YamlList, value) => {
      const edits = appendItem(file, list, value);
      check(text, file, edits, (document) => {
        (twin(document, list, isSeq) as YAMLSeq).items.push(document.createNode(value));
      });
      keepsComments(text, file, edits);
    });
  });

  it('removes entries', () => {
    withNode('map', (text, file, map: YamlMap, _value, pick) => {
      const entry = map.entries[pick % Math.max(1, map.entries.length)];
      if (entry === undefined || entry.mergedBy !== undefined) return;
      const edits = removeEntry(file, map, entry.key, pick % 2 === 0 ? { emptied: 'keep' } : {});
      check(text, file, edits, (document) => {
        const found = twin(document, map, isMap) as YAMLMap;
        found.items.splice(found.items.indexOf(pairOf(found, entry.key)!), 1);
      });
    });
  });

  it('removes items', () => {
    withNode('list', (text, file, list: YamlList, _value, pick) => {
      const index = pick % Math.max(1, list.items.length);
      const item = list.items[index];
      if (item === undefined) return;
      const edits = removeItem(file, list, item, pick % 2 === 0 ? { emptied: 'keep' } : {});
      check(text, file, edits, (document) => {
        (twin(document, list, isSeq) as YAMLSeq).items.splice(index, 1);
      });
    });
  });

  it('renames keys', () => {
    withNode('map', (text, file, map: YamlMap, value, pick) => {
      const entry = map.entries[pick % Math.max(1, map.entries.length)];
      if (entry === undefined || entry.mergedBy !== undefined || typeof value !== 'string') return;
      const edits = renameKey(file, map, entry.key, `k${value}`);
      check(text, file, edits, (document) => {
        const found = twin(document, map, isMap) as YAMLMap;
        pairOf(found, entry.key)!.key = document.createNode(`k${value}`);
      });
      keepsComments(text, file, edits);
    });
  });
});
