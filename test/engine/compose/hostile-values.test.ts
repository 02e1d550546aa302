// Hostile values of Compose files: variables that grow each other, files that are read again and again, words that every
// JavaScript object knows, lists of a hundred thousand items, secrets that would stand in messages.
import { describe, expect, it, test } from 'vitest';
import { type ComposeContext, dockerfileKey } from '../../../server/src/engine/compose/context.ts';
import { readEnvironmentFile } from '../../../server/src/engine/compose/environment-file.ts';
import { loadProject } from '../../../server/src/engine/compose/load.ts';
import { readFound } from '../../../server/src/engine/compose/parsed-files.ts';
import { fillTemplate } from '../../../server/src/engine/compose/template.ts';
import { makeList, makeMap, makeScalar } from '../../../server/src/engine/parse/yaml/nodes.ts';
import { readYaml } from '../../../server/src/engine/parse/yaml/read-yaml.ts';
import secretInUrl from '../../../server/src/engine/rules/compose/service-secret-in-url.ts';
import { lint } from '../../../server/src/engine/run.ts';
import { wordsIn } from '../../../server/src/engine/service-facts/words.ts';
import { combine } from '../../../server/src/engine/yaml-edits/combine.ts';
import { facts } from '../../facts.ts';

const withFiles = (files: Record<string, string>): ComposeContext => ({
  path: 'compose.yaml',
  files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text }])),
});
const check = (text: string, context: ComposeContext = { path: 'compose.yaml' }) =>
  lint({ language: 'compose', text, facts, context });

describe('variables', () => {
  const laughs = `A0=xxxxxxxxxx\n${Array.from({ length: 39 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}\n`).join('')}`;

  it('that double each other are unknown at last', () => {
    const { values } = readEnvironmentFile(laughs);
    expect(values.get('A10')).toHaveLength(10 * 2 ** 10);
    expect(values.get('A39')).toBeUndefined();
    const text = 'services:\n  a: {image: "x:${A2}"}\n  b: {image: "x:${A39}"}\n';
    const { services } = loadProject(text, withFiles({ '.env': laughs })).project;
    expect(services.map(({ image }) => image?.text)).toEqual([`x:${'x'.repeat(40)}`, undefined]);
  });

  it('are put into one project up to a sum', () => {
    const count = 2000;
    const value = 'x'.repeat(30_000);
    const list = `services: {a: {image: x, labels: [${Array.from({ length: count }, () => '"${A}"').join()}]}}`;
    const { project } = loadProject(list, withFiles({ '.env': `A=${value}\n` }));
    const known = project.services[0]!.texts('labels').filter(({ text }) => text !== undefined);
    expect(known.length).toBeLessThan(300);
    // The default is from the file itself, however long it is.
    expect(fillTemplate(`\${A:-${'x'.repeat(100_000)}}`, () => undefined).text).toHaveLength(100_000);
    expect(fillTemplate('${A+${B}}'.repeat(10), () => 'x'.repeat(10_000)).text).toBeUndefined();
  });

  it('are looked for in their own line only', () => {
    const cost = (lines: number): number => {
      const text = '${A:-\n'.repeat(lines);
      const times = [0, 1, 2].map(() => {
        const start = process.cpuUsage().user;
        fillTemplate(text, () => undefined);
        return process.cpuUsage().user - start;
      });
      return Math.min(...times) / 1000;
    };
    const once = cost(20_000);
    const fourfold = cost(80_000);
    if (fourfold > 100) expect(fourfold / once).toBeLessThan(9);
    expect(fillTemplate('${A:-}\n${B:-', () => undefined).invalidAt).toBe(7);
  });
});

describe('files', () => {
  it('are parsed once while the rounds go on', () => {
    const text = 'include: [a.yaml]\n';
    const context = withFiles({ 'a.yaml': 'services: {a: {image: x}}\n' });
    const [first, again] = [0, 1].map(() => loadProject(text, context).project);
    for (const path of ['compose.yaml', 'a.yaml'])
      expect(again!.files.get(path)).toBe(first!.files.get(path));
    const found = { text: 'a: 1\n' };
    expect(readFound('b.yaml', found).path).toBe('b.yaml');
    expect(readFound('c.yaml', found).path).toBe('c.yaml');
    expect(loadProject('services: {b: {image: x}}', context).project.services[0]?.name).toBe('b');
  });

  it('are parsed up to a sum', () => {
    const long = `services: {a: {image: x}}\n${`# ${'x'.repeat(1000)}\n`.repeat(900)}`;
    const files = { 'a.yaml': long, 'b.yaml': long, 'c.yaml': long };
    const { project } = loadProject('include: [a.yaml, b.yaml, c.yaml]\n', withFiles(files));
    expect([...project.files.keys()]).toEqual(['compose.yaml', 'a.yaml', 'b.yaml']);
    expect(project.complete).toBe(false);
    expect(project.problems.map(({ kind }) => kind)).toEqual(['notice']);
  });

  it('are filled in up to a sum, however many folders they are included with', () => {
    const items = Array.from(
      { length: 400 },
      (_, index) => `  - {path: a.yaml, project_directory: d${index}}\n`,
    );
    const long = `services: {a: {image: x}}\n${`# ${'x'.repeat(1000)}\n`.repeat(900)}`;
    const { project } = loadProject(`include:\n${items.join('')}`, withFiles({ 'a.yaml': long }));
    expect(project.complete).toBe(false);
    expect(project.problems.map(({ message }) => message)).toContain(
      'The files add so much to each other that not all of it is read here.',
    );
  });
});

test('a Dockerfile that is built with two folders has two surroundings', () => {
  const text = `services:
  a: {build: {context: c, dockerfile: ../Dockerfile}}
  b: {build: {context: d, dockerfile: ../Dockerfile}}
