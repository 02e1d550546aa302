// Properties of reading Compose on any text: it never throws, places lie in the files, time grows with the text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundFile } from '../../../server/src/engine/compose/context.ts';
import { readEnvironmentFile } from '../../../server/src/engine/compose/environment-file.ts';
import { loadProject } from '../../../server/src/engine/compose/load.ts';
import type { Place, YamlFile, YamlNode } from '../../../server/src/engine/parse/yaml/tree.ts';

const whole = [
  'x-a: &a\n  restart: always\n  environment: &e {A: 1, B: "${C:-d}"}\nservices:\n  web:\n    <<: *a\n    build: {context: ., args: [A=1]}\n    ports: ["80:80", {target: 81, published: "81"}]\n    volumes: [./a:/b:ro, {type: bind, source: ., target: /c}]\n    depends_on: [db]\n  db:\n    image: postgres:${TAG}\n    extends: {file: other.yaml, service: db}\n    environment:\n      <<: *e\n    healthcheck: {test: [CMD, pg_isready]}\n    secrets: [s]\n    command: a "b c" $$d\nsecrets: {s: {file: ./s}}\nnetworks: {n: }\n',
  'include: [other.yaml]\nservices:\n  db: {ports: !reset [], environment: !override {A: b}, user: "1"}\n---\nservices: {db: {image: x}}\n',
];

const piece = fc.constantFrom(
  'services:\n',
  '  web:\n',
  '    image: x\n',
  '    build: .\n',
  '    ports:\n',
  '      - "80:80"\n',
  '    environment:\n',
  '      A: b\n',
  '      - A=b\n',
  '    volumes: [a:/b]\n',
  '    extends: web\n',
  '    extends: {file: other.yaml, service: web}\n',
  'include: [other.yaml]\n',
  '<<: *a\n',
  '&a ',
  '*a',
  '!reset ',
  '!override ',
  '---\n',
  '...\n',
  '{',
  '}',
  '[',
  ']',
  ', ',
  ': ',
  '- ',
  '? ',
  '| \n',
  '> \n',
  '"',
  "'",
  '# ',
  '\n',
  '\r\n',
  '\t',
  '  ',
  '${A:-',
  '$A',
  '$$',
  '%YAML 1.2\n',
  '\\',
  '\u0000',
  '\ufeff',
  '\u{1f600}',
  '\ud800',
);
const random = fc
  .array(fc.oneof({ weight: 8, arbitrary: piece }, fc.string({ maxLength: 4 })), { maxLength: 60 })
  .map((parts) => parts.join(''));
/** A whole file in which a part was replaced by something else. */
const mutated = fc
  .tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(40), fc.oneof(piece, fc.constant('')))
  .map(([text, at, length, put]) => {
    const from = at % text.length;
    return text.slice(0, from) + put + text.slice(from + length);
  });
const anyText = fc.oneof(random, mutated);

function checkPlaces(
  files: ReadonlyMap<string, YamlFile>,
  roots: readonly (YamlNode | undefined)[],
  more: readonly Place[],
) {
  const check = ({ file, start, end }: Place) => {
    const length = files.get(file)?.text.length ?? -1;
    if (!(start >= 0 && start <= end && end <= length)) {
      throw new Error(`${file} ${start} to ${end} lies outside its ${length} letters.`);
    }
  };
  const walk = (node: YamlNode | undefined): void => {
    if (node === undefined) return;
    check(node.at);
    if (node.alias !== undefined) check(node.alias);
    if (node.kind === 'list') for (const item of node.items) walk(item);
    if (node.kind !== 'map') return;
    for (const { keyAt, at, value, mergedBy } of node.entries) {
      for (const place of [keyAt, at, ...(mergedBy === undefined ? [] : [mergedBy])]) check(place);
      walk(value);
    }
  };
  for (const root of roots) walk(root);
  for (const place of more) check(place);
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('file' in value && 'start' in value) return [value as Place];
  return Object.entries(value).flatMap(([key, one]) => (key === 'node' ? [] : placesOf(one)));
}

