// What can be done with a file as a whole: split it into stages, or move it to a hardened image. Made only when asked for.

import type { DockerfileResult } from '../lint-result.ts';
import { buildEvidence } from '../model/build-evidence.ts';
import type { Stage } from '../model/model.ts';
import type { SyntaxProblem } from '../parse/syntax.ts';
import { finish } from './finish.ts';
import { hardenOffers, hardenTitle } from './harden.ts';
import { inputOf } from './input.ts';
import { languages } from './languages/index.ts';
import { type Language, type RuntimeChoice, type SplitInput, SplitRefusal } from './plan.ts';
import type { Refactoring, RefactoringOffers, RefusedRefactoring } from './refactoring.ts';
import { refusal } from './refusal.ts';
import { changesOf } from './summary.ts';
import { writePlan } from './write.ts';

/** All refactorings of a Dockerfile, with those that cannot be made and why. Never throws; costs some lints of the file for each choice. */
export function dockerfileRefactorings(result: DockerfileResult): RefactoringOffers {
  const { model } = result;
  const [error] = result.dockerfile.errors;
  if (error) return { refactorings: [], refusals: refusedForSyntax(error) };
  if (!model.finalStage) return { refactorings: [], refusals: [] };
  const split = splitOffers(result, model.finalStage);
  const harden = hardenOffers(result);
  return {
    refactorings: [...split.refactorings, ...harden.refactorings],
    refusals: [...split.refusals, ...harden.refusals],
  };
}

function refusedForSyntax({ message, at }: SyntaxProblem): RefusedRefactoring[] {
  const reason = `The build would fail before it starts: ${message}`;
  const common = { cause: 'syntax error', reason, at } as const;
  return [
    { name: 'split', id: 'split', title: splitTitle, ...common },
    { name: 'harden', id: 'harden:hardened', title: hardenTitle, ...common },
  ];
}

const splitTitle = 'Split into builder and runtime';

function splitOffers(result: DockerfileResult, stage: Stage): RefactoringOffers {
  const done: Refactoring[] = [];
  const refusals: RefusedRefactoring[] = [];
  const { from } = stage;
  const refuse = (error: unknown, id: RefusedRefactoring['id'], title: string) =>
    refusals.push(refusal(error, { name: 'split', id, title }, from.at));
  try {
    const input = inputOf(result, stage);
    if (result.model.stages.length > 1 && !buildEvidence(result.model, stage))
      throw new SplitRefusal(
        'The file has several stages, and the shipped one builds nothing.',
        'several stages',
        from.at,
      );
    const language = languageOf(input);
    for (const choice of language.choices(input)) {
      const title = `${splitTitle} on \`${choice.image}\``;
      try {
        done.push(split(result, input, language, choice, title));
      } catch (error) {
        refuse(error, `split:${choice.kind}`, title);
      }
    }
  } catch (error) {
    refuse(error, 'split', splitTitle);
  }
  return { refactorings: done, refusals };
}

function languageOf(input: SplitInput): Language {
  const found = languages.find((language) => language.recognises(input));
  if (found) return found;
  const { at } = input.stage.from;
  const { facts } = input.base;
  throw facts === undefined
    ? new SplitRefusal(`Nothing is known of \`${input.base.text}\`.`, 'unknown base image', at)
    : new SplitRefusal(
        'Nothing here builds or installs what a split could leave behind.',
        'nothing to split',
        at,
      );
}

function split(
  result: DockerfileResult,
  input: SplitInput,
  language: Language,
  choice: RuntimeChoice,
  title: string,
): Refactoring {
  const plan = language.plan(input, choice);
  const { edits, changes } = finish(result, {
    ...writePlan(input.model, input.stage, plan),
    dropped: plan.dropped,
  });
  return {
    name: 'split',
    id: `split:${choice.kind}`,
    title,
    at: input.stage.from.at,
    edits,
    changes: [...changesOf(input, choice, plan), ...changes],
  };
}