`;
  expect(
    loadProject(text, { path: 'compose.yaml' }).wanted.filter(({ kind }) => kind === 'dockerfile'),
  ).toEqual([
    { kind: 'dockerfile', path: 'Dockerfile', context: 'c' },
    { kind: 'dockerfile', path: 'Dockerfile', context: 'd' },
  ]);
  const dockerfile = 'FROM debian:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n';
  const found = (content: string) => ({
    text: dockerfile,
    context: { files: { 'start.sh': content }, paths: ['start.sh'] },
  });
  const { project, imageOf } = check(text, {
    path: 'compose.yaml',
    dockerfiles: {
      [dockerfileKey('Dockerfile', 'c')]: found('#!/bin/sh\n'),
      [dockerfileKey('Dockerfile', 'd')]: found('#!/bin/bash\n'),
    },
  });
  const [a, b] = project.services.map((service) => imageOf(service));
  expect(a).toBeDefined();
  expect(b).toBeDefined();
  expect(a).not.toBe(b);
});

describe('words that every object knows', () => {
  const words = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

  it.each(words)('%s is a value as any other', (word) => {
    const text = `services:
  a:
    image: x:1
    privileged: ${word}
    cap_add: [${word}]
    tmpfs: ["/tmp:${word},size=1m"]
    env_file: ${word}
    build: {context: ., dockerfile: ${word}}
`;
    const { findings, project, imageOf } = check(text, {
      path: 'compose.yaml',
      files: {},
      dockerfiles: {},
      takenByGit: {},
    });
    expect(project.services[0]!.get('privileged')).toMatchObject({ value: word });
    expect(imageOf(project.services[0]!)).toBeUndefined();
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain('tmpfs-exec');
    for (const { message } of findings) expect(message).not.toMatch(/function|native code|\[object/);
  });
});

describe('lists of many items end no stack', () => {
  it('brought by a merge key', () => {
    const keys = Array.from({ length: 8_000 }, (_, index) => `  k${index}: 1\n`).join('');
    const root = readYaml('x', `a: &a\n${keys}b:\n  <<: *a\n  k0: 2\n`).root;
    const merged = root?.kind === 'map' ? root.get('b') : undefined;
    expect(merged?.kind === 'map' && merged.entries).toHaveLength(8_000);
  });

  it('in a tree', () => {
    const { project: loaded } = loadProject('services: {a: {image: x}}', { path: 'compose.yaml' });
    const [service] = loaded.services;
    const at = service!.node.at;
    const item = makeScalar({ at }, 'word');
    const value = makeList({ at }, new Array(1_000_000).fill(item));
    const node = makeMap({ at }, [{ key: 'labels', keyAt: at, at, value }]);
    const project = { ...loaded, services: [{ ...service!, node }] };
    expect([...secretInUrl.check({ project } as unknown as Parameters<typeof secretInUrl.check>[0])]).toEqual(
      [],
    );
    expect([...wordsIn({ ...service!, node }, { path: 'compose.yaml' })!].sort()).toEqual(['labels', 'word']);
  });

  it('in edits', () => {
    const edits = Array.from({ length: 600_000 }, (_, index) => ({
      start: index,
      end: index + 1,
      text: 'y',
    }));
    expect(combine(readYaml('x', ''), edits)).toHaveLength(edits.length);
  });
});

test('values of variables are not in messages', () => {
  const secret = 'k9Xw27dTq';
  const text = `include: ["\${S}.yml", "../../\${S}.yml"]
services:
  a:
    image: reg.example.com/x:\${S}-latest
    container_name: "\${S}"
  b:
    image: reg.example.com/\${S}
    container_name: "\${S}"
    extends: {file: "\${S}.yaml", service: "\${S}"}
  c:
    image: https://\${S}
    container_name: "@\${S}"
    extends: "\${S}"
    networks: ["\${S}"]
    depends_on: ["\${S}"]
    secrets: ["\${S}"]
    configs: [{source: "\${S}"}]
    env_file: "\${S}.env"
    volumes: ["a:/\${S}", "b:/\${S}", {type: volume, source: "\${S}", target: /x}]
  d:
    build: {context: "\${S}", target: "\${S}"}
`;
  for (const [extra, absent] of [
    ['', 'missing'],
    ['', 'unreadable'],
    ['', 'outside'],
    ['.', 'missing'],
  ] as const) {
    const { files } = withFiles({ '.env': `S=${secret}\n` });
    const gone = { absent };
    const context: ComposeContext = {
      path: 'compose.yaml',
      files: { ...files, [`${secret}.yml`]: gone, [`${secret}.yaml`]: gone, [`${secret}.env`]: gone },
      dockerfiles: {
        [dockerfileKey(`${secret}/Dockerfile`, secret)]:
          extra === '' ? gone : { text: 'FROM debian:12 AS run\n', context: {} },
      },
    };
    const { findings, project } = check(text, context);
    const messages = [...project.problems, ...findings].map(({ message }) => message);
    expect(messages.join('\n')).toContain('${S}');
    expect(messages.filter((message) => message.includes(secret))).toEqual([]);
  }
});
