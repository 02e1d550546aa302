// Checks a Dockerfile: parse, model, rules, suppression.
import type { Finding } from './findings.ts';
import { findingOf, judge, optionsOf, rulesOn } from './judge.ts';
import type { DockerfileInput, DockerfileResult } from './lint-result.ts';
import { buildModel } from './model/build.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import { templateMark } from './parse/template-marks.ts';
import { commentableDockerfile } from './suppress/commentable.ts';

/** Never throws; linear in the length of the text. */
export function lintDockerfile(input: DockerfileInput): DockerfileResult {
  const { facts, settings, context = {} } = input;
  const dockerfile = parseDockerfile(input.text);
  const model = buildModel(dockerfile, facts, context);
  const comments = commentableDockerfile(dockerfile, model.stages.length);
  const all: Finding[] = [];
  // What a template will hold is not known.
  const isTemplate = templateMark(dockerfile) !== undefined;
  for (const rule of rulesOn('dockerfile', settings)) {
    if (isTemplate && rule.id !== 'syntax-error') continue;
    const ruleInput = { model, context, facts, options: optionsOf(rule, settings) };
    for (const problem of rule.check(ruleInput)) all.push(findingOf(rule, problem, settings));
  }
  const judged = judge(all, isTemplate ? undefined : comments, settings, context.today);
  return { language: 'dockerfile', input, dockerfile, model, comments, ...judged };
}
