// Checks a Compose file: everything that adds to it put together, rules, suppression.
import { commentableYaml } from './compose/commentable-yaml.ts';
import { loadProject } from './compose/load.ts';
import { serviceImages } from './compose/service-image.ts';
import type { Finding } from './findings.ts';
import { judge, optionsOf, placedFinding, rulesOn } from './judge.ts';
import type { ComposeInput, ComposeResult } from './lint-result.ts';

/** Never throws; linear in the length of the text and of the files that add to it. */
export function lintCompose(input: ComposeInput): ComposeResult {
  const { text, context, facts, settings } = input;
  const { project, wanted } = loadProject(text, context);
  const imageOf = serviceImages(context, facts);
  const comments = commentableYaml(project.files.get(context.path), text);
  const all: Finding[] = [];
  for (const rule of rulesOn('compose', settings)) {
    const ruleInput = { project, context, facts, options: optionsOf(rule, settings), imageOf };
    for (const problem of rule.check(ruleInput))
      if (problem.at.file === context.path) all.push(placedFinding(rule, problem, settings));
  }
  return {
    language: 'compose',
    input,
    project,
    wanted,
    imageOf,
    comments,
    ...judge(all, comments, settings, context.today),
  };
}