describe('any Compose files', () => {
  it('are loaded without a throw, with every place in its file', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        random,
        fc.constantFrom('compose.yaml', 'compose.override.yaml', 'x.yaml'),
        (text, other, environment, path) => {
          const files: Record<string, FoundFile> = {
            'other.yaml': { text: other },
            '.env': { text: environment },
            'compose.yaml': { text: other },
            'compose.override.yaml': { text: other },
          };
          const { project } = loadProject(text, { path, files });
          const { services, problems, root } = project;
          const places = services.flatMap((service) => [
            ...placesOf({ ...service, get: undefined, texts: undefined, image: undefined }),
          ]);
          const roots = [
            root,
            ...services.map(({ node }) => node),
            ...[...project.files.values()].flatMap(({ documents }) => documents),
          ];
          checkPlaces(project.files, roots, [...places, ...problems.map(({ at }) => at)]);
          for (const { message } of problems) expect(message).toMatch(/^[A-Z].*\.$/);
        },
      ),
      { numRuns: 250 },
    );
  });

  it('have environment files that are read without a throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'A',
            'B',
            '=',
            ':',
            '"',
            "'",
            '\\',
            '$A',
            '${B:-',
            '}',
            '#',
            ' ',
            '\n',
            '\r\n',
            'export ',
            '\u00a0',
            '\\n',
            '\\0101',
          ),
        ),
        (parts) => {
          readEnvironmentFile(parts.join(''));
        },
      ),
    );
  });
});

const services = (count: number, body: (index: number) => string) =>
  `services:\n${Array.from({ length: count }, (_, index) => `  s${index}:\n    image: x\n${body(index)}`).join('')}`;

const large: readonly (readonly [what: string, n: number, make: (n: number) => string])[] = [
  ['many services', 250, (n) => services(n, () => '    ports: ["80:80"]\n')],
  ['many aliases', 2_000, (n) => `a: &a b\nc:\n${'  - *a\n'.repeat(n)}`],
  ['many keys', 2_000, (n) => `a:\n${Array.from({ length: n }, (_, index) => `  k${index}: 1\n`).join('')}`],
  ['the same key', 2_000, (n) => 'a: 1\n'.repeat(n)],
  ['many documents', 800, (n) => '---\na: 1\n'.repeat(n)],
  ['open variables', 40_000, (n) => `a: ${'${A:-'.repeat(n)}`],
  ['nested variables', 40_000, (n) => `a: ${'${A:-'.repeat(n)}${'}'.repeat(n)}`],
  ['a chain of dependencies', 300, (n) => services(n, (index) => `    depends_on: [s${(index + 1) % n}]\n`)],
  [
    'a chain of extends',
    800,
    (n) => services(n, (index) => (index === 0 ? '' : `    extends: s${index - 1}\n`)),
  ],
  [
    'many mounts',
    1_000,
    (n) =>
      `services:\n  a:\n    image: x\n    volumes: [${Array.from({ length: n }, (_, index) => `./a:/b${index}`).join()}]\n`,
  ],
  ['lines of quotes', 20_000, (n) => `a: "${'x\n  '.repeat(n)}"`],
];

describe('time', () => {
  const cost = (text: string): number => {
    // Another path each time, for the tree of the same file is kept.
    const runs = [0, 1].map((run) => {
      const start = process.cpuUsage().user;
      loadProject(text, { path: `${run}/compose.yaml` });
      return (process.cpuUsage().user - start) / 1000;
    });
    return Math.min(...runs);
  };

  it.each(large)('grows with the text: %s', { retry: 2, timeout: 60_000 }, (_, n, make) => {
    const once = cost(make(n));
    const fourfold = cost(make(4 * n));
    // Squared growth would take 16 times as long; below 100 ms it is the noise that is compared.
    if (fourfold > 100)
      expect(fourfold / once, `${once.toFixed(0)} ms, then ${fourfold.toFixed(0)} ms`).toBeLessThan(9);
  });

  it.each([
    [
      'includes',
      'include: [f0.yaml, f0.yaml]\n',
      (index: number) =>
        `include: [f${index + 1}.yaml, f${index + 1}.yaml]\nservices: {s${index}: {image: x}}\n`,
    ],
    [
      'extends',
      'services: {s: {image: x, extends: {file: f0.yaml, service: s}}}\n',
      (index: number) => `services: {s: {extends: {file: f${index + 1}.yaml, service: s}}}\n`,
    ],
  ])('does not end the stack in a chain of %s', (_, text, make) => {
    const files: Record<string, FoundFile> = {};
    for (let index = 0; index < 2000; index += 1) files[`f${index}.yaml`] = { text: make(index) };
    const { project } = loadProject(text, { path: 'compose.yaml', files });
    expect(project.complete).toBe(false);
    expect(project.problems.map(({ kind }) => kind)).toContain('notice');
  });
});
