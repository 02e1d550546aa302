// Our reading of Compose files beside compose-go's: the same projects, and the same files refused.
import { describe, expect, it, type TestContext } from 'vitest';
import { askCompose, type ComposeCase, composeOraclePath, loadCase } from './compose.ts';
import type { ComposeTable } from './compose-cases/case.ts';
import { refused } from './compose-cases/refused.ts';
import { severalFiles } from './compose-cases/several-files.ts';
import { syntax } from './compose-cases/syntax.ts';
import { values } from './compose-cases/values.ts';
import { differences, ourShape, theirShape } from './compose-shape.ts';

function casesOf(table: ComposeTable): ComposeCase[] {
  return Object.entries(table).map(([name, one]) => {
    if (typeof one === 'string') return { name, files: { 'compose.yaml': one }, path: 'compose.yaml' };
    return { path: 'compose.yaml', ...one, name };
  });
}

/** What is wrong with our reading of accepted cases, by name. */
function faultsOf(context: TestContext, table: ComposeTable): Record<string, string[]> {
  const cases = casesOf(table);
  const answers = askCompose(composeOraclePath(context), cases);
  const faults: Record<string, string[]> = {};
  for (const [index, one] of cases.entries()) {
    const answer = answers[index]!;
    const project = loadCase(one);
    const errors = project.problems.filter(({ kind }) => kind === 'error').map(({ message }) => message);
    const found =
      answer.error !== ''
        ? [`compose-go: ${answer.error}`]
        : [...errors, ...differences(ourShape(project), theirShape(answer))];
    if (found.length > 0) faults[one.name] = found;
  }
  return faults;
}

describe('Compose files beside compose-go', () => {
  it('has the same values in single files', (context) => {
    expect(faultsOf(context, values)).toEqual({});
  });

  it('has the same anchors, documents and variables', (context) => {
    expect(faultsOf(context, syntax)).toEqual({});
  });

  it('has the same merged projects', (context) => {
    expect(faultsOf(context, severalFiles)).toEqual({});
  });

  it('refuses the same files, with a problem in one of them', (context) => {
    const cases = casesOf(refused);
    const answers = askCompose(composeOraclePath(context), cases);
    const faults: Record<string, string> = {};
    for (const [index, one] of cases.entries()) {
      const error = loadCase(one).problems.find(({ kind }) => kind === 'error');
      if (answers[index]!.error === '') faults[one.name] = 'compose-go loads it';
      else if (error === undefined)
        faults[one.name] = `not refused here; compose-go: ${answers[index]!.error}`;
      else if (error.at.end > (one.files[error.at.file]?.length ?? 0))
        faults[one.name] = 'a place outside the file';
    }
    expect(faults).toEqual({});
  });
});
