// Where a digest is written, and what is left alone: cases as data.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, type LintContext } from '../../../server/src/engine/index.ts';
import { imagePlaces, pinEdit } from '../../../server/src/engine/pin/index.ts';
import { facts } from '../../facts.ts';

const digest = `sha256:${'d'.repeat(64)}`;
const old = `sha256:${'0'.repeat(64)}`;

/** The text after every image was pinned; digests shortened to `@new` and `@old`. */
function pinned(text: string, context: LintContext = {}): string {
  const { places } = imagePlaces({ text: text.replaceAll('@old', `@${old}`), facts, context });
  return after(text, places);
}

function after(text: string, places: ReturnType<typeof imagePlaces>['places']): string {
  const edits = new Map(
    places.flatMap((place) => {
      const edit = place.reference.digest && !place.reference.tag ? undefined : pinEdit(place, digest);
      return edit ? [[edit.start, edit] as const] : [];
    }),
  );
  const changed = applyEdits(text.replaceAll('@old', `@${old}`), [...edits.values()]);
  return changed.replaceAll(digest, 'new').replaceAll(old, 'old');
}

/** `»` separates the text from what it becomes; alone at the end: it stays. */
const dockerfiles: readonly (readonly [what: string, text: string, becomes: string])[] = [
  ['FROM', 'FROM python:3.12', 'FROM python:3.12@new'],
  ['another registry', 'FROM ghcr.io/a/b:1', 'FROM ghcr.io/a/b:1@new'],
  ['a port', 'FROM localhost:5000/a:1', 'FROM localhost:5000/a:1@new'],
  ['no tag', 'FROM python', 'FROM python:latest@new'],
  ['a digest beside the tag', 'FROM python:3.12@old', 'FROM python:3.12@new'],
  ['a digest alone', 'FROM python@old', 'FROM python@old'],
  [
    'a platform and a name',
    'FROM --platform=$BUILDPLATFORM python:3.12 AS x',
    'FROM --platform=$BUILDPLATFORM python:3.12@new AS x',
  ],
  [
    'lower case, blanks, a comment',
    'from   python:3.12   as x\n# python:3.12',
    'from   python:3.12@new   as x\n# python:3.12',
  ],
  ['a line break before it', 'FROM \\\n  python:3.12', 'FROM \\\n  python:3.12@new'],
  ['a line break in it', 'FROM python:\\\n3.12', 'FROM python:\\\n3.12'],
  [
    'stages and scratch',
    'FROM scratch AS a\nFROM a\nCOPY --from=0 /a /a',
    'FROM scratch AS a\nFROM a\nCOPY --from=0 /a /a',
  ],
  [
    'COPY --from',
    'FROM a.b/c:1\nCOPY --from=busybox:1 /a /a',
    'FROM a.b/c:1@new\nCOPY --from=busybox:1@new /a /a',
  ],
  [
    'ONBUILD COPY --from',
    'FROM a.b/c:1\nONBUILD COPY --from=busybox:1 /a /a',
    'FROM a.b/c:1@new\nONBUILD COPY --from=busybox:1@new /a /a',
  ],
  [
    'RUN --mount',
    'FROM a.b/c:1\nRUN --mount=type=bind,from=busybox:1,target=/x --mount=from=alpine:3,target=/y ls',
    'FROM a.b/c:1@new\nRUN --mount=type=bind,from=busybox:1@new,target=/x --mount=from=alpine:3@new,target=/y ls',
  ],
  [
    'RUN --mount in quotes',
    'FROM a.b/c:1\nRUN --mount=type=bind,"from=busybox:1",target=/x ls',
    'FROM a.b/c:1@new\nRUN --mount=type=bind,"from=busybox:1",target=/x ls',
  ],
  ['ARG with the image', 'ARG B=python:3.12\nFROM $B', 'ARG B=python:3.12@new\nFROM $B'],
  ['ARG in quotes', 'ARG B="python:3.12"\nFROM ${B}', 'ARG B="python:3.12@new"\nFROM ${B}'],
  ['ARG with the tag', 'ARG T=3.12\nFROM python:${T}', 'ARG T=3.12@new\nFROM python:${T}'],
  ['ARG with the tag and a digest', 'ARG T=3.12@old\nFROM python:${T}', 'ARG T=3.12@new\nFROM python:${T}'],
  ['ARG with the registry', 'ARG R=ghcr.io\nFROM $R/a/b:1', 'ARG R=ghcr.io\nFROM $R/a/b:1@new'],
  [
    'ARG with the registry and its slash',
    'ARG R=ghcr.io/a/\nFROM ${R}b:1',
    'ARG R=ghcr.io/a/\nFROM ${R}b:1@new',
  ],
  ['an empty ARG before the name', 'ARG R=\nFROM ${R}python:3.12', 'ARG R=\nFROM ${R}python:3.12@new'],
  [
    'ARG with the tag, registry by another',
    'ARG R=ghcr.io\nARG T=1\nFROM $R/a/b:$T',
    'ARG R=ghcr.io\nARG T=1@new\nFROM $R/a/b:$T',
  ],
  [
    'one ARG for two stages',
    'ARG B=python:3.12\nFROM $B AS a\nFROM $B',
    'ARG B=python:3.12@new\nFROM $B AS a\nFROM $B',
  ],
  ['ARG with a part of the tag', 'ARG V=3.12\nFROM python:$V-slim', 'ARG V=3.12\nFROM python:$V-slim'],
  ['ARG with the end of the tag', 'ARG V=slim\nFROM python:3.12-$V', 'ARG V=slim\nFROM python:3.12-$V'],
  ['ARG with the name alone', 'ARG I=python\nFROM $I:3.12', 'ARG I=python\nFROM $I:3.12'],
  [
    'ARG for two images',
    'ARG T=3\nFROM python:$T AS a\nFROM alpine:$T',
    'ARG T=3\nFROM python:$T AS a\nFROM alpine:$T',
  ],
  [
    'ARG that a stage uses',
    'ARG T=3.12\nFROM python:$T\nARG T\nRUN echo $T',
    'ARG T=3.12\nFROM python:$T\nARG T\nRUN echo $T',
  ],
  [
    'ARG in another default',
    'ARG T=3.12\nARG U=x$T\nFROM python:$T',
    'ARG T=3.12\nARG U=x$T\nFROM python:$T',
  ],
  [
    'ARG in a default that is not plain',
    'ARG T=3\nARG B=python:$T\nFROM $B',
    'ARG T=3\nARG B=python:$T\nFROM $B',
  ],
  [
    'ARG with two defaults',
    'ARG T=3.11\nARG T=3.12\nFROM python:$T',
    'ARG T=3.11\nARG T=3.12\nFROM python:$T',
  ],
  ['ARG in a platform too', 'ARG B=alpine:3\nFROM --platform=$B $B', 'ARG B=alpine:3\nFROM --platform=$B $B'],
  ['ARG without a default', 'ARG B\nFROM $B', 'ARG B\nFROM $B'],
  ['a default in FROM', 'FROM python:${T:-3.12}', 'FROM python:${T:-3.12}'],
  ['a name of this machine', 'FROM mybase\nFROM localhost/x:1', 'FROM mybase\nFROM localhost/x:1'],
  ['a template', 'FROM {{ base }}\nFROM python:3', 'FROM {{ base }}\nFROM python:3'],
  ['no reference', 'FROM Python:3', 'FROM Python:3'],
];

