// Where inside a line, and where else, a finding of a known layer is placed.
import { expect, test } from 'vitest';
import { attribute, type Found } from '../../server/src/attribution/index.ts';
import { LineIndex } from '../../server/src/engine/index.ts';
import { base, file, history, idOf, modelOf, run } from './attribution/histories.ts';

test('packages of a line: the word that names them, else the command, else the line', () => {
  const text = file(
    'FROM a',
    'RUN apt-get update && apt-get install -y --no-install-recommends "curl=8.*" libssl3:amd64 ./tool_1.0_all.deb',
    'RUN apk add --no-cache bash~5 && pip install "Flask[async]>=3" ./vendor/my_lib-1.0-py3-none-any.whl',
    'RUN npm install -g @scope/x@2 left ./pack/own-y-1.0.0.tgz && go install example.com/tool/cmd/tool@v1.2.3',
    'RUN dnf -y upgrade; npm ci; ./configure',
  );
  const image = history(...base, run('1'), run('2'), run('3'), run('4'));
  const record = {
    ...image,
    history: [
      ...image.history.slice(0, 2),
      ...text
        .split('\n')
        .slice(1, 5)
        .map((line) => ({
          createdBy: line.replace(/^RUN/, 'RUN /bin/sh -c'),
          comment: 'buildkit.x',
          empty: false,
        })),
    ],
  };
  const at = (layer: number, trace: Found) => {
    const place = attribute(modelOf(text), record, [{ ...trace, layerDiffId: idOf(layer) }])!.places[0]!;
    return text.slice(place.at.start, place.at.end);
  };
  const os = (name: string): Found => ({ class: 'os', package: name });
  const library = (type: string, name: string): Found => ({ class: 'library', type, package: name });
  expect(at(1, os('curl'))).toBe('"curl=8.*"');
  expect(at(1, os('libssl3'))).toBe('libssl3:amd64');
  expect(at(1, os('tool'))).toBe('./tool_1.0_all.deb');
  expect(at(1, os('libnghttp2'))).toMatch(/^apt-get install .*deb$/);
  expect(at(2, os('bash'))).toBe('bash~5');
  expect(at(2, library('python-pkg', 'flask'))).toBe('"Flask[async]>=3"');
  expect(at(2, library('python-pkg', 'My-Lib'))).toBe('./vendor/my_lib-1.0-py3-none-any.whl');
  expect(at(2, library('python-pkg', 'werkzeug'))).toMatch(/^pip install/);
  expect(at(3, library('node-pkg', '@scope/x'))).toBe('@scope/x@2');
  expect(at(3, library('node-pkg', '@own/y'))).toBe('./pack/own-y-1.0.0.tgz');
  expect(at(3, library('gobinary', 'example.com/tool'))).toBe('example.com/tool/cmd/tool@v1.2.3');
  expect(at(3, library('jar', 'a:b'))).toMatch(/^RUN npm install/);
  expect(at(4, os('openssl'))).toBe('dnf -y upgrade');
  expect(at(4, library('node-pkg', 'left'))).toBe('npm ci');
});

test('what a COPY took from another stage: where it was installed, or the compiler’s image', () => {
  const text = file(
    'FROM golang:1.24 AS go',
    'RUN go build -o /out/app .',
    'FROM python:3.12 AS deps',
    'COPY requirements.txt .',
    'RUN pip install -r requirements.txt',
    'FROM python:3.12 AS build',
    'COPY --from=deps /site /site',
    'FROM debian:12',
    'COPY --from=go /out/app /app',
    'COPY --from=build /site /site',
  );
  const image = history(...base, '* COPY /out/app /app # buildkit', '* COPY /site /site # buildkit');
  const index = new LineIndex(text);
  const installed = (layer: number, type: string, name: string) => {
    const found = { class: 'library', type, package: name, layerDiffId: idOf(layer) } as const;
    const files = { 'requirements.txt': 'flask\n' };
    const place = attribute(modelOf(text), image, [found], { files })!.places[0]!;
    return place.installed && [place.installed.kind, index.position(place.installed.at.start).line + 1];
  };
  expect(installed(1, 'gobinary', 'stdlib')).toEqual(['base', 1]);
  expect(installed(2, 'python-pkg', 'flask')).toEqual(['install', 5]);
  // The image of the stage may have brought it as well.
  expect(installed(2, 'python-pkg', 'setuptools')).toBeUndefined();
});

test('layers that are the same: the lowest one brought it', () => {
  const text = file('FROM a', 'RUN one', 'RUN two');
  const image = history(...base, run('one'), run('two'));
  const same = { ...image, diffIds: [idOf(0), idOf(1), idOf(1)] };
  const [place] = attribute(modelOf(text), same, [
    { class: 'os', package: 'x', layerDiffId: idOf(1) },
  ])!.places;
  expect(new LineIndex(text).position(place!.at.start).line).toBe(1);
});

test('nothing for a file without a stage; no layer, or one that the image does not have: not sure', () => {
  const image = history(...base, run('one'));
  expect(attribute(modelOf('# empty\n'), image, [])).toBeUndefined();
  const found: Found[] = [
    { class: 'os', package: 'x' },
    { class: 'os', package: 'x', layerDiffId: 'sha256:no' },
  ];
  for (const place of attribute(modelOf(file('FROM a', 'RUN one')), image, found)!.places)
    expect(place).toMatchObject({ sure: 'either', says: 'base image or a line of this file' });
});
