// `plimsoll pin` with a real registry: what is written and what is told.
import { describe, expect, test } from 'vitest';
import { privateRegistry } from './private-registry.ts';
import { loginOf, type PinRun } from './run-pin.ts';

const { registry, image, digest, pinned } = privateRegistry();

describe('a registry with names and passwords', () => {
  test('every place where a Dockerfile and a Compose file name an image', async () => {
    const { address } = registry();
    const files = {
      Dockerfile: [
        `ARG BASE="${image()}"`,
        `ARG TAG=3.12.1-slim`,
        `ARG REGISTRY=${address}`,
        `FROM ${image()} AS build`,
        `FROM \${BASE} AS second`,
        `FROM ${address}/acme/python:$TAG AS third`,
        `FROM \${REGISTRY}/acme/python:3.12.1-slim AS fourth`,
        `COPY --from=${image()} /a /a`,
        `COPY --from=build /b /b`,
        `RUN --mount=type=bind,from=${image()},target=/x true`,
        'FROM scratch AS nothing',
        'FROM ${UNKNOWN} AS unknown',
        'FROM own-base AS own',
        `FROM third`,
        '',
      ].join('\r\n'),
      'compose.yaml': `services:\n  web:\n    image: "${image()}" # the web\n  own:\n    image: ${address}/acme/own:1\n    build: .\n`,
    };
    const run = await pinned({ files });
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    const withDigest = `3.12.1-slim@${digest()}`;
    const expected = files.Dockerfile.replaceAll('3.12.1-slim', withDigest);
    expect(run.read('Dockerfile')).toBe(expected);
    expect(run.read('compose.yaml')).toBe(files['compose.yaml'].replaceAll('3.12.1-slim', withDigest));
    expect(run.out).toContain(`Dockerfile:4:6 ${image()} → 3.12.1-slim@${digest()} (2 platforms)`);
    expect(run.out).toContain('own-base was left alone: it is no official image of Docker Hub');
    expect(run.out).toContain('the value of $UNKNOWN is not known');
    // Again: nothing more to do.
    const again = await pinned({
      files: { Dockerfile: run.read('Dockerfile') },
      args: ['--dry-run', '--update'],
    });
    expect(again.code).toBe(0);
    expect(again.out).toContain('0 images would be pinned, 6 digests up to date');
  });

  test('--dry-run, --diff and --json write nothing; 1 says that something would change', async () => {
    const files = { Dockerfile: `FROM ${image()}\n` };
    for (const flag of ['--dry-run', '--diff', '--json']) {
      const run = await pinned({ files, args: flag === '--json' ? ['--json', '--dry-run'] : [flag] });
      expect([run.code, run.err, run.read('Dockerfile')]).toEqual([
        1,
        flag === '--diff' ? run.err : '',
        files.Dockerfile,
      ]);
      if (flag === '--diff') expect(run.out).toContain(`-FROM ${image()}\n+FROM ${image()}@${digest()}\n`);
      if (flag !== '--json') continue;
      expect(JSON.parse(run.out)).toMatchObject({
        images: [
          {
            file: 'Dockerfile',
            line: 1,
            column: 6,
            state: 'outdated',
            digest: digest(),
            platforms: ['linux/amd64', 'linux/arm64'],
          },
        ],
        problems: [],
      });
    }
  });

  test('a tag that has moved: only --update renews the digest', async () => {
    const before = await registry().push('acme/moving:1', 'before');
    const name = `${registry().address}/acme/moving:1`;
    const files = { Dockerfile: `FROM ${name}@${before}\nFROM ${name.replace(':1', '')}@${before}\n` };
    const after = await registry().push('acme/moving:1', 'after');
    expect((await pinned({ files })).out).toContain('0 images pinned.');
    const run = await pinned({ files, args: ['--update'] });
    expect(run.read('Dockerfile')).toBe(files.Dockerfile.replace(before, after));
    expect(run.out).toContain('was left as it is: it has no tag that could be followed.');
  });

  test('--newer: the newest tag of the same line and variant, with its digest', async () => {
    for (const tag of [
      '1.2.3-slim',
      '1.2.10-slim',
      '1.2.11',
      '1.2.12-alpine',
      '1.3.0-slim',
      '1.2.13rc1-slim',
    ])
      await registry().push(`acme/lines:${tag}`);
    const newest = await registry().push('acme/lines:1.2.10-slim');
    const name = `${registry().address}/acme/lines`;
    const run = await pinned({ files: { Dockerfile: `FROM ${name}:1.2.3-slim\n` }, args: ['--newer'] });
    expect(run.read('Dockerfile')).toBe(`FROM ${name}:1.2.10-slim@${newest}\n`);
  });

  test.each<[string, () => PinRun, string]>([
    [
      'no login',
      () => ({ docker: {} }),
      'it asks for a login. Check the image’s name, or log in with docker login localhost:',
    ],
    [
      'another login',
      () => ({ docker: loginOf(registry().address, 'alice', 'canary-wrong-Vv12') }),
      'it does not accept the login',
    ],
    [
      'no such tag',
      () => ({ files: { Dockerfile: `FROM ${image()}-none\n` } }),
      'it does not have it. Check the name and the tag.',
    ],
    [
      'an unknown authority',
      () => ({ env: { SSL_CERT_FILE: '' } }),
      'its certificate comes from an authority that is not trusted here',
    ],
    [
      'another name',
      () => ({ files: { Dockerfile: `FROM ${image().replace('localhost', '127.0.0.2')}\n` } }),
      'could not be asked for',
    ],
  ])('%s: 3, nothing written, and a sentence', async (_, run, sentence) => {
    const files = { Dockerfile: `FROM ${image()}\n` };
    const made = await pinned({ files, ...run() });
    expect(made.err).toContain(sentence);
    expect(made.code).toBe(3);
    expect(made.out + made.err).not.toMatch(/canary/);
    expect(made.read('Dockerfile')).not.toContain('@');
  });

  test('one image that fails keeps no other from being pinned', async () => {
    const run = await pinned({ files: { Dockerfile: `FROM ${image()}-none AS a\nFROM ${image()}\n` } });
    expect(run.code).toBe(3);
    expect(run.read('Dockerfile')).toBe(`FROM ${image()}-none AS a\nFROM ${image()}@${digest()}\n`);
  });
});
