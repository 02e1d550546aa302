// Keys put behind values of every shape, into empty maps and into maps in lists; values of every shape put in.
import { InFlow, insertKey, insertKeys } from '../../../server/src/engine/yaml-edits/index.ts';
import { type EditCase, entry, map } from './case.ts';

const readOnly: EditCase['edit'] = (file) => insertKey(file, map(file, 'services.api'), 'read_only', true);

export const insertBehindCases: readonly EditCase[] = [
  {
    name: 'an empty service',
    before: 'services:\n  api:\n  db:\n    image: y\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api:\n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'an empty service at the end',
    before: 'services:\n  api:\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api:\n    read_only: true\n',
  },
  {
    name: 'an empty service with a comment',
    before: 'services:\n  api: # later\n    # image: x\n  db:\n    image: y\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api: # later\n    # image: x\n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'an empty service with an anchor',
    before: 'services:\n  api: &api # later\n  db: *api\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api: &api # later\n    read_only: true\n  db: *api\n',
  },
  {
    name: 'a null service',
    before: 'services:\n  api: null # later\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api: # later\n    read_only: true\n',
  },
  {
    name: 'a tilde',
    before: 'services:\n  api: ~\n  db: ~\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api:\n    read_only: true\n  db: ~\n',
  },
  {
    name: 'empty braces',
    before: 'services:\n  api: {}\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    after: 'services:\n  api:\n    read_only: true\n',
  },
  {
    name: 'empty braces as a map',
    before: 'services:\n  api: { } # later\n  db: {}\n',
    edit: readOnly,
    after: 'services:\n  api: # later\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'a text in place of a map',
    before: 'services:\n  api: x\n',
    edit: (file) => insertKey(file, entry(file, 'services.api'), 'read_only', true),
    refused: 'something else than a map',
  },
  {
    name: 'a map in a list',
    before: 'volumes:\n  - type: bind\n    source: .\n  - type: volume\n',
    edit: (file) => insertKey(file, map(file, 'volumes.0'), 'read_only', true),
    after: 'volumes:\n  - type: bind\n    source: .\n    read_only: true\n  - type: volume\n',
  },
  {
    name: 'a map in a list, behind its first key',
    before: 'volumes:\n- type: bind\n  source: .\n- type: volume\n',
    edit: (file) => insertKey(file, map(file, 'volumes.0'), 'read_only', true, { after: ['type'] }),
    after: 'volumes:\n- type: bind\n  read_only: true\n  source: .\n- type: volume\n',
  },
  {
    name: 'a map in a list, far behind the dash',
    before: 'volumes:\n-    type: bind\n     source: .\n',
    edit: (file) => insertKey(file, map(file, 'volumes.0'), 'read_only', true),
    after: 'volumes:\n-    type: bind\n     source: .\n     read_only: true\n',
  },
  {
    name: 'a map in a list in a list',
    before: 'a:\n  - - b: 1\n    - c: 1\n',
    edit: (file) => insertKey(file, map(file, 'a.0.0'), 'd', 2),
    after: 'a:\n  - - b: 1\n      d: 2\n    - c: 1\n',
  },
  {
    name: 'behind a block text',
    before: 'services:\n  api:\n    command: |\n      a\n      b\n  db:\n    image: y\n',
    edit: readOnly,
    asIs: true,
    after: 'services:\n  api:\n    command: |\n      a\n      b\n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'behind a block text with empty lines behind it',
    before: 'services:\n  api:\n    command: |\n      a\n\n  db:\n    image: y\n',
    edit: readOnly,
    after: 'services:\n  api:\n    command: |\n      a\n    read_only: true\n\n  db:\n    image: y\n',
  },
  {
    name: 'behind a block text that keeps its empty lines',
    before: 'services:\n  api:\n    command: |+\n      a\n\n\n  db:\n    image: y\n',
    edit: readOnly,
    after: 'services:\n  api:\n    command: |+\n      a\n\n\n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'behind a block text with blanks on its last line',
    before: 'services:\n  api:\n    command: |\n      a  \n        \n  db:\n    image: y\n',
    edit: readOnly,
    after:
      'services:\n  api:\n    command: |\n      a  \n        \n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'behind a block text that looks like YAML',
    before:
      'services:\n  api:\n    command: >-\n      # no comment\n      read_only: true\n    # a comment\n  db: {}\n',
    edit: readOnly,
    after:
      'services:\n  api:\n    command: >-\n      # no comment\n      read_only: true\n    # a comment\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'between block texts',
    before: 'a: |\n  x\nb: |\n  y\nc: 1\n',
    edit: (file) => insertKey(file, map(file, ''), 'd', 1, { after: ['a'] }),
    after: 'a: |\n  x\nd: 1\nb: |\n  y\nc: 1\n',
  },
  {
    name: 'behind an empty block text',
    before: 'a:\n  b: |\nc: 1\n',
    edit: (file) => insertKey(file, map(file, 'a'), 'd', 1),
    after: 'a:\n  b: |\n  d: 1\nc: 1\n',
  },
  {
    name: 'behind a block text at the end of a file without line break',
    before: 'a: |\n  x',
    edit: (file) => insertKey(file, map(file, ''), 'd', 1),
    asIs: true,
    refused: 'block text without a line break',
  },
  {
    name: 'behind a stripped block text at the end of a file without line break',
    before: 'a: |-\n  x',
    edit: (file) => insertKey(file, map(file, ''), 'd', 1),
    asIs: true,
    after: 'a: |-\n  x\nd: 1',
  },
  {
    name: 'behind a text over several lines',
    before: 'services:\n  api:\n    command: run this\n      and that\n  db: {}\n',
    edit: readOnly,
    after: 'services:\n  api:\n    command: run this\n      and that\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'behind a quoted text over several lines',
    before: 'services:\n  api:\n    command: "run # this\n      and that" # why\n  db: {}\n',
    edit: readOnly,
    after:
      'services:\n  api:\n    command: "run # this\n      and that" # why\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'behind braces over several lines',
    before: 'services:\n  api:\n    build: {\n      context: .\n    }\n  db: {}\n',
    edit: readOnly,
    after: 'services:\n  api:\n    build: {\n      context: .\n    }\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'behind a key without a value',
    before: 'services:\n  api:\n    environment:\n  db: {}\n',
    edit: readOnly,
    after: 'services:\n  api:\n    environment:\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'behind a key without a value and blanks',
    before: 'services:\n  api:\n    environment:   # none\n  db: {}\n',
    edit: readOnly,
    after: 'services:\n  api:\n    environment:   # none\n    read_only: true\n  db: {}\n',
  },
  {
    name: 'behind an alias',
    before: 'x: &x [a]\nservices:\n  api:\n    cap_drop: *x # all\n',
    edit: readOnly,
    after: 'x: &x [a]\nservices:\n  api:\n    cap_drop: *x # all\n    read_only: true\n',
  },
  {
    name: 'behind the document mark',
    before: '---\nservices:\n  api:\n    image: x\n',
    edit: readOnly,
    after: '---\nservices:\n  api:\n    image: x\n    read_only: true\n',
  },
  {
    name: 'before the end mark',
    before: 'services:\n  api:\n    image: x\n...\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x\n    read_only: true\n...\n',
  },
  {
    name: 'a byte order mark',
    before: '\ufeffimage: x\n',
    edit: (file) => insertKey(file, map(file, ''), 'read_only', true),
    after: '\ufeffimage: x\nread_only: true\n',
  },
  {
    name: 'several keys at once',
    before: 'services:\n  api:\n    image: x\n',
    edit: (file) =>
      insertKeys(file, map(file, 'services.api'), [
        { key: 'read_only', value: true, comment: 'nothing is written' },
        { key: 'tmpfs', value: ['/tmp'] },
        { key: 'pids_limit', value: 100, comment: 'no fork bombs', commentAt: 'end' },
      ]),
    after:
      'services:\n  api:\n    image: x\n    # nothing is written\n    read_only: true\n    tmpfs:\n      - /tmp\n    pids_limit: 100 # no fork bombs\n',
  },
  {
    name: 'several keys at several places',
    before: 'services:\n  api:\n    image: x\n    ports: [80]\n',
    edit: (file) =>
      insertKeys(file, map(file, 'services.api'), [
        { key: 'init', value: true },
        { key: 'user', value: '65532', after: ['image'] },
        { key: 'tty', value: false },
      ]),
    after:
      'services:\n  api:\n    image: x\n    user: "65532"\n    ports: [80]\n    init: true\n    tty: false\n',
  },
  {
    name: 'a comment line at the end of the comment of a list',
    before: 'a:\n  - b # c\n',
    edit: (file) => insertKey(file, map(file, ''), 'read_only', ['x', 1, null, 'null']),
    after: 'a:\n  - b # c\nread_only:\n  - x\n  - 1\n  - null\n  - "null"\n',
  },
  {
    name: 'a list of maps',
    before: 'services:\n  api:\n    image: x\n',
    edit: (file) =>
      insertKey(file, map(file, 'services.api'), 'secrets', [{ source: 'a', mode: 256 }, { source: 'b' }]),
    after:
      'services:\n  api:\n    image: x\n    secrets:\n      - source: a\n        mode: 256\n      - source: b\n',
  },
  {
    name: 'a list on one line',
    before: 'services:\n  api:\n    image: x\n',
    edit: (file) =>
      insertKey(file, map(file, 'services.api'), 'healthcheck', {
        test: new InFlow(['CMD', 'pg_isready', '-U', 'a"b']),
        interval: '10s',
      }),
    after:
      'services:\n  api:\n    image: x\n    healthcheck:\n      test: ["CMD", "pg_isready", "-U", \'a"b\']\n      interval: 10s\n',
  },
  {
    name: 'an empty list and an empty map',
    before: 'a: 1\n',
    edit: (file) =>
      insertKeys(file, map(file, ''), [
        { key: 'b', value: [] },
        { key: 'c', value: {} },
      ]),
    after: 'a: 1\nb: []\nc: {}\n',
  },
  {
    name: 'a key that needs quotes',
    before: 'a: 1\n',
    edit: (file) =>
      insertKeys(file, map(file, ''), [
        { key: 'on', value: 'x: y' },
        { key: '8', value: '#' },
      ]),
    after: 'a: 1\n"on": "x: y"\n"8": "#"\n',
  },
];
