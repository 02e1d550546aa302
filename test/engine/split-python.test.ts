// The split of one Python stage: exact output for marked files, and the reasons of refusals.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyEdits, fixesFor, lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const folder = new URL('cases/split-python/', import.meta.url);
const requirements = { 'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.32.0\n' };

function split(text: string, files: Readonly<Record<string, string>> = requirements) {
  const result = lint({ text, facts, context: { files } });
  const finding = result.findings.find(({ ruleId }) => ruleId === 'single-stage-build');
  return finding ? fixesFor(result, finding) : undefined;
}

describe('splits', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.in.Dockerfile'));
  test.each(names)('%s', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const [fix] = split(text)?.fixes ?? [];
    expect(fix?.kind).toBe('refactor');
    const result = applyEdits(text, fix!.edits);
    expect(result).toBe(readFileSync(new URL(name.replace('.in.', '.out.'), folder), 'utf8'));
    // It parses, nothing is left to split, and nothing else became wrong.
    const before = lint({ text, facts });
    const after = lint({ text: result, facts });
    expect(after.dockerfile.errors).toEqual([]);
    expect(split(result)).toBeUndefined();
    const known = new Set(before.findings.map(({ ruleId }) => ruleId));
    expect(after.findings.filter(({ ruleId }) => !known.has(ruleId))).toEqual([]);
    // The shipped image starts the same way as before.
    for (const field of ['user', 'cmd', 'entrypoint', 'healthcheck'] as const) {
      const [one, other] = [before, after].map(({ model, input }) => {
        const by = model.finalStage!.end[field]?.by;
        return by === undefined || by === 'image' ? by : input.text.slice(by.at.start, by.at.end);
      });
      expect(other).toBe(one);
    }
  });
});

const start =
  'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc\nCOPY requirements.txt .\n';
const end = 'CMD ["python", "app.py"]\n';

test.each([
  ['another manager', `${start}RUN poetry install\n${end}`, /poetry/],
  ['uv', `${start}RUN uv sync\n${end}`, /uv/],
  ['the user site', `${start}RUN pip install --user -r requirements.txt\n${end}`, /--user/],
  ['a target folder', `${start}RUN pip install -t /deps -r requirements.txt\n${end}`, /-t/],
  ['editable mode', `${start}RUN pip install -e .\n${end}`, /editable/],
  ['the application itself', `${start}RUN pip install .\n${end}`, /application itself/],
  ['no pip', `${start}RUN make\n${end}`, /make/],
  [
    'an unlisted -dev package',
    `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y libfoo-dev\nRUN pip install -r r.txt\n${end}`,
    /libfoo-dev/,
  ],
  [
    'removed packages',
    `${start}RUN pip install -r requirements.txt\nRUN apt-get purge -y curl\n${end}`,
    /removed again/,
  ],
  ['another user', `${start}USER 10001\nRUN pip install -r requirements.txt\n${end}`, /another user/],
  [
    'an absolute interpreter',
    `${start}RUN pip install -r requirements.txt\nCMD ["/usr/local/bin/gunicorn", "app"]\n`,
    /\/usr\/local\/bin\/gunicorn/,
  ],
  ['ONBUILD', `${start}RUN pip install -r requirements.txt\nONBUILD COPY . .\n${end}`, /ONBUILD/],
  ['SHELL', `${start}SHELL ["/bin/bash", "-c"]\nRUN pip install -r requirements.txt\n${end}`, /SHELL/],
  [
    'the full image',
    `FROM python:3.12\nRUN apt-get update && apt-get install -y gcc\nRUN pip install x\n${end}`,
    /-slim/,
  ],
  [
    'another language',
    `FROM node:22-slim\nRUN apt-get update && apt-get install -y gcc\nRUN npm ci\n`,
    /only Python/,
  ],
  [
    'an unknown image',
    `FROM example.com/base:1\nRUN apt-get update && apt-get install -y gcc\nRUN pip install x\n`,
    /Nothing is known/,
  ],
])('refuses %s', (_name, text, reason) => {
  const offer = split(text);
  expect(offer?.fixes).toEqual([]);
  expect(offer?.refusals[0]?.reason).toMatch(reason);
  expect(offer?.refusals[0]?.reason).toMatch(/\.$/);
});
