// Runs a rule's example as the engine is run: with its surroundings, every rule on, at a fixed day.
import {
  type Example,
  type FactsTable,
  type FixSafety,
  fixesFor,
  type LintResult,
  lint,
  withKnownImages,
} from '../../server/src/engine/index.ts';

/** @param text the example's file, marks taken out  @param id of the rule whose example it is */
export function runExample(text: string, example: Example, id: string, facts: FactsTable): LintResult {
  const { files, options, images = [] } = example;
  const ignore = files?.['.dockerignore'];
  const surroundings = files && {
    files,
    paths: Object.keys(files),
    entries: [...new Set(Object.keys(files).map((path) => path.replace(/\/.*$/, '/')))].sort(),
    ignoreFile: ignore === undefined ? null : { path: '.dockerignore', text: ignore },
  };
  return lint({
    text,
    facts: withKnownImages(facts, images),
    context: { today: '2026-11-21', ...surroundings, ...example.context },
    settings: { profile: 'strict', ...(options ? { options: { [id]: options } } : {}) },
  });
}

const kinds: readonly FixSafety[] = ['safe', 'review'];

/** The kinds of fixes that a rule offers in its examples, safe before review. */
export function fixKinds(id: string, examples: readonly Example[], facts: FactsTable): FixSafety[] {
  const found = new Set<FixSafety>();
  for (const example of examples) {
    if (!('bad' in example)) continue;
    const result = runExample(example.bad.replace(/[«»]/g, ''), example, id, facts);
    for (const finding of result.findings.filter((one) => one.ruleId === id))
      for (const fix of fixesFor(result, finding).fixes) found.add(fix.safety);
  }
  return kinds.filter((kind) => found.has(kind));
}
