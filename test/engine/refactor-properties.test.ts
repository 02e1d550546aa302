// What must hold for every split and every move to a hardened image: over the cases of test/engine/refactor as they are, with
// other line ends, and with instructions, comments and blank lines put in at random.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOfSplit } from '../../scripts/corpus/split-faults.ts';
import { tryOffers } from '../../scripts/corpus/split-offers.ts';
import { type LintContext, lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { refactorCases } from './refactor/cases.ts';

/** `split:slim image: …` for each property that does not hold. */
function faultsOf(text: string, context: LintContext): string[] {
  const { tried, refusals } = tryOffers(lint({ text, facts, context }));
  const faults = tried.flatMap((one) =>
    faultsOfSplit(one).map(({ property, what }) => `${one.offer.id} ${property}: ${what}`),
  );
  for (const { id, reason } of refusals)
    if (!/[.!?]$/.test(reason)) faults.push(`${id}: the refusal is no sentence: ${reason}`);
  if (tried.length === 0 && refusals.length === 0) faults.push('nothing is offered, and nothing is refused');
  return faults;
}

describe('as written', () => {
  test.each(refactorCases)('$name', ({ text, context }) => {
    expect(faultsOf(text, context)).toEqual([]);
  });
});

describe('without a final line break', () => {
  test.each(refactorCases.filter(({ name }) => name.endsWith('alone')))('$name', ({ text, context }) => {
    expect(faultsOf(text.replace(/\n$/, ''), context)).toEqual([]);
  });
});

/** Lines that say nothing of how the program is built. */
const line = fc.oneof(
  fc.constantFrom('# a remark', '# plimsoll: nothing', '', '\t# indented', '#'),
  fc.nat(99).map((number) => `LABEL note.${number}="kept ${number}"`),
  fc.integer({ min: 1024, max: 65535 }).map((port) => `EXPOSE ${port}`),
  fc.nat(99).map((number) => `ENV SETTING_${number}=value-${number}`),
  fc.nat(99).map((number) => `ENV FIRST_${number}=1 \\\n    SECOND_${number}="two words"`),
  fc.nat(99).map((number) => `ARG OPTION_${number}=x`),
  fc.nat(99).map((number) => `VOLUME /volume-${number}`),
  fc.constant('STOPSIGNAL SIGQUIT'),
);

const varied = fc
  .record({
    subject: fc.constantFrom(...refactorCases),
    inserted: fc.array(fc.record({ where: fc.nat(40), what: line }), { minLength: 1, maxLength: 6 }),
    crlf: fc.boolean(),
    end: fc.boolean(),
  })
  .map(({ subject: { name, text, context }, inserted, crlf, end }) => {
    const { dockerfile } = lint({ text, facts, context });
    // A new line before an instruction after the first FROM; escaped lines of the file's own kind.
    const from = dockerfile.instructions.findIndex(({ keyword }) => keyword === 'FROM');
    const starts = dockerfile.instructions
      .slice(from + 1)
      .map(({ at }) => text.lastIndexOf('\n', at.start - 1) + 1);
    let varied = text;
    for (const { where, what } of inserted
      .map((one) => ({ ...one, where: starts[one.where % starts.length]! }))
      .sort((one, other) => other.where - one.where))
      varied = `${varied.slice(0, where)}${what.replace('\\', dockerfile.escape)}\n${varied.slice(where)}`;
    if (!end) varied = varied.replace(/\n$/, '');
    return { name, text: crlf ? varied.replaceAll('\n', '\r\n') : varied, context };
  });

test('with other lines put in', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(varied, ({ text, context }) => {
      expect(faultsOf(text, context)).toEqual([]);
    }),
    // One draw for everybody's CI; elsewhere a new one each time.
    { numRuns: 60, ...(process.env['CI'] ? { seed: 5 } : {}) },
  );
});

test('the plain file of each language converts', () => {
  const plain = [
    'python-pip-slim',
    'node-alpine-ci',
    'go-modules',
    'rust-release',
    'java-maven',
    'dotnet-publish',
  ];
  const converted = refactorCases
    .filter(({ name }) => plain.some((one) => name === `${one} in its project`))
    .filter(({ text, context }) => tryOffers(lint({ text, facts, context })).tried.length > 0);
  expect(converted.map(({ name }) => name.split(' ')[0]).sort()).toEqual([...plain].sort());
});
