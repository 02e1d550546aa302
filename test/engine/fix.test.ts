// Edits and fix-all: what fits together is applied. What holds for every fix is in fix-properties.test.ts.
import { describe, expect, test } from 'vitest';
import { applyEdits, type Fix, fixAll, mergeFixes } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

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
  test('review fixes are applied one per finding, no refactoring among them', () => {
    const text =
      'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc\nRUN pip install x\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\nCMD ["python"]\n';
    const all = fixAll({ text, facts, context }, 'review');
    expect(all.applied.map(({ ruleId }) => ruleId).sort()).toEqual([
      'healthcheck-tool-missing',
      'package-lists-kept',
      'root-user',
    ]);
    expect(all.text.match(/^FROM/gm)).toHaveLength(1);
  });

  test('one line that answers several findings is added once', () => {
    const text =
      'FROM debian:12\nRUN curl https://example.com/a | tee /a\nRUN curl https://example.com/b | tee /b\nUSER 10001\n';
    const all = fixAll({ text, facts, context }, 'review');
    expect(all.text.match(/^SHELL/gm)).toHaveLength(1);
  });
});
