// Histories of images laid onto Dockerfiles. The recorded ones are what three builders really wrote; those in the text are for
// what is rare, hostile or made by tools that are not at hand. The builders themselves are in test/trivy/attribution.test.ts.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  attribute,
  type Found,
  type ImageRecord,
  type KnownBases,
} from '../../server/src/attribution/index.ts';
import { layersOf } from '../../server/src/attribution/layers.ts';
import { LineIndex } from '../../server/src/engine/index.ts';
import {
  base,
  file,
  type HistoryLine,
  history,
  idOf,
  modelOf,
  recordOf,
  run,
} from './attribution/histories.ts';

/** The match, and for each layer `base`, the lines that can have made it, or why there is none. */
function laid(text: string, image: ImageRecord, bases?: KnownBases): string {
  const index = new LineIndex(text);
  const layers = layersOf(modelOf(text), image, bases)!;
  const each = layers.origins.map((origin) =>
    origin.kind === 'instructions'
      ? origin.instructions.map(({ head }) => index.position(head.start).line + 1).join('|')
      : origin.kind,
  );
  return [layers.match, ...each].join(' ');
}

const folder = new URL('./attribution/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

test.each([
  [
    'buildkit',
    'buildkit.Dockerfile',
    'exact base base base base 8 9 10 11 15 16 17 18 19 20 21 26 27 28 33 37 42 46 6 7 52',
  ],
  ['classic', 'others.Dockerfile', 'exact base base base base 7 8 9 13 14 15 16 17 6 25'],
  ['classic-squash', 'others.Dockerfile', 'squashed base base base base 7 8 9 13 14 15 16 17 5|6|25'],
  ['buildah', 'others.Dockerfile', 'exact base base base base 9 12 13 14 15 16 17 22 23 25'],
  ['buildah-one-layer', 'others.Dockerfile', 'squashed base base base base 9|12|13|14|15|16|17|22|23 25'],
])('recorded: %s', (name, file, expected) => {
  const history = JSON.parse(read(`${name}.json`)) as HistoryLine[];
  const text = read(file);
  expect(laid(text, recordOf(history))).toBe(expected);
  expect(laid(text.replaceAll('\n', '\r\n'), recordOf(history))).toBe(expected);
});

const small: readonly (readonly [name: string, text: string, image: ImageRecord, expected: string])[] = [
  [
    'a builder that writes what the file has, without a mark (Kaniko)',
    file('FROM a', 'ARG X=1', 'RUN apt-get update', 'COPY --from=b . /srv', 'WORKDIR /srv', 'CMD ["x"]'),
    history(
      ...base,
      '- ARG X=1 ## ',
      '* RUN apt-get update ## ',
      '* COPY --from=b . /srv ## ',
      '* WORKDIR /srv ## ',
      '- CMD ["x"] ## ',
    ),
    'exact base 3 4 5',
  ],
  [
    'made without a Dockerfile (Jib)',
    file('FROM a', 'COPY target/app.jar /app.jar', 'CMD ["java", "-jar", "/app.jar"]'),
    history(...base, '* jib-maven-plugin:3.4.0 ## classes', '* jib-maven-plugin:3.4.0 ## resources'),
    'foreign',
  ],
  [
    'a container that was committed on top',
    file('FROM a', 'RUN make', 'COPY a /a', 'CMD ["x"]'),
    history(...base, run('make'), '* COPY a /a # buildkit', '- CMD ["x"]', '* bash ## added by hand'),
    'changed base 2 3 changed',
  ],
  [
    'a command before the one that is left',
    file('FROM a', 'RUN make', 'RUN apt-get install -y b'),
    history(...base, run('make'), run('make clean && apt-get install -y b')),
    'changed base 2 changed',
  ],
  [
    'a command before the one that is left, behind build arguments',
    file('FROM a', 'ARG X', 'RUN make', 'RUN apt-get install -y b'),
    history(
      ...base,
      '- ARG X=1',
      run('make'),
      '* RUN |1 X=1 /bin/sh -c make clean && apt-get install -y b # buildkit',
    ),
    'changed base 3 changed',
  ],
  [
    'build arguments that look like commands',
    file('FROM a', 'ARG X', 'RUN make all'),
    history(...base, '- ARG X=1', '* RUN |1 X=-c make all /bin/sh -c make all # buildkit'),
    'exact base 3',
  ],
  [
    'the shell of the base image, which the file does not tell',
    file('FROM a', 'RUN Get-Item x'),
    history(...base, "* powershell -Command $ErrorActionPreference = 'Stop'; Get-Item x ## "),
    'exact base 2',
  ],
  [
    'the empty image: nothing can be below it',
    file('FROM scratch', 'COPY a /a'),
    history(...base, '* COPY a /a # buildkit'),
    'changed changed 2',
  ],
  ['no instruction at all', file('FROM a'), history(...base), 'exact base'],
  [
    'variables in sources and folders',
    file('FROM a', 'ARG V=1', 'WORKDIR /opt/$V', 'COPY app-$V.tar ${V}/x /srv/$V/', 'USER u$V'),
    history(...base, '- ARG V=1', '* WORKDIR /opt/1', '* COPY app-1.tar 1/x /srv/1/ # buildkit', '- USER u1'),
    'exact base 3 4',
  ],
  [
    'other sources than the file has now',
    file('FROM a', 'RUN make', 'COPY new /srv', 'RUN x', 'CMD ["x"]'),
    history(...base, run('make'), '* COPY old /srv # buildkit', run('x'), '- CMD ["x"]'),
    'changed base 2 changed 4',
  ],
  [
    'two lines that are the same',
    file('FROM a', 'RUN make', 'COPY --link a /a', 'COPY --link a /a'),
    history(...base, run('make'), '* COPY a /a # buildkit', '* COPY a /a # buildkit'),
    'exact base 2 3 4',
  ],
  [
    'the last stage, and another one that would fit as well',
    file('FROM a AS dev', 'RUN make', 'CMD ["x"]', 'FROM a', 'RUN make', 'CMD ["x"]'),
    history(...base, run('make'), '- CMD ["x"]'),
    'exact base 5',
  ],
  [
    'a stage for which more speaks than for the last one',
    file('FROM a AS dev', 'RUN make', 'CMD ["x"]', 'FROM a', 'CMD ["x"]'),
    history(...base, run('make'), '- CMD ["x"]'),
    'exact base 2',
  ],
  ['a CMD that is not the file’s', file('FROM a', 'CMD ["x"]'), history(...base, '- CMD ["y"]'), 'foreign'],
  [
    'more layers than entries',
    file('FROM a', 'RUN make'),
    { ...history(...base, run('make')), diffIds: [idOf(0)] },
    'flattened',
  ],
  ['no entries', file('FROM a', 'RUN make'), { history: [], diffIds: [idOf(0)] }, 'flattened'],
  [
    'one layer for all lines, one of which was changed since',
    file('FROM a', 'RUN one', 'RUN new', 'COPY a /a'),
    history(
      ...base,
      '- /bin/sh -c one ## ',
      '- /bin/sh -c old ## ',
      '* /bin/sh -c #(nop) COPY dir:0 in /a ## FROM docker.io/library/a:1',
    ),
    'squashed base changed',
  ],
];

test.each(small)('%s', (_, text, image, expected) => {
  expect(laid(text, image)).toBe(expected);
});

test('the layers of the base image prove where the file’s own begin', () => {
  const text = file('FROM example/a:1', 'RUN two', 'CMD ["x"]');
  const image = history('* ADD rootfs / ## x', run('one'), run('two'), '- CMD ["x"]');
  const of = (...layers: number[]) => laid(text, image, () => layers.map(idOf));
  expect(of(0, 1)).toBe('exact base base 2');
  // A line that is gone made the second layer.
  expect(of(0)).toBe('changed base changed 2');
  // What the file says stands in the base image already.
  expect(of(0, 1, 2)).toBe('changed base base base');
  expect(layersOf(modelOf(text), image, () => [idOf(9)])).toMatchObject({ match: 'exact', base: 'other' });
});

test('an entry whose end was left out still fits', () => {
  const long = `make ${'x'.repeat(20_000)}`;
  const image = history(...base, `* RUN /bin/sh -c ${long.slice(0, 16_000)}`, run('two'));
  const cut = image.history.map((entry, index) => (index === 2 ? { ...entry, cut: true as const } : entry));
  expect(laid(file('FROM a', `RUN ${long}`, 'RUN two'), { ...image, history: cut })).toBe('exact base 2 3');
});

const odd = fc.oneof(
  fc.constantFrom(
    'RUN /bin/sh -c make # buildkit',
    '/bin/sh -c #(nop) COPY dir:1 in /a',
    'COPY a /a # buildkit',
    'CMD ["x"]',
    '#(nop) ',
    ' in ',
    '|9 A=b',
    '',
  ),
  fc.string({ unit: 'binary' }),
);

test('no history throws, and every layer has one origin', () => {
  const entry = fc.record({
    createdBy: odd,
    comment: fc.oneof(fc.constantFrom('', 'buildkit.x', 'FROM a', 'merge sha256:1'), fc.string()),
    empty: fc.boolean(),
  });
  const texts = [
    file('FROM a', 'RUN make', 'COPY a /a', 'CMD ["x"]'),
    file('FROM scratch', 'COPY a /a'),
    file('FROM a AS b', 'ONBUILD RUN make', 'FROM b', 'RUN <<E', 'make', 'E', 'USER $X'),
  ].map(modelOf);
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), fc.constantFrom(...texts), (entries, model) => {
      const diffIds = entries.filter(({ empty }) => !empty).map((_, index) => idOf(index));
      const layers = layersOf(model, { history: entries, diffIds })!;
      if (layers.match === 'flattened' || layers.match === 'foreign') expect(layers.origins).toEqual([]);
      else expect(layers.origins).toHaveLength(diffIds.length);
      for (const origin of layers.origins)
        if (origin.kind === 'instructions') expect(origin.instructions.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('hostile sizes take no long time', { timeout: 60_000 }, () => {
  const word = '/bin/sh ';
  const entries = Array.from({ length: 2000 }, (_, index) => ({
    createdBy: `RUN ${word.repeat(2000)}-c make ${index} # buildkit`,
    comment: '',
    empty: false,
  }));
  const image = { history: entries, diffIds: entries.map((_, index) => idOf(index)) };
  const stages = Array.from(
    { length: 1000 },
    (_, index) => `FROM ${index ? 's' : 'a'}${index ? index - 1 : ''} AS s${index}\nRUN make ${index}`,
  );
  const model = modelOf(file(...stages));
  const many = Array.from(
    { length: 20_000 },
    (_, index): Found => ({ class: 'os', package: `p${index}`, layerDiffId: idOf(1) }),
  );
  const long = file('FROM a', `RUN apt-get install -y ${'x '.repeat(5000)}`);
  const own = history(...base, run(`apt-get install -y ${'x '.repeat(5000)}`.trim()));
  const longModel = modelOf(long);
  const start = performance.now();
  layersOf(model, image);
  expect(attribute(longModel, own, many)!.match).toBe('exact');
  expect(performance.now() - start).toBeLessThan(10_000);
});
