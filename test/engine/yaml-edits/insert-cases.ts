// Keys put into maps that are written as lines.
import { appendItem, combine, insertKey, insertKeys } from '../../../server/src/engine/yaml-edits/index.ts';
import { type EditCase, entry, map } from './case.ts';

const readOnly: EditCase['edit'] = (file) => insertKey(file, map(file, 'services.api'), 'read_only', true);

export const insertCases: readonly EditCase[] = [
  {
    name: 'a flag at the end of a service',
    before: 'services:\n  api:\n    image: x\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x\n    read_only: true\n',
  },
  {
    name: 'an empty line between services stays between them',
    before: 'services:\n  api:\n    image: x\n\n  db:\n    image: y\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x\n    read_only: true\n\n  db:\n    image: y\n',
  },
  {
    name: 'several empty lines stay behind it',
    before: 'services:\n  api:\n    image: x\n\n\n\n  db:\n    image: y\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x\n    read_only: true\n\n\n\n  db:\n    image: y\n',
  },
  {
    name: 'behind a key',
    before: 'services:\n  api:\n    image: x\n    ports: [80]\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'read_only', true, { after: ['image'] }),
    after: 'services:\n  api:\n    image: x\n    read_only: true\n    ports: [80]\n',
  },
  {
    name: 'behind the first of several keys that is there',
    before: 'services:\n  api:\n    build: .\n    ports: [80]\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { after: ['image', 'build'] }),
    after: 'services:\n  api:\n    build: .\n    init: true\n    ports: [80]\n',
  },
  {
    name: 'at the end where none of the keys is there',
    before: 'services:\n  api:\n    build: .\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { after: ['image'] }),
    after: 'services:\n  api:\n    build: .\n    init: true\n',
  },
  {
    name: 'behind a list',
    before: 'services:\n  api:\n    ports:\n      - "80"\n    image: x\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { after: ['ports'] }),
    after: 'services:\n  api:\n    ports:\n      - "80"\n    init: true\n    image: x\n',
  },
  {
    name: 'a comment at the end of the line before stays there',
    before: 'services:\n  api:\n    image: x # why\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x # why\n    read_only: true\n',
  },
  {
    name: 'comment lines at the end of the service stay in it',
    before: 'services:\n  api:\n    image: x\n    # ports:\n    #   - 80\n  db:\n    image: y\n',
    edit: readOnly,
    after:
      'services:\n  api:\n    image: x\n    # ports:\n    #   - 80\n    read_only: true\n  db:\n    image: y\n',
  },
  {
    name: 'the comment of the next service stays over it',
    before: 'services:\n  api:\n    image: x\n  # the database\n  db:\n    image: y\n',
    edit: readOnly,
    after: 'services:\n  api:\n    image: x\n    read_only: true\n  # the database\n  db:\n    image: y\n',
  },
  {
    name: 'the comment of the next key stays over it',
    before: 'services:\n  api:\n    image: x\n    # open\n    ports: [80]\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { after: ['image'] }),
    after: 'services:\n  api:\n    image: x\n    init: true\n    # open\n    ports: [80]\n',
  },
  {
    name: 'a deeper comment stays with the list before',
    before: 'services:\n  api:\n    ports:\n      - "80"\n      # - "81"\n    image: x\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { after: ['ports'] }),
    after: 'services:\n  api:\n    ports:\n      - "80"\n      # - "81"\n    init: true\n    image: x\n',
  },
  {
    name: 'a comment above the new key',
    before: 'services:\n  api:\n    image: x\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true, { comment: 'reaps children' }),
    after: 'services:\n  api:\n    image: x\n    # reaps children\n    init: true\n',
  },
  {
    name: 'a comment at the end of the new line',
    before: 'services:\n  api:\n    image: x\n',
    edit: (file) =>
      insertKey(file, map(file, 'services.api'), 'init', true, { comment: '# reaps', commentAt: 'end' }),
    after: 'services:\n  api:\n    image: x\n    init: true # reaps\n',
  },
  {
    name: 'a comment with line breaks becomes one line',
    before: 'a: 1\n',
    edit: (file) => insertKey(file, map(file, ''), 'b', 2, { comment: 'one\ntwo\r\u2028b: 3' }),
    after: 'a: 1\n# one two b: 3\nb: 2\n',
  },
  {
    name: 'a list, as lists are written here (indented)',
    before: 'services:\n  api:\n    ports:\n      - "80"\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'cap_drop', ['ALL']),
    after: 'services:\n  api:\n    ports:\n      - "80"\n    cap_drop:\n      - ALL\n',
  },
  {
    name: 'a list, as lists are written here (below the key)',
    before: 'services:\n  api:\n    networks:\n    - a\n    - b\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'cap_drop', ['ALL']),
    after: 'services:\n  api:\n    networks:\n    - a\n    - b\n    cap_drop:\n    - ALL\n',
  },
  {
    name: 'indentation of 4',
    before: 'services:\n    api:\n        image: x\n        ports:\n            - 80\n',
    edit: (file) =>
      insertKey(file, map(file, 'services.api'), 'deploy', { resources: { limits: { pids: 100 } } }),
    after:
      'services:\n    api:\n        image: x\n        ports:\n            - 80\n        deploy:\n            resources:\n                limits:\n                    pids: 100\n',
  },
  {
    name: 'indentation of 3',
    before: 'services:\n   api:\n      image: x\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'cap_drop', ['ALL']),
    after: 'services:\n   api:\n      image: x\n      cap_drop:\n         - ALL\n',
  },
  {
    name: 'indentation of 1',
    before: 'services:\n api:\n  image: x\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'logging', { options: { 'max-size': '10m' } }),
    after: 'services:\n api:\n  image: x\n  logging:\n   options:\n    max-size: 10m\n',
  },
  {
    name: 'siblings that are indented unlike the rest',
    before: 'services:\n  api:\n      image: x\n  db:\n    image: y\n  web:\n    image: z\n',
    edit: readOnly,
    after:
      'services:\n  api:\n      image: x\n      read_only: true\n  db:\n    image: y\n  web:\n    image: z\n',
  },
  {
    name: 'an anchor on the map',
    before: 'services:\n  api: &api\n    image: x\n  web:\n    <<: *api\n',
    edit: readOnly,
    after: 'services:\n  api: &api\n    image: x\n    read_only: true\n  web:\n    <<: *api\n',
  },
  {
    name: 'a map with a merge key',
    before: 'x-base: &base\n  restart: always\nservices:\n  api:\n    <<: *base\n    image: x\n',
    edit: readOnly,
    after:
      'x-base: &base\n  restart: always\nservices:\n  api:\n    <<: *base\n    image: x\n    read_only: true\n',
  },
  {
    name: 'a map with nothing but a merge key',
    before: 'x-base: &base\n  restart: always\nservices:\n  api:\n    <<: *base\n',
    edit: readOnly,
    after: 'x-base: &base\n  restart: always\nservices:\n  api:\n    <<: *base\n    read_only: true\n',
  },
  {
    name: 'a merge key at the end of the map',
    before: 'x-base: &base\n  restart: always\nservices:\n  api:\n    image: x\n    <<: *base # all\n',
    edit: readOnly,
    after:
      'x-base: &base\n  restart: always\nservices:\n  api:\n    image: x\n    <<: *base # all\n    read_only: true\n',
  },
  {
    name: 'a merge key of several maps',
    before: 'x-a: &a\n  init: true\nx-b: &b\n  tty: true\nservices:\n  api:\n    <<: [*a, *b]\n',
    edit: readOnly,
    after:
      'x-a: &a\n  init: true\nx-b: &b\n  tty: true\nservices:\n  api:\n    <<: [*a, *b]\n    read_only: true\n',
  },
  {
    name: 'a key over one that a merge key brings',
    before: 'x-base: &base\n  read_only: false\nservices:\n  api:\n    <<: *base\n    image: x\n',
    edit: readOnly,
    after:
      'x-base: &base\n  read_only: false\nservices:\n  api:\n    <<: *base\n    image: x\n    read_only: true\n',
  },
  {
    name: 'quoted keys beside',
    before: '"services":\n  "api":\n    "image": "x"\n',
    edit: readOnly,
    after: '"services":\n  "api":\n    "image": "x"\n    "read_only": true\n',
  },
  {
    name: 'texts in double quotes where most are',
    before: 'services:\n  api:\n    image: "x"\n    user: "1"\n    command: "run"\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'restart', 'always'),
    after: 'services:\n  api:\n    image: "x"\n    user: "1"\n    command: "run"\n    restart: "always"\n',
  },
  {
    name: 'texts in single quotes where most are',
    before: "services:\n  api:\n    image: 'x'\n    user: '1'\n    command: 'run'\n",
    edit: (file) => insertKey(file, map(file, 'services.api'), 'restart', 'no'),
    after: "services:\n  api:\n    image: 'x'\n    user: '1'\n    command: 'run'\n    restart: 'no'\n",
  },
  {
    name: 'quotes only where needed, of the kind that is used',
    before: "services:\n  api:\n    image: x\n    command: a\n    user: '1'\n",
    edit: (file) =>
      insertKeys(file, map(file, 'services.api'), [
        { key: 'restart', value: 'no' },
        { key: 'pid', value: 'host' },
      ]),
    after:
      "services:\n  api:\n    image: x\n    command: a\n    user: '1'\n    restart: 'no'\n    pid: host\n",
  },
  {
    name: 'a key that is there',
    before: 'a: 1\n',
    edit: (file) => insertKey(file, map(file, ''), 'a', 2),
    refused: 'There is a a here already',
  },
  {
    name: 'a map that an alias stands for',
    before: 'x: &x\n  a: 1\ny: *x\n',
    edit: (file) => insertKey(file, map(file, 'y'), 'b', 2),
    refused: 'alias',
  },
  {
    name: 'a map that a merge key brings',
    before: 'x: &x\n  deploy:\n    a: 1\ny:\n  <<: *x\n',
    edit: (file) => insertKey(file, map(file, 'y.deploy'), 'b', 2),
    refused: 'alias',
  },
  {
    name: 'a file with errors',
    before: 'a: 1\nb: [\n',
    edit: (file) => insertKey(file, map(file, ''), 'c', 2),
    refused: 'errors',
  },
  {
    name: 'a key twice',
    before: 'a: 1\na: 2\n',
    edit: (file) => insertKey(file, map(file, ''), 'c', 2),
    refused: 'errors',
  },
  {
    name: 'several documents',
    before: 'a: 1\n---\nb: 2\n',
    edit: (file) => insertKey(file, map(file, ''), 'c', 2),
    refused: 'more than one document',
  },
  {
    name: 'keys with question marks',
    before: '? a\n: 1\n',
    edit: (file) => insertKey(file, map(file, ''), 'c', 2),
    refused: 'question mark',
  },
  {
    name: 'a service and its last list in one go',
    before: 'services:\n  api:\n    ports:\n      - "80"\n  db: {}\n',
    edit: (file) =>
      combine(
        file,
        insertKey(file, map(file, 'services.api'), 'init', true),
        appendItem(file, entry(file, 'services.api.ports'), '81:81'),
      ),
    after: 'services:\n  api:\n    ports:\n      - "80"\n      - "81:81"\n    init: true\n  db: {}\n',
  },
];
