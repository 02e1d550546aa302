// Which file of the build context lies at a path of the image, and what a requirements file and a package.json say.
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../server/src/engine/model/build.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { contextFileAt } from '../../server/src/engine/surroundings/copied-files.ts';
import { namedManager } from '../../server/src/engine/surroundings/package-json.ts';
import { isHashed, readRequirements } from '../../server/src/engine/surroundings/requirements.ts';
import { facts } from '../facts.ts';

/** Looks from the last RUN of the file. */
function fileAt(lines: readonly string[], path: string, files: readonly string[] = [], ignore?: string) {
  const text = ['FROM node:22-slim', 'WORKDIR /app', ...lines, 'RUN last', ''].join('\n');
  const model = buildModel(parseDockerfile(text), facts, {
    paths: files,
    ignoreFile: ignore === undefined ? null : { path: '.dockerignore', text: ignore },
  });
  return contextFileAt(model, model.finalStage!.instructions.at(-1)!, path);
}

describe('contextFileAt', () => {
  test.each<[string[], string, string[], string | undefined]>([
    [['COPY a.lock .'], '/app/a.lock', [], 'a.lock'],
    [['COPY a.lock b.json ./web/'], '/app/web/a.lock', [], 'a.lock'],
    [['COPY sub/a.lock /app/a.lock'], '/app/a.lock', [], 'sub/a.lock'],
    [['COPY ["a.lock", "./"]'], '/app/a.lock', [], 'a.lock'],
    [['COPY a.lock /other/'], '/app/a.lock', ['a.lock'], undefined],
    [['COPY . .'], '/app/web/a.lock', ['web/a.lock'], 'web/a.lock'],
    [['COPY . .'], '/app/web/a.lock', [], undefined],
    [['COPY web /app'], '/app/a.lock', ['web/a.lock'], 'web/a.lock'],
    [['COPY *.lock ./'], '/app/a.lock', ['a.lock'], 'a.lock'],
    [['COPY *.json ./'], '/app/a.lock', ['a.lock'], undefined],
    [['ARG F=a.lock', 'COPY $F ./'], '/app/a.lock', [], 'a.lock'],
    [['ARG F', 'COPY $F ./'], '/app/a.lock', ['a.lock'], undefined],
    [['COPY a.lock .', 'RUN rm -f a.lock'], '/app/a.lock', [], undefined],
    [['COPY a.lock .', 'RUN rm -f *.tmp'], '/app/a.lock', [], 'a.lock'],
    [['COPY a.lock .', 'RUN rm a.lock', 'COPY b/a.lock .'], '/app/a.lock', [], 'b/a.lock'],
    [['COPY --from=node:22 a.lock .'], '/app/a.lock', ['a.lock'], undefined],
    [['COPY --exclude=*.lock . .'], '/app/a.lock', ['a.lock'], undefined],
    [['ADD https://example.com/a.lock .'], '/app/a.lock', ['a.lock'], undefined],
    [
      ['FROM node:22-slim AS base', 'WORKDIR /app', 'COPY a.lock .', 'FROM base'],
      '/app/a.lock',
      [],
      'a.lock',
    ],
  ])('%j holds %s', (lines, path, files, expected) => {
    expect(fileAt(lines, path, files)).toBe(expected);
  });

  test('a file that is ignored does not come with its folder', () => {
    expect(fileAt(['COPY . .'], '/app/a.lock', ['a.lock'], '*.lock\n')).toBeUndefined();
    expect(fileAt(['COPY . .'], '/app/a.lock', ['a.lock'], '*.lock\n!a.lock\n')).toBe('a.lock');
  });

  test('a bind mount brings it for one RUN', () => {
    const text =
      'FROM node:22-slim\nWORKDIR /app\nRUN --mount=type=bind,source=x/a.lock,target=a.lock y\nRUN z\n';
    const model = buildModel(parseDockerfile(text), facts, {});
    const [, mounted, after] = model.finalStage!.instructions;
    expect(contextFileAt(model, mounted!, '/app/a.lock')).toBe('x/a.lock');
    expect(contextFileAt(model, after!, '/app/a.lock')).toBeUndefined();
  });

  test('without a known context only a file that COPY names is certain', () => {
    const text = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN x\n';
    const model = buildModel(parseDockerfile(text), facts, { paths: ['a.lock'] });
    expect(contextFileAt(model, model.finalStage!.instructions.at(-1)!, '/app/a.lock')).toBeUndefined();
  });
});

describe('readRequirements', () => {
  test('reads lines that go on, comments and options', () => {
    const file = readRequirements(
      '\ufeff# all\r\n-r base.txt\r\n--constraint=c.txt\r\n--extra-index-url https://example.com/simple\r\n' +
        'flask[async]==3.0.3 \\\r\n    --hash=sha256:aa \\\r\n    --hash=sha256:bb  # via x\r\n\r\nwerkzeug>=3 # loose\r\n-e ./lib',
    );
    expect(file.requirements).toEqual([
      { text: 'flask[async]==3.0.3', hashed: true },
      { text: 'werkzeug>=3', hashed: false },
      { text: '-e ./lib', hashed: false },
    ]);
    expect(file.others).toEqual(['base.txt', 'c.txt']);
    expect(file.extraIndexes).toEqual(['https://example.com/simple']);
    expect(file.requireHashes).toBe(false);
    expect(isHashed(file)).toBe(false);
  });

  test('a file is hashed when every line is', () => {
    expect(isHashed(readRequirements('a==1 --hash=sha256:aa\nb==2 --hash sha256:bb\n'))).toBe(true);
    expect(isHashed(readRequirements('# nothing\n'))).toBe(false);
    expect(readRequirements('--require-hashes\n').requireHashes).toBe(true);
  });

  test('hostile text takes no time', () => {
    const started = performance.now();
    readRequirements(`${' #'.repeat(200_000)}\n${'a --'.repeat(100_000)}\n${'\\\n'.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('namedManager', () => {
  test.each([
    ['{"packageManager":"yarn@4.5.0+sha256.abc"}', { name: 'yarn', major: 4 }],
    ['{"packageManager":"pnpm"}', { name: 'pnpm', major: undefined }],
    ['{"packageManager":7}', undefined],
    ['[1]', undefined],
    ['null', undefined],
    ['{', undefined],
  ])('%s', (text, expected) => expect(namedManager(text)).toEqual(expected));
});
