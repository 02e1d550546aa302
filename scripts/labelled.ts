// `npm run labelled -- FOLDER`: how far we agree with other tools' own labelled tests. FOLDER holds copies of hadolint,
// buildkit, trivy-checks, checkov, kics, semgrep-rules and compose-lint, as many as there are; none of them is part of this repository.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openFacts } from '../server/src/engine/index.ts';
import { compileFacts } from './generate/facts.ts';
import { buildkitCases } from './labelled/buildkit.ts';
import type { LabelledCase } from './labelled/case.ts';
import { checkovCases } from './labelled/checkov.ts';
import { composeLintCases } from './labelled/compose-lint.ts';
import { hadolintCases } from './labelled/hadolint.ts';
import { kicsCases } from './labelled/kics.ts';
import { labelledPage } from './labelled/page.ts';
import { type Outcome, runCase } from './labelled/run-case.ts';
import { semgrepCases } from './labelled/semgrep.ts';
import { trivyCases } from './labelled/trivy.ts';
import { root, runMain } from './root.ts';

const sets: readonly (readonly [name: string, read: (folder: string) => LabelledCase[]])[] = [
  ['hadolint', hadolintCases],
  ['buildkit', buildkitCases],
  ['trivy-checks', trivyCases],
  ['checkov', checkovCases],
  ['kics', kicsCases],
  ['semgrep-rules', semgrepCases],
  ['compose-lint', composeLintCases],
];

runMain(async () => {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error('Name the folder of the copies: npm run labelled -- FOLDER [--write]');
  const facts = openFacts(JSON.parse(await compileFacts()));
  const reasons = JSON.parse(readFileSync(join(root, 'scripts/labelled/reasons.json'), 'utf8'));
  const outcomes: Outcome[] = [];
  for (const [name, read] of sets) {
    const place = readdirSync(resolve(folder)).find((one) => one === name || one.endsWith(`+${name}`));
    if (place === undefined || !existsSync(join(folder, place))) console.log(`${name}: no copy there`);
    else outcomes.push(...read(join(resolve(folder), place)).map((one) => runCase(one, facts)));
  }
  const page = labelledPage(outcomes, reasons);
  if (rest.includes('--write')) writeFileSync(join(root, 'docs/labelled-sets.md'), page.text);
  console.log(page.summary);
  for (const line of page.open) console.log(line);
  if (page.open.length > 0) process.exitCode = 1;
});