describe('Dockerfiles', () => {
  test.each(dockerfiles)('%s', (_, text, becomes) => {
    for (const end of ['\n', '\r\n', '']) {
      const file = text.replaceAll('\n', end || '\n') + end;
      expect(pinned(file)).toBe(becomes.replaceAll('\n', end || '\n') + end);
    }
  });

  test('an argument that the build gives otherwise', () => {
    const text = 'ARG T=3.12\nFROM python:$T\n';
    expect(pinned(text, { buildArguments: { T: '3.11' } })).toBe(text);
    expect(pinned(text, { buildArguments: { OTHER: '1' } })).toBe('ARG T=3.12@new\nFROM python:$T\n');
  });

  test('what is left alone is told with its reason', () => {
    const text = 'ARG B\nFROM mybase AS a\nFROM $B\nFROM localhost/x:1\n';
    const { leftAlone } = imagePlaces({ text, facts, context: {} });
    expect(leftAlone.map(({ text: image, reason }) => `${image}: ${reason}`)).toEqual([
      'mybase: it is no official image of Docker Hub, so it can be one of this machine or a build context',
      '$B: the value of $B is not known',
      'localhost/x:1: it is an image of this machine',
    ]);
  });
});

const composeFiles: readonly (readonly [what: string, text: string, becomes: string])[] = [
  ['plain', 'image: nginx:1.27', 'image: nginx:1.27@new'],
  ['in quotes, with a comment', `image: 'nginx:1.27' # web`, `image: 'nginx:1.27@new' # web`],
  ['in double quotes', `image: "nginx:1.27@old"`, `image: "nginx:1.27@new"`],
  ['no tag', 'image: nginx', 'image: nginx:latest@new'],
  ['a registry by a variable', 'image: ${R:-ghcr.io}/a/b:1', 'image: ${R:-ghcr.io}/a/b:1@new'],
  ['a tag by a variable', 'image: nginx:${T:-1.27}', 'image: nginx:${T:-1.27}'],
  ['not known', 'image: ${IMAGE}', 'image: ${IMAGE}'],
  ['built', 'image: a.b/c:1\n    build: .', 'image: a.b/c:1\n    build: .'],
  ['over several lines', 'image: >-\n      nginx:1.27', 'image: >-\n      nginx:1.27'],
  ['of this machine', 'image: own', 'image: own'],
];

describe('Compose files', () => {
  test.each(composeFiles)('%s', (_, text, becomes) => {
    const around = (service: string) => `services:\n  web:\n    ${service}\n  db: {image: a.b/db:1}\n`;
    const file = around(text);
    const { places } = imagePlaces({
      language: 'compose',
      text: file.replaceAll('@old', `@${old}`),
      facts,
      context: { path: 'compose.yaml' },
    });
    expect(after(file, places)).toBe(around(becomes).replace('a.b/db:1', 'a.b/db:1@new'));
  });
});

test('whatever the text: every edit stands where its image is, and what is written is that image with the digest', () => {
  const word = fc.constantFrom(
    'FROM ',
    'ARG A=',
    'COPY --from=',
    'RUN --mount=from=',
    'python:3',
    'a.b/c',
    '$A',
    '${A}',
    ':',
    '@',
    ' ',
    '\n',
    '"',
    '\\\n',
    ',',
    '3.12',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const text = words.join('');
      for (const place of imagePlaces({ text, facts, context: {} }).places) {
        const edit = pinEdit(place, digest);
        if (!edit) continue;
        const before = text.slice(edit.start, edit.end);
        expect(place.text.endsWith(before)).toBe(true);
        expect(edit.text.endsWith(`@${digest}`)).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});
