// The YAML tree: places, anchors, merge keys, tags, and problems at their places.
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../server/src/engine/parse/yaml/read-yaml.ts';
import type { YamlNode } from '../../../server/src/engine/parse/yaml/tree.ts';

/** The text at every node, as lines `path kind text`. */
function outline(text: string): string[] {
  const lines: string[] = [];
  const walk = (node: YamlNode, path: string) => {
    const marks = [node.tag, node.anchor && `&${node.anchor}`, node.alias && 'alias']
      .filter(Boolean)
      .join(' ');
    lines.push(`${path} ${text.slice(node.at.start, node.at.end)}${marks === '' ? '' : ` (${marks})`}`);
    if (node.kind === 'map') {
      for (const { key, keyAt, at, value, mergedBy } of node.entries) {
        const by = mergedBy === undefined ? '' : ` by ${text.slice(mergedBy.start, mergedBy.end)}`;
        lines.push(
          `${path}.${key} = ${text.slice(keyAt.start, keyAt.end)} | ${text.slice(at.start, at.end)}${by}`,
        );
        walk(value, `${path}.${key}`);
      }
    } else if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) walk(item, `${path}[${index}]`);
    }
  };
  const { root } = readYaml('f', text);
  if (root !== undefined) walk(root, '');
  return lines;
}

const places: readonly (readonly [what: string, text: string, lines: readonly string[]])[] = [
  [
    'a map with quotes and a comment',
    'a: "b" # c\nd:\n',
    [' a: "b" # c\nd:', '.a = a | a: "b"', '.a "b"', '.d = d | d:', '.d '],
  ],
  ['a flow map', '{a: b, c}', [' {a: b, c}', '.a = a | a: b', '.a b', '.c = c | c', '.c ']],
  [
    'a list with nothing in it',
    'a:\n- b\n-\n',
    [' a:\n- b\n-', '.a = a | a:\n- b\n-', '.a - b\n-', '.a[0] b', '.a[1] '],
  ],
  [
    'a block scalar',
    'a: |\n  b\n\nc: d\n',
    [' a: |\n  b\n\nc: d', '.a = a | a: |\n  b', '.a |\n  b', '.c = c | c: d', '.c d'],
  ],
  [
    'an anchor and an alias',
    'a: &x {k: v}\nb: *x\n',
    [
      ' a: &x {k: v}\nb: *x',
      '.a = a | a: &x {k: v}',
      '.a {k: v} (&x)',
      '.a.k = k | k: v',
      '.a.k v',
      '.b = b | b: *x',
      '.b {k: v} (&x alias)',
      '.b.k = k | k: v',
      '.b.k v (alias)',
    ],
  ],
  [
    'a merge key; own keys win',
    'a: &x {k: v, l: w}\nb: {<<: *x, k: u}\n',
    [
      ' a: &x {k: v, l: w}\nb: {<<: *x, k: u}',
      '.a = a | a: &x {k: v, l: w}',
      '.a {k: v, l: w} (&x)',
      '.a.k = k | k: v',
      '.a.k v',
      '.a.l = l | l: w',
      '.a.l w',
      '.b = b | b: {<<: *x, k: u}',
      '.b {<<: *x, k: u}',
      '.b.l = l | l: w by <<: *x',
      '.b.l w (alias)',
      '.b.k = k | k: u',
      '.b.k u',
    ],
  ],
  ['a tag', 'a: !reset []\n', [' a: !reset []', '.a = a | a: !reset []', '.a [] (!reset)']],
  ['a byte order mark and CRLF', '\ufeffa: b\r\n', [' a: b', '.a = a | a: b', '.a b']],
];

const problems: readonly (readonly [what: string, text: string, at: string, message: RegExp])[] = [
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 'a', /^The key `a` stands in this map twice\./],
  ['an unknown alias', 'a: *b\n', '*b', /^No anchor `&b` stands before this alias\./],
  ['an alias within its anchor', 'a: &b [*b]\n', '*b', /stands inside its own anchor/],
  ['a merge key of a text', 'a: {<<: b}\n', '<<: b', /^A merge key/],
  ['a tab', 'a:\n\tb: c\n', '\t', /^A tab stands/],
  ['two colons', 'a: b: c\n', 'b', /^A value starts here/],
  ['an at sign', 'a: @b\n', '@', /^A plain value cannot start/],
];

describe('the YAML tree', () => {
  it.each(places)('knows the places of %s', (_, text, lines) => {
    expect(outline(text)).toEqual(lines);
  });

  it.each(problems)('says where %s stands', (_, text, at, message) => {
    const [first] = readYaml('f', text).problems;
    expect(first && text.slice(first.at.start, first.at.end)).toBe(at);
    expect(first?.message).toMatch(message);
    expect(first?.message).toMatch(/^[A-Z].*\.$/);
  });

  it('has the last value of a key that stands twice', () => {
    const { root } = readYaml('f', 'a: 1\na: 2\n');
    expect(root?.kind === 'map' && root.entries.length).toBe(1);
    expect(root?.kind === 'map' && root.get('a')).toMatchObject({ value: 2, text: '2' });
  });

  it('finds every comment and no other sharp', () => {
    const text = '# a\nb: "# c" # d\ne: |  # f\n  # g\nh: i#j\n';
    const comments = readYaml('f', text).comments.map(({ start, end }) => text.slice(start, end));
    expect(comments).toEqual(['# a', '# d', '# f']);
  });

  it('reads every document, and calls the first one the root', () => {
    const file = readYaml('f', 'a: 1\n---\nb: 2\n---\n');
    expect(file.isMulti).toBe(true);
    expect(file.documents).toHaveLength(2);
    expect(file.root).toBe(file.documents[0]);
  });

  it('reads what stands to the left inside brackets, as Compose does', () => {
    expect(readYaml('f', 'a:\n  b: [c,\nd\n]\n  e: f\n').problems).toEqual([]);
  });

  it.each([
    [
      'an alias bomb',
      `a: &a [x, x]\n${[...'bcdefghijklmnopqrstuvwxyz'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghijklmnopqrstuvwxyz'[index]}`).join()}]`).join('\n')}\n`,
      /^Aliases in this file stand for more than/,
    ],
    ['deep nesting', '['.repeat(5000), /nested more than 64 levels/],
    [
      'deep indentation',
      Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      /nested more/,
    ],
    ['ten megabytes', `a: ${'x'.repeat(10_000_000)}`, /longer than 4 MiB/],
    ['a million values', 'a:\n'.concat('- 1\n'.repeat(1_000_000)), /too many values/],
  ])('says that %s is not read', (_, text, message) => {
    // Once, however often it comes.
    expect(readYaml('f', text).problems.map((problem) => problem.message)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it.each(['', '# only a comment\n', '---\n', '\ufeff'])('has no root in %j', (text) => {
    expect(readYaml('f', text)).toMatchObject({ root: undefined, problems: [] });
  });
});
