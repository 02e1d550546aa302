// Values replaced, keys renamed, lists copied.

import type { YamlValue } from '../../../server/src/engine/yaml-edits/index.ts';
import { addToList, renameKey, replaceScalar, setKey } from '../../../server/src/engine/yaml-edits/index.ts';
import { type EditCase, entry, map, scalar } from './case.ts';

/** `a` gets another value. */
function replaced(before: string, value: string | number | boolean | null, after: string): EditCase {
  return {
    name: `${JSON.stringify(before)} with ${JSON.stringify(value)}`,
    before,
    edit: (file) => replaceScalar(file, scalar(file, 'a'), value),
    after,
  };
}

/** `a` is set. */
function set(before: string, value: YamlValue, after: string): EditCase {
  return {
    name: `${JSON.stringify(before)} set to ${JSON.stringify(value)}`,
    before,
    edit: (file) => setKey(file, map(file, ''), 'a', value),
    after,
  };
}

export const replaceCases: readonly EditCase[] = [
  replaced('a: b\nc: 1\n', 'd', 'a: d\nc: 1\n'),
  replaced('a: b # c\n', 'd', 'a: d # c\n'),
  replaced('a: "b" # c\n', 'd', 'a: "d" # c\n'),
  replaced("a: 'b'\n", 'd', "a: 'd'\n"),
  replaced("a: 'b'\n", "it's", "a: 'it''s'\n"),
  replaced("a: 'b'\n", 'tab\t', 'a: "tab\\t"\n'),
  replaced('a: "b"\n', 'q"\\', 'a: "q\\"\\\\"\n'),
  replaced('a: b\n', 'no', 'a: "no"\n'),
  replaced('a: b\n', '1.0', 'a: "1.0"\n'),
  replaced('a: b\n', '', 'a: ""\n'),
  replaced('a: b\n', ' b', 'a: " b"\n'),
  replaced('a: b\n', '0755', 'a: "0755"\n'),
  replaced('a: b\n', '22:22', 'a: "22:22"\n'),
  replaced('a: b\n', '2026-01-01', 'a: "2026-01-01"\n'),
  replaced('a: b\n', '127.0.0.1:80:80', 'a: "127.0.0.1:80:80"\n'),
  replaced('a: b\n', 'c: d', 'a: "c: d"\n'),
  replaced('a: b\n', 'c #d', 'a: "c #d"\n'),
  replaced('a: b\n', 'c#d', 'a: c#d\n'),
  replaced('a: b\n', '*c', 'a: "*c"\n'),
  replaced('a: b\n', '--flag', 'a: --flag\n'),
  replaced('a: b\n', '- c', 'a: "- c"\n'),
  replaced('a: b\n', '---', 'a: "---"\n'),
  replaced('a: b\n', '@c', 'a: "@c"\n'),
  replaced('a: b\n', 'x\u202ey', 'a: "x\\u202ey"\n'),
  replaced('a: b\n', true, 'a: true\n'),
  replaced('a: "b"\n', 5, 'a: 5\n'),
  replaced('a: true\n', false, 'a: false\n'),
  replaced('a: 5\n', null, 'a: null\n'),
  replaced('a:\nb: 1\n', 'c', 'a: c\nb: 1\n'),
  replaced('a:   # c\nb: 1\n', true, 'a: true   # c\nb: 1\n'),
  replaced('a: &x b\nc: *x\n', 'd', 'a: &x d\nc: *x\n'),
  replaced('a: &x\nc: *x\n', 'd', 'a: &x d\nc: *x\n'),
  replaced('{a: b, c: d}\n', 'e,f', '{a: "e,f", c: d}\n'),
  replaced('{a: , c: d}\n', 'e', '{a: e , c: d}\n'),
  replaced('a: long\n  text\nb: 1\n', 'c', 'a: c\nb: 1\n'),
  replaced('a: |\n  long\n  text\n\nb: 1\n', 'c', 'a: c\n\nb: 1\n'),
  replaced('a: "long\n  text" # c\nb: 1\n', 'c', 'a: "c" # c\nb: 1\n'),
  replaced('a: >-\n  long\n  text # no comment\nb: 1\n', 'c\nd', 'a: "c\\nd"\nb: 1\n'),
  set('b: 1\n', 2, 'b: 1\na: 2\n'),
  set('a: 1\nb: 1\n', 2, 'a: 2\nb: 1\n'),
  set('a: 1 # c\nb: 1\n', ['x', 'z'], 'a: # c\n  - x\n  - z\nb: 1\n'),
  set('a: 1\n# d\nb: 1\n', { x: 'z' }, 'a:\n  x: z\n# d\nb: 1\n'),
  set('a:\n  - x\n  - y\nb: 1\n', ['z'], 'a:\n  - z\nb: 1\n'),
  set('a:\n- x\n- y\nb: 1\n', ['z'], 'a:\n- z\nb: 1\n'),
  set('a:\n  x: 1\n  y: 2 \nb: 1\n', { z: 3 }, 'a:\n  z: 3 \nb: 1\n'),
  set('a:\n  - x\nb: 1\n', 'all', 'a: all\nb: 1\n'),
  set('a: [x, y] # c\nb: 1\n', 'all', 'a: all # c\nb: 1\n'),
  set('a: [x, y] # c\nb: 1\n', ['z'], 'a: # c\n  - z\nb: 1\n'),
  set('a: [\n  x,\n  y\n]\nb: 1\n', ['z'], 'a:\n  - z\nb: 1\n'),
  set('{a: [x, y], b: 1}\n', ['z'], '{a: [z], b: 1}\n'),
  set('a:\n', [], 'a: []\n'),
  set('a: {}\n', { x: 1 }, 'a:\n  x: 1\n'),
  {
    name: 'variables',
    before: 'a: x:${TAG:-1}\n',
    edit: (file) => setKey(file, map(file, ''), 'a', 'x:2'),
    refused: 'variables',
  },
  {
    name: 'variables that may go',
    before: 'a: x:${TAG:-1}\n',
    edit: (file) => setKey(file, map(file, ''), 'a', 'x:2', { dropVariables: true }),
    after: 'a: x:2\n',
  },
  {
    name: 'a doubled dollar is no variable',
    before: 'a: x$$TAG\n',
    edit: (file) => setKey(file, map(file, ''), 'a', '$x'),
    after: 'a: $x\n',
  },
  {
    name: 'a comment in the value',
    before: 'a:\n  - x # why\n  - y\n',
    edit: (file) => setKey(file, map(file, ''), 'a', ['z']),
    refused: 'comments',
  },
  {
    name: 'an anchor in the value',
    before: 'a:\n  b: &x 1\nc: *x\n',
    edit: (file) => setKey(file, map(file, ''), 'a', { d: 1 }),
    refused: '&x',
  },
  {
    name: 'a tag',
    before: 'a: !reset null\n',
    edit: (file) => setKey(file, map(file, ''), 'a', 1),
    refused: '!reset',
  },
  {
    name: 'an alias',
    before: 'x: &x 1\na: *x\n',
    edit: (file) => setKey(file, map(file, ''), 'a', 2),
    refused: 'alias',
  },
  {
    name: 'a value that a merge key brings',
    before: 'x: &x\n  b: 1\na:\n  <<: *x\n',
    edit: (file) => setKey(file, map(file, 'a'), 'b', 2),
    after: 'x: &x\n  b: 1\na:\n  <<: *x\n  b: 2\n',
  },
  {
    name: 'a key gets another name',
    before: 'a: # x\n  b: 1\nc: 2\n',
    edit: (file) => renameKey(file, map(file, ''), 'a', 'd'),
    after: 'd: # x\n  b: 1\nc: 2\n',
  },
  {
    name: 'a key in quotes gets another name',
    before: '{"a": 1, \'b\': 2}\n',
    edit: (file) => renameKey(file, map(file, ''), 'b', "it's"),
    after: "{\"a\": 1, 'it''s': 2}\n",
  },
  {
    name: 'a key in JSON gets another name',
    path: 'daemon.json',
    before: '{"host": []}\n',
    edit: (file) => renameKey(file, map(file, ''), 'host', 'hosts'),
    after: '{"hosts": []}\n',
  },
  {
    name: 'a key gets a name that is there',
    before: 'a: 1\nb: 2\n',
    edit: (file) => renameKey(file, map(file, ''), 'a', 'b'),
    refused: 'a b here already',
  },
  {
    name: 'a key that is not there gets a name',
    before: 'a: 1\n',
    edit: (file) => renameKey(file, map(file, ''), 'c', 'b'),
    refused: 'no c here',
  },
  {
    name: 'an item for a list that a merge key brings',
    before: 'x: &x\n  cap_drop:\n    - A\n    - "B"\napi:\n  <<: *x\n  image: y\n',
    edit: (file) => addToList(file, map(file, 'api'), 'cap_drop', ['C']),
    after:
      'x: &x\n  cap_drop:\n    - A\n    - "B"\napi:\n  <<: *x\n  image: y\n  cap_drop:\n    - A\n    - B\n    - C\n',
  },
  {
    name: 'an item for a list that an alias stands for',
    before: 'x: &x\n  - A\napi:\n  cap_drop: *x # all\n  image: y\n',
    edit: (file) => addToList(file, map(file, 'api'), 'cap_drop', ['C']),
    after: 'x: &x\n  - A\napi:\n  cap_drop: # all\n    - A\n    - C\n  image: y\n',
  },
  {
    name: 'an item for a list that an alias stands for, in braces',
    before: 'x: &x [A]\napi: {cap_drop: *x , image: y}\n',
    edit: (file) => addToList(file, map(file, 'api'), 'cap_drop', ['C']),
    after: 'x: &x [A]\napi: {cap_drop: [A, C] , image: y}\n',
  },
  {
    name: 'an item for a list that is not there',
    before: 'api:\n  image: y\n',
    edit: (file) => addToList(file, map(file, 'api'), 'cap_drop', ['C'], { after: ['image'] }),
    after: 'api:\n  image: y\n  cap_drop:\n    - C\n',
  },
  {
    name: 'an item for a list that is there',
    before: 'api:\n  cap_drop: [A]\n',
    edit: (file) => addToList(file, map(file, 'api'), 'cap_drop', ['C']),
    after: 'api:\n  cap_drop: [A, C]\n',
  },
  {
    name: 'an item for a list that cannot be copied',
    before: 'x: &x\n  - 0o17\napi:\n  a: *x\n',
    edit: (file) => addToList(file, map(file, 'api'), 'a', ['C']),
    refused: 'cannot be copied',
  },
  {
    name: 'an item for what is no list',
    before: 'x: &x b\napi:\n  a: *x\n',
    edit: (file) => addToList(file, map(file, 'api'), 'a', ['C']),
    refused: 'not a list',
  },
  {
    name: 'the entry of a service',
    before: 'services:\n  api:\n    user: root # no\n',
    edit: (file) => setKey(file, entry(file, 'services.api'), 'user', '65532:65532'),
    after: 'services:\n  api:\n    user: "65532:65532" # no\n',
  },
];
