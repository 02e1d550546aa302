// Entries and items removed.
import { type RemoveOptions, removeEntry, removeItem } from '../../../server/src/engine/yaml-edits/index.ts';
import { type EditCase, list, map } from './case.ts';

function key(name: string, before: string, path: string, after: string, options?: RemoveOptions): EditCase {
  const keys = path.split('.');
  const last = keys.pop()!;
  return { name, before, edit: (file) => removeEntry(file, map(file, keys.join('.')), last, options), after };
}

function item(name: string, before: string, path: string, after: string, options?: RemoveOptions): EditCase {
  const keys = path.split('.');
  const last = Number(keys.pop()!);
  const edit: EditCase['edit'] = (file) => {
    const from = list(file, keys.join('.'));
    return removeItem(file, from, from.items[last]!, options);
  };
  return { name, before, edit, after };
}

function refusedKey(name: string, before: string, path: string, refused: string): EditCase {
  return { ...key(name, before, path, ''), refused };
}

export const removeCases: readonly EditCase[] = [
  key('the first key', 'a: 1\nb: 2\n', 'a', 'b: 2\n'),
  key('the last key', 'a: 1\nb: 2\n', 'b', 'a: 1\n'),
  key('a key with a comment', 'a: 1\nb: 2 # c\nd: 3\n', 'b', 'a: 1\nd: 3\n'),
  key('a key with a list', 'a:\n  - 1\n  - 2\n\nb: 2\n', 'a', '\nb: 2\n'),
  key('a key with a list below it', 'a:\n- 1\n- 2\nb: 2\n', 'a', 'b: 2\n'),
  key('a key with a map', 's:\n  a:\n    b: 1\n    c: 2\n  d: 3\n', 's.a', 's:\n  d: 3\n'),
  key('a key with a block text', 'a: |\n  x\n\n  y\nb: 1\n', 'a', 'b: 1\n'),
  key('a key with a block text that keeps its lines', 'a: |+\n  x\n\nb: 1\n', 'a', 'b: 1\n'),
  key('a key without a value', 'a:\nb: 1\n', 'a', 'b: 1\n'),
  key('a key without a value, with a comment', 'b: 1\na:   # x\nc: 1\n', 'a', 'b: 1\nc: 1\n'),
  key('a key with an alias', 'x: &x 1\na: *x # y\nb: 1\n', 'a', 'x: &x 1\nb: 1\n'),
  key('the comment above stays', '# one\na: 1\n# two\nb: 2\n', 'a', '# one\n# two\nb: 2\n'),
  key('a key in quotes', '"a": 1\n"b": 2\n', 'a', '"b": 2\n'),
  key('the first key of an item', 'l:\n  - a: 1\n    b: 2\n', 'l.0.a', 'l:\n  - b: 2\n'),
  key('a later key of an item', 'l:\n  - a: 1\n    b: 2\n  - c: 1\n', 'l.0.b', 'l:\n  - a: 1\n  - c: 1\n'),
  key('a key in braces', 'm: {a: 1, b: 2, c: 3}\n', 'm.b', 'm: {a: 1, c: 3}\n'),
  key('the first key in braces', 'm: { a: 1, b: 2 }\n', 'm.a', 'm: { b: 2 }\n'),
  key('the last key in braces', 'm: { a: 1, b: 2 }\n', 'm.b', 'm: { a: 1 }\n'),
  key('the last key in braces with a comma', 'm: {a: 1, b: 2,}\n', 'm.b', 'm: {a: 1, }\n'),
  key(
    'a key in braces over lines',
    'm: {\n  a: 1,\n  b: 2, # x\n  c: 3\n}\n',
    'm.b',
    'm: {\n  a: 1,\n  c: 3\n}\n',
  ),
  key(
    'the last key in braces over lines',
    'm: {\n  a: 1, # x\n  b: 2 # y\n}\n',
    'm.b',
    'm: {\n  a: 1 # x\n}\n',
  ),
  key('the only key', 's:\n  a:\n    b: 1\n  c: 2\n', 's.a.b', 's:\n  c: 2\n', { emptied: 'remove' }),
  key('the only key, far up', 's:\n  a:\n    b:\n      c: 1\nd: 2\n', 's.a.b.c', 'd: 2\n', {
    emptied: 'remove',
  }),
  key('the only key, its map kept', 's:\n  a:\n    b: 1\n  c: 2\n', 's.a.b', 's:\n  a: {}\n  c: 2\n', {
    emptied: 'keep',
  }),
  key('the only key in braces, kept', 'm: {a: 1}\nb: 2\n', 'm.a', 'm: {}\nb: 2\n', { emptied: 'keep' }),
  key('the only key in braces', 'm: {a: 1}\nb: 2\n', 'm.a', 'b: 2\n', { emptied: 'remove' }),
  key('the only key of an item', 'l:\n  - a: 1\n  - b: 1\n', 'l.0.a', 'l:\n  - b: 1\n', {
    emptied: 'remove',
  }),
  refusedKey('the only key and nothing said', 's:\n  a: 1\nb: 2\n', 's.a', 'would be empty'),
  refusedKey('a key that is not there', 'a: 1\nb: 2\n', 'c', 'no c here'),
  refusedKey('a key that a merge key brings', 'x: &x\n  a: 1\ny:\n  <<: *x\n  b: 1\n', 'y.a', 'merge key'),
  refusedKey(
    'a key beside a merge key',
    'x: &x\n  a: 1\ny:\n  <<: *x\n  a: 1\n',
    'y.a',
    'may bring another a',
  ),
  refusedKey('an anchor that is used', 'a: &x 1\nb: *x\n', 'a', '&x'),
  refusedKey('an anchor within that is used', 'a:\n  - &x 1\nb: *x\n', 'a', '&x'),
  refusedKey('in what an alias stands for', 'x: &x\n  a: 1\n  c: 1\ny: *x\n', 'y.a', 'alias'),
  item('the first item', 'a:\n  - b\n  - c\n', 'a.0', 'a:\n  - c\n'),
  item('the last item', 'a:\n  - b\n  - c # d\n', 'a.1', 'a:\n  - b\n'),
  item('an item below the key', 'a:\n- b\n- c\nd: 1\n', 'a.0', 'a:\n- c\nd: 1\n'),
  item('a map', 'a:\n  - b: 1\n    c: 2\n  - d\n', 'a.0', 'a:\n  - d\n'),
  item(
    'an item with its comment',
    'a:\n  # one\n  - b # two\n  # three\n  - c\n',
    'a.0',
    'a:\n  # one\n  # three\n  - c\n',
  ),
  item('an item without a value', 'a:\n  -\n  - c\n', 'a.0', 'a:\n  - c\n'),
  item('an item with an anchor', 'a:\n  - &x b\n  - c\n', 'a.0', 'a:\n  - c\n'),
  item('an alias', 'x: &x 1\na:\n  - *x\n  - c\n', 'a.0', 'x: &x 1\na:\n  - c\n'),
  item(
    'an alias that stands there twice',
    'x: &x 1\na:\n  - *x\n  - b\n  - *x\n',
    'a.2',
    'x: &x 1\na:\n  - *x\n  - b\n',
  ),
  item('a block text', 'a:\n  - |\n    b\n    c\n  - d\n', 'a.0', 'a:\n  - d\n'),
  item('an item in brackets', 'a: [b, c, d]\n', 'a.1', 'a: [b, d]\n'),
  item('the last item in brackets', 'a: [ "b", "c" ] # d\n', 'a.1', 'a: [ "b" ] # d\n'),
  item('the first item in brackets', 'a: [b,c]\n', 'a.0', 'a: [c]\n'),
  item('an anchor in brackets', 'a: [&x b, c]\n', 'a.0', 'a: [c]\n'),
  item('an item in brackets over lines', 'a: [\n  b,\n  c\n]\n', 'a.0', 'a: [\n  c\n]\n'),
  item('the last item in brackets over lines', 'a: [\n  b,\n  c\n]\n', 'a.1', 'a: [\n  b\n]\n'),
  item('the first item of a list in a list', 'a:\n  - - b\n    - c\n', 'a.0.0', 'a:\n  - - c\n'),
  item('the only item', 'a:\n  - b\nc: 1\n', 'a.0', 'c: 1\n', { emptied: 'remove' }),
  item('the only item, its list kept', 'a:\n  - b # d\nc: 1\n', 'a.0', 'a: [] # d\nc: 1\n', {
    emptied: 'keep',
  }),
  item('the only item in brackets', 'a: [b]\nc: 1\n', 'a.0', 'a: []\nc: 1\n', { emptied: 'keep' }),
  {
    ...item('the only item and nothing said', 'a:\n  - b\n', 'a.0', ''),
    refused: 'would be empty',
  },
  {
    ...key('a key of JSON', '{\n  "a": 1,\n  "b": 2\n}\n', 'b', '{\n  "a": 1\n}\n'),
    path: 'daemon.json',
  },
  {
    ...key('the first key of JSON', '{\n\t"a": {\n\t\t"x": 1\n\t},\n\t"b": 2\n}\n', 'a', '{\n\t"b": 2\n}\n'),
    path: 'daemon.json',
  },
  {
    ...key('a key of JSON without blanks', '{"a":1,"b":2}\n', 'a', '{"b":2}\n'),
    path: 'daemon.json',
  },
  {
    ...key('the only key of JSON', '{\n  "a": 1\n}\n', 'a', '{}\n', { emptied: 'keep' }),
    path: 'daemon.json',
  },
  {
    ...item('an item of JSON', '{"a": ["b", "c"]}\n', 'a.1', '{"a": ["b"]}\n'),
    path: 'daemon.json',
  },
];
