// Keys put between braces: flow style of YAML, and JSON.
import { insertKey, insertKeys, setKey } from '../../../server/src/engine/yaml-edits/index.ts';
import { type EditCase, entry, map } from './case.ts';

const icc: EditCase['edit'] = (file) => insertKey(file, map(file, ''), 'icc', false);

export const flowCases: readonly EditCase[] = [
  {
    name: 'braces without blanks',
    before: 'api: {image: x}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {image: x, init: true}\n',
  },
  {
    name: 'braces with blanks',
    before: 'api: { image: x }\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: { image: x, init: true }\n',
  },
  {
    name: 'commas without blanks',
    before: 'api: {image: x,tty: true}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {image: x,tty: true,init: true}\n',
  },
  {
    name: 'behind a key',
    before: 'api: {image: x, tty: true}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true, { after: ['image'] }),
    after: 'api: {image: x, init: true, tty: true}\n',
  },
  {
    name: 'a comma at the end',
    before: 'api: {image: x,}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {image: x, init: true,}\n',
  },
  {
    name: 'several keys',
    before: 'api: {image: x}\n',
    edit: (file) =>
      insertKeys(file, map(file, 'api'), [
        { key: 'init', value: true, comment: 'is left out' },
        { key: 'cap_drop', value: ['ALL'] },
        { key: 'deploy', value: { replicas: 2 } },
      ]),
    after: 'api: {image: x, init: true, cap_drop: [ALL], deploy: {replicas: 2}}\n',
  },
  {
    name: 'a text that braces would end',
    before: 'api: {image: x}\n',
    edit: (file) =>
      insertKeys(file, map(file, 'api'), [
        { key: 'a,b', value: 'x, y' },
        { key: 'c', value: '}' },
        { key: 'd', value: '${X}' },
      ]),
    after: 'api: {image: x, "a,b": "x, y", c: "}", d: "${X}"}\n',
  },
  {
    name: 'a key without a value before',
    before: 'api: {image, tty: }\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {image, tty: , init: true}\n',
  },
  {
    name: 'an alias before',
    before: 'x: &x [a]\napi: {cap_drop: *x }\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'x: &x [a]\napi: {cap_drop: *x, init: true }\n',
  },
  {
    name: 'a merge key in braces',
    before: 'x: &x {a: 1}\napi: {<<: *x, image: y}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'x: &x {a: 1}\napi: {<<: *x, image: y, init: true}\n',
  },
  {
    name: 'several lines',
    before: 'api: {\n  image: x,\n  tty: true\n}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {\n  image: x,\n  tty: true,\n  init: true\n}\n',
  },
  {
    name: 'several lines with a comma at the end',
    before: 'api: {\n  image: x,\n  tty: true,\n}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {\n  image: x,\n  tty: true,\n  init: true,\n}\n',
  },
  {
    name: 'several lines with comments',
    before: 'api: {\n  image: x, # one\n  tty: true # two\n}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {\n  image: x, # one\n  tty: true, # two\n  init: true\n}\n',
  },
  {
    name: 'several lines, behind a key with a comment',
    before: 'api: {\n  image: x, # one\n  tty: true # two\n}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true, { after: ['image'] }),
    after: 'api: {\n  image: x, # one\n  init: true,\n  tty: true # two\n}\n',
  },
  {
    name: 'several lines and the brace behind the last value',
    before: 'api: {image: x,\n      tty: true}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: 'api: {image: x,\n      tty: true,\n      init: true}\n',
  },
  {
    name: 'braces in braces',
    before: 'services: {api: {image: x}, db: {image: y}}\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true),
    after: 'services: {api: {image: x, init: true}, db: {image: y}}\n',
  },
  {
    name: 'empty braces in braces',
    before: 'services: {api: {}, db: { }}\n',
    edit: (file) => insertKey(file, map(file, 'services.api'), 'init', true),
    after: 'services: {api: {init: true}, db: { }}\n',
  },
  {
    name: 'a comment between empty braces',
    before: 'api: {\n  # nothing\n}\n',
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    refused: 'a comment between the braces',
  },
  {
    name: 'quoted keys in braces',
    before: "api: {'image': x}\n",
    edit: (file) => insertKey(file, map(file, 'api'), 'init', true),
    after: "api: {'image': x, 'init': true}\n",
  },
  {
    name: 'a pair without braces in a list',
    before: 'a: [b: c]\n',
    edit: (file) => insertKey(file, map(file, 'a.0'), 'd', 1),
    refused: 'no braces',
  },
  {
    name: 'JSON',
    path: 'daemon.json',
    before: '{\n  "debug": true\n}\n',
    edit: icc,
    after: '{\n  "debug": true,\n  "icc": false\n}\n',
  },
  {
    name: 'JSON indented by 4',
    path: 'daemon.json',
    before: '{\n    "debug": true,\n    "hosts": ["a", "b"]\n}\n',
    edit: (file) => insertKey(file, map(file, ''), 'log-opts', { 'max-size': '10m', 'max-file': '3' }),
    after:
      '{\n    "debug": true,\n    "hosts": ["a", "b"],\n    "log-opts": {\n        "max-size": "10m",\n        "max-file": "3"\n    }\n}\n',
  },
  {
    name: 'JSON indented by tabs',
    path: 'daemon.json',
    before: '{\n\t"debug": true,\n\t"log-opts": {\n\t\t"max-size": "10m"\n\t}\n}\n',
    edit: (file) => insertKey(file, map(file, 'log-opts'), 'max-file', '3'),
    after: '{\n\t"debug": true,\n\t"log-opts": {\n\t\t"max-size": "10m",\n\t\t"max-file": "3"\n\t}\n}\n',
  },
  {
    name: 'JSON with a map, indented by tabs',
    path: 'daemon.json',
    before: '{\n\t"debug": true\n}\n',
    edit: (file) =>
      insertKey(file, map(file, ''), 'default-ulimits', {
        nofile: { Name: 'nofile', Hard: 64000, Soft: 64000 },
      }),
    after:
      '{\n\t"debug": true,\n\t"default-ulimits": {\n\t\t"nofile": {\n\t\t\t"Name": "nofile",\n\t\t\t"Hard": 64000,\n\t\t\t"Soft": 64000\n\t\t}\n\t}\n}\n',
  },
  {
    name: 'JSON with a list of texts',
    path: 'daemon.json',
    before: '{\n  "debug": true\n}\n',
    edit: (file) => insertKey(file, map(file, ''), 'hosts', ['unix:///var/run/docker.sock', 'é"\\']),
    after: '{\n  "debug": true,\n  "hosts": ["unix:///var/run/docker.sock", "é\\"\\\\"]\n}\n',
  },
  {
    name: 'JSON behind a key',
    path: 'daemon.json',
    before: '{\n  "debug": true,\n  "mtu": 1500\n}\n',
    edit: (file) => insertKey(file, map(file, ''), 'icc', false, { after: ['debug'] }),
    after: '{\n  "debug": true,\n  "icc": false,\n  "mtu": 1500\n}\n',
  },
  {
    name: 'JSON on one line',
    path: 'daemon.json',
    before: '{"debug": true}\n',
    edit: icc,
    after: '{"debug": true, "icc": false}\n',
  },
  {
    name: 'JSON without blanks',
    path: 'daemon.json',
    before: '{"debug":true,"mtu":1500}\n',
    edit: (file) => insertKey(file, map(file, ''), 'log-opts', { a: ['b', 'c'] }),
    after: '{"debug":true,"mtu":1500,"log-opts":{"a":["b","c"]}}\n',
  },
  { name: 'JSON, empty', path: 'daemon.json', before: '{}\n', edit: icc, after: '{\n  "icc": false\n}\n' },
  {
    name: 'JSON, empty, without line break',
    path: 'daemon.json',
    before: '{ }',
    edit: icc,
    after: '{\n  "icc": false\n}',
    asIs: true,
  },
  {
    name: 'JSON, empty over two lines',
    path: 'daemon.json',
    before: '{\n}\n',
    edit: icc,
    after: '{\n  "icc": false\n}\n',
  },
  {
    name: 'JSON, an empty map in it',
    path: 'daemon.json',
    before: '{\n    "log-opts": {},\n    "debug": true\n}\n',
    edit: (file) => insertKey(file, entry(file, 'log-opts'), 'max-size', '10m'),
    after: '{\n    "log-opts": {\n        "max-size": "10m"\n    },\n    "debug": true\n}\n',
  },
  {
    name: 'JSON behind a list over several lines',
    path: 'docker-bake.json',
    before: '{\n  "group": [\n    "a",\n    "b"\n  ]\n}\n',
    edit: (file) => insertKey(file, map(file, ''), 'target', { a: { context: '.', tags: ['x'] } }),
    after:
      '{\n  "group": [\n    "a",\n    "b"\n  ],\n  "target": {\n    "a": {\n      "context": ".",\n      "tags": ["x"]\n    }\n  }\n}\n',
  },
  {
    name: 'JSON with the keys on the line of the brace',
    path: 'daemon.json',
    before: '{ "debug": true,\n  "mtu": 1500 }\n',
    edit: icc,
    after: '{ "debug": true,\n  "mtu": 1500,\n  "icc": false }\n',
  },
  {
    name: 'JSON, a value set that is there',
    path: 'daemon.json',
    before: '{\n  "icc": true,\n  "debug": true\n}\n',
    edit: (file) => setKey(file, map(file, ''), 'icc', false),
    after: '{\n  "icc": false,\n  "debug": true\n}\n',
  },
  {
    name: 'JSON that Docker would refuse, but is YAML',
    path: 'daemon.json',
    before: '{\n  "icc": true,\n}\n',
    edit: (file) => insertKey(file, map(file, ''), 'a', { b: 1 }),
    refused: 'no JSON',
  },
];
