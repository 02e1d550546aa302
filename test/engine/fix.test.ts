// Edits and fix-all: what fits together is applied, safe fixes change nothing that runs, and a second time changes nothing.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  type Example,
  type Fix,
  fixAll,
  fixesFor,
  lint,
  mergeFixes,
} from '../../server/src/engine/index.ts';
import type { Model } from '../../server/src/engine/model/model.ts';
import type { Origin } from '../../server/src/engine/model/state.ts';
import { facts } from '../facts.ts';
import { readMarks } from '../marks.ts';

const folder = new URL('../../server/src/engine/rules/dockerfile/', import.meta.url);
const rules = await Promise.all(
  readdirSync(folder).map(
    async (name) => (await import(new URL(name, folder).href)) as { examples: readonly Example[] },
  ),
);
const texts = [
  ...new Set(
    rules.flatMap(({ examples }) =>
      examples.map((example) => readMarks('good' in example ? example.good : example.bad).text),
    ),
  ),
];

const context = { today: '2026-11-21' };
const edit = (start: number, end: number, text: string) => ({ start, end, text });
const fix = (...edits: ReturnType<typeof edit>[]): Fix => ({ title: 'x', safety: 'safe', edits });

describe('edits', () => {
  test.each([
    ['none', [], 'abcdef'],
    ['in any order', [edit(4, 5, 'X'), edit(0, 1, 'Y')], 'YbcdXf'],
    ['that meet', [edit(0, 2, 'X'), edit(2, 4, 'Y')], 'XYef'],
    ['insertions at both ends', [edit(0, 0, '<'), edit(6, 6, '>')], '<abcdef>'],
  ])('%s', (_name, edits, expected) => expect(applyEdits('abcdef', edits)).toBe(expected));

  test.each([
    ['that overlap', [edit(0, 3, 'X'), edit(2, 4, 'Y')]],
    ['beyond the end', [edit(5, 7, 'X')]],
    ['backwards', [edit(3, 2, 'X')]],
  ])('refused: %s', (_name, edits) => expect(() => applyEdits('abcdef', edits)).toThrow(RangeError));

  test('a fix that touches an earlier one is left out whole', () => {
    const first = fix(edit(0, 2, 'X'));
    const second = fix(edit(5, 6, 'Z'), edit(2, 3, 'Y'));
    const third = fix(edit(4, 4, '!'));
    const merged = mergeFixes([first, second, third]);
    expect(merged.applied).toEqual([first, third]);
    expect(merged.left).toEqual([second]);
    expect(applyEdits('abcdef', merged.edits)).toBe('Xcd!ef');
  });
});

describe('fix-all', () => {
  const textOf = (by: Origin | undefined, text: string) =>
    by === undefined || by === 'image' ? by : text.slice(by.at.start, by.at.end);
  const runs = ({ finalStage }: Model, text: string) => {
    const end = finalStage?.end;
    return {
      user: end?.user?.name,
      packages: [...(end?.packages.keys() ?? [])],
      entrypoint: textOf(end?.entrypoint?.by, text),
      cmd: textOf(end?.cmd?.by, text),
      health: textOf(end?.healthcheck?.by, text),
    };
  };

  test.each(texts)('safe fixes leave what runs as it was: %j', (text) => {
    const before = lint({ text, facts, context });
    const { text: fixed, applied } = fixAll({ text, facts, context }, 'safe');
    const after = lint({ text: fixed, facts, context });
    const now = runs(after.model, fixed);
    const was = runs(before.model, text);
    // Only an instruction that provably fails may be rewritten.
    const broken = new Set(
      before.findings
        .filter(({ severity }) => severity === 'error')
        .map(({ at }) =>
          before.model.dockerfile.instructions.find(
            (one) => one.at.start <= at.start && at.end <= one.at.end,
          ),
        ),
    );
    for (const field of ['entrypoint', 'cmd', 'healthcheck'] as const) {
      const by = before.model.finalStage?.end[field]?.by;
      if (by !== undefined && by !== 'image' && broken.has(by))
        for (const one of [now, was]) one[field === 'healthcheck' ? 'health' : field] = undefined;
    }
    expect(now).toEqual(was);
    if (applied.length === 0) expect(fixed).toBe(text);
  });

  test.each(texts)('a second time changes nothing: %j', (text) => {
    for (const safety of ['safe', 'review'] as const) {
      const once = fixAll({ text, facts, context }, safety).text;
      expect(fixAll({ text: once, facts, context }, safety).text).toBe(once);
      expect(lint({ text: once, facts, context }).dockerfile.errors.length).toBeLessThanOrEqual(
        lint({ text, facts, context }).dockerfile.errors.length,
      );
    }
  });

  test('review fixes are applied one per finding, refactorings never', () => {
    const text =
      'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc\nRUN pip install x\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\nCMD ["python"]\n';
    const result = lint({ text, facts, context });
    expect(
      result.findings
        .flatMap((finding) => fixesFor(result, finding).fixes)
        .some(({ kind }) => kind === 'refactor'),
    ).toBe(true);
    const all = fixAll({ text, facts, context }, 'review');
    expect(all.applied.map(({ ruleId }) => ruleId).sort()).toEqual([
      'healthcheck-tool-missing',
      'package-lists-kept',
      'root-user',
    ]);
    expect(all.text.match(/^FROM/gm)).toHaveLength(1);
  });
});
