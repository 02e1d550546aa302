// The grammar of image references: what Docker takes is taken, everything else gets a sentence.
import { expect, test } from 'vitest';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';

const hex = (length: number, digit = 'a') => digit.repeat(length);

// [text, registry, repository, tag, digest, familiar]; checked against github.com/distribution/reference v0.6.0.
const good: readonly (readonly [string, string, string, string?, string?, string?])[] = [
  ['python', 'docker.io', 'library/python'],
  ['python:3.12-slim', 'docker.io', 'library/python', '3.12-slim'],
  ['library/python', 'docker.io', 'library/python', undefined, undefined, 'python'],
  ['docker.io/python', 'docker.io', 'library/python', undefined, undefined, 'python'],
  ['docker.io/library/python:3', 'docker.io', 'library/python', '3', undefined, 'python:3'],
  ['index.docker.io/library/x', 'docker.io', 'library/x', undefined, undefined, 'x'],
  ['grafana/grafana', 'docker.io', 'grafana/grafana'],
  ['library/a/b', 'docker.io', 'library/a/b'],
  ['dhi.io/python:3.13', 'dhi.io', 'python', '3.13'],
  ['ghcr.io/a/b:v1.2_3-x', 'ghcr.io', 'a/b', 'v1.2_3-x'],
  ['GHCR.io/a', 'GHCR.io', 'a'],
  ['UP/x', 'UP', 'x'],
  ['localhost/x', 'localhost', 'x'],
  ['localhost', 'docker.io', 'library/localhost'],
  ['localhost:5000', 'docker.io', 'library/localhost', '5000'],
  ['localhost:5000/a/b:t', 'localhost:5000', 'a/b', 't'],
  ['127.0.0.1:80/x', '127.0.0.1:80', 'x'],
  ['[::1]:5000/a', '[::1]:5000', 'a'],
  ['[2001:DB8::7]/a/b:1', '[2001:DB8::7]', 'a/b', '1'],
  ['gcr.io/distroless/python3-debian12:nonroot', 'gcr.io', 'distroless/python3-debian12', 'nonroot'],
  [`a@sha256:${hex(64)}`, 'docker.io', 'library/a', undefined, `sha256:${hex(64)}`],
  [`a:1@sha256:${hex(64)}`, 'docker.io', 'library/a', '1', `sha256:${hex(64)}`],
  [`r.io/a@sha512:${hex(128)}`, 'r.io', 'a', undefined, `sha512:${hex(128)}`],
  ['a__b', 'docker.io', 'library/a__b'],
  ['a--b---c', 'docker.io', 'library/a--b---c'],
  ['a.b/c', 'a.b', 'c'],
  [`a:${hex(128, 't')}`, 'docker.io', 'library/a', hex(128, 't')],
  [hex(247), 'docker.io', `library/${hex(247)}`],
  [`foo.io/${hex(255)}`, 'foo.io', hex(255)],
  [`x/${hex(64, 'f')}`, 'docker.io', `x/${hex(64, 'f')}`],
];

test.for(good)('%s', ([text, registry, repository, tag, digest, familiar]) => {
  const reference = parseImageReference(text);
  expect(reference).toEqual({
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    familiar: familiar ?? text,
    full: `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`,
  });
});

const bad: readonly (readonly [string, RegExp])[] = [
  ['', /empty/],
  ['--help', /starts with “-”/],
  ['-o/tmp/x', /starts with “-”/],
  ['$(id)', /character “\$”/],
  ['${BASE}', /character “\$”/],
  ['a b', /character “ ”/],
  ['a\nb', /character/],
  ['a;id', /character “;”/],
  ['é', /character “é”/],
  ['http://x/y', /scheme/],
  ['docker://python', /scheme/],
  ['A/b/C', /lower case/],
  ['a/B', /lower case/],
  ['Python', /lower case/],
  ['/a', /empty/],
  ['a/', /empty|missing/],
  ['docker.io/', /missing/],
  ['a//b', /empty/],
  [':t', /missing/],
  ['a:', /tag after “:” is missing/],
  ['a:-t', /not a tag/],
  ['a:b:c', /not a tag/],
  [`a:${hex(129, 't')}`, /not a tag/],
  ['a..b', /must be letters/],
  ['a___b', /must be letters/],
  ['a/..', /must be letters/],
  ['../a', /not a registry/],
  ['a.io:/b', /not a registry/],
  ['[::1]x/b', /not a registry/],
  ['up_x.io/y', /not a registry/],
  ['a@b', /digest/],
  ['a@', /digest/],
  ['a@md5:0123456789abcdef0123456789abcdef', /digest/],
  [`a@sha256:${hex(63)}`, /64 hexadecimal/],
  [`a@sha256:${hex(64, 'A')}`, /64 hexadecimal/],
  [`a@sha256:${hex(64)}@sha256:${hex(64)}`, /64 hexadecimal/],
  ['a@constructor:1', /digest/],
  [hex(64, 'f'), /id, not a name/],
  [hex(256), /more than 255/],
  [`foo.io/${hex(256)}`, /more than 255/],
  [`foo/${'a/'.repeat(100_000)}a`, /characters/],
  ['\u202ea', /character/],
];

test.each(bad)('refused: %j', (text, reason) => {
  const result = parseImageReference(text);
  expect(result).toHaveProperty('error', expect.stringMatching(reason));
  // Fit for a message: no control characters, not longer than a few lines.
  if ('error' in result) expect(result.error).toMatch(/^[^\p{Cc}\p{Cf}]{1,400}$/u);
});
