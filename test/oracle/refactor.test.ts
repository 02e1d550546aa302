// What refactorings make of the cases is parsed by the real BuildKit.
import { expect, test } from 'vitest';
import { tryOffers } from '../../scripts/corpus/split-offers.ts';
import { lint } from '../../server/src/engine/index.ts';
import { refactorCases } from '../engine/refactor/cases.ts';
import { facts } from '../facts.ts';
import { askBuildKit, failureOf, oraclePath } from './buildkit.ts';

test('BuildKit takes every result', (context) => {
  const path = oraclePath(context);
  const results = refactorCases.flatMap(({ name, text, context: surroundings }) =>
    [text, text.replaceAll('\n', '\r\n')].flatMap((source) =>
      tryOffers(lint({ text: source, facts, context: surroundings })).tried.map((one) => ({
        name: `${name} ${one.offer.id}`,
        text: one.text,
      })),
    ),
  );
  expect(results.length).toBeGreaterThan(100);
  const answers = askBuildKit(
    path,
    results.map(({ text }) => text),
  );
  const refused = answers.flatMap((answer, index) => {
    const failure = failureOf(answer);
    return failure ? [`${results[index]!.name}: ${failure.message}`] : [];
  });
  expect(refused).toEqual([]);
});
