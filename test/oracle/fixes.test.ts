// BuildKit's own reader takes what every fix makes of a file that it took before: over all examples and cases, and real files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { triedFixes } from '../../scripts/corpus/fix-faults.ts';
import { type DockerfileResult, fixAll, lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { type FixSubject, fixSubjects } from '../fix-subjects.ts';
import { askBuildKit, failureOf, oraclePath } from './buildkit.ts';

/** What one fix, or all of them, made of a text. */
interface Made {
  readonly by: string;
  readonly text: string;
}

function* madeOf(result: DockerfileResult): Iterable<Made> {
  for (const { finding, fix, text } of triedFixes(result))
    yield { by: `${finding.ruleId}, “${fix.title}”`, text };
  for (const safety of ['safe', 'review'] as const)
    yield { by: `all ${safety} fixes`, text: fixAll(result.input, safety).text };
}

/** The fixes whose outcome BuildKit refuses though it takes the file as it was; and how many it was asked about. */
function refusedBy(oracle: string, subjects: readonly FixSubject[]): { refused: string[]; asked: number } {
  const refused: string[] = [];
  const originals = askBuildKit(
    oracle,
    subjects.map(({ text }) => text),
  );
  const taken = subjects.filter((_, i) => failureOf(originals[i]!) === undefined);
  const made = taken.flatMap(({ name, text, run }) =>
    [...madeOf(run(text))].map((one) => ({ ...one, by: `${name}: ${one.by}` })),
  );
  askBuildKit(
    oracle,
    made.map(({ text }) => text),
  ).forEach((answer, i) => {
    const failure = failureOf(answer);
    if (failure) refused.push(`${made[i]!.by}: ${failure.message}\n${made[i]!.text}`);
  });
  return { refused, asked: made.length };
}

/** Real Dockerfiles of a folder, when PLIMSOLL_CORPUS names one; what is not text in UTF-8 is left out. */
function realFiles(): FixSubject[] {
  const folder = process.env['PLIMSOLL_CORPUS'];
  if (!folder) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, file: path.join(folder, name) }))
    .filter(({ file }) => statSync(file).isFile())
    .map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => !text.includes('\ufffd'))
    .map(({ name, text }) => ({
      name,
      text,
      run: (source: string) =>
        lint({ text: source, facts, context: { today: '2026-11-21' }, settings: { profile: 'strict' } }),
    }));
}

describe('every fix makes a file that BuildKit reads', () => {
  it('of the examples and cases, with both kinds of line ends', async (context) => {
    const oracle = oraclePath(context);
    const { refused, asked } = refusedBy(oracle, await fixSubjects(facts));
    expect(refused).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  });

  // Real files are not part of the repository: `PLIMSOLL_CORPUS=FOLDER npx vitest run --project oracle` gives them.
  const files = realFiles();
  if (files.length > 0)
    it('of real files', (context) => {
      expect(refusedBy(oraclePath(context), files).refused).toEqual([]);
    });
});
