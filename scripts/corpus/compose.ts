// `npm run corpus -- FOLDER… --compose`: real Compose files, each folder in FOLDER a repository, and every fix and refactoring tried.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  applyEdits,
  type ComposeResult,
  type Finding,
  LineIndex,
  lint,
  openFacts,
  type Profile,
  refactorings,
} from '../../server/src/engine/index.ts';
import { gatherCompose } from '../../server/src/workspace/compose-context.ts';
import { languageOfText } from '../../server/src/workspace/language.ts';
import { languageOf } from '../../server/src/workspace/names.ts';
import { compileFacts } from '../generate/facts.ts';
import { faultsOfFixAllInYaml, moreErrors } from './fix-all-in-yaml.ts';
import { faultsOf, triedFixes } from './fix-faults.ts';

/** What is to be printed besides the counts. */
export interface ComposeRun {
  readonly folders: readonly string[];
  readonly profile?: Profile;
  /** The findings of this rule, or of a severity (`error`). */
  readonly rule?: string;
  /** What the fixes of this rule, or the refactorings of this name, make of the text. */
  readonly fixes?: string;
}

/** @returns whether nothing was wrong */
export async function runCompose({ folders, profile, rule, fixes }: ComposeRun): Promise<boolean> {
  const facts = openFacts(JSON.parse(await compileFacts()));
  const today = new Date().toISOString().slice(0, 10);
  const counts = new Map<string, { findings: number; files: Set<string> }>();
  const tally = { files: 0, services: 0, fixes: 0, refactorings: 0, refused: 0, faults: 0, spent: 0 };
  const slow: [number, string][] = [];
  const fault = (name: string, what: string) => {
    tally.faults++;
    console.log(`FAULT ${name}: ${what}`);
  };
  for (const folder of folders.map((one) => resolve(one))) {
    for (const path of composeFiles(folder)) {
      const text = readFileSync(path, 'utf8');
      if (languageOfText(path, text) !== 'compose') continue;
      const name = relative(folder, path).replaceAll('\\', '/');
      const root = join(folder, name.split('/')[0] ?? '');
      const { context } = await gatherCompose({ path, root, text });
      const settings = profile ? { profile } : {};
      const run = (source: string): ComposeResult =>
        lint({ language: 'compose', text: source, facts, settings, context: { ...context, today } });
      const start = performance.now();
      const result = run(text);
      const took = performance.now() - start;
      tally.spent += took;
      slow.push([took, name]);
      tally.files++;
      tally.services += result.project.services.length;
      const lines = new LineIndex(text);
      for (const finding of result.findings) {
        const key = `${finding.severity} ${finding.ruleId}`;
        const count = counts.get(key) ?? { findings: 0, files: new Set<string>() };
        count.findings++;
        count.files.add(name);
        counts.set(key, count);
        if (finding.ruleId === rule || finding.severity === rule)
          console.log(
            `${name}:${lines.position(finding.at.start).line + 1} ${finding.ruleId}: ${finding.message}`,
          );
      }
      for (const tried of triedFixes(result)) {
        tally.fixes++;
        if (tried.finding.ruleId === fixes) show(name, tried.fix.title, text, tried.text);
        for (const what of faultsOf(result, tried, run(tried.text)))
          fault(name, `${tried.finding.ruleId}, “${tried.fix.title}”: ${what}`);
      }
      for (const what of faultsOfFixAllInYaml(result)) fault(name, what);
      const offers = refactorings(result);
      tally.refused += offers.refusals.length;
      for (const offer of offers.refactorings) {
        tally.refactorings++;
        const after = run(applyEdits(text, offer.edits));
        if (offer.name === fixes) show(name, offer.title, text, after.input.text);
        if (moreErrors(result, after)) fault(name, `${offer.id} makes a file that Compose refuses`);
        const brought = worse(result.findings, after.findings);
        if (brought) fault(name, `${offer.id} adds ${brought.ruleId}: ${brought.message}`);
        if (refactorings(after).refactorings.some(({ id }) => id === offer.id))
          fault(name, `${offer.id} is offered once more`);
      }
    }
  }
  for (const [key, { findings, files }] of [...counts].sort())
    console.log(`${String(findings).padStart(7)}  ${key} (${files.size} files)`);
  slow.sort((one, other) => other[0] - one[0]);
  for (const [took, name] of slow.slice(0, 3)) console.log(`slowest: ${took.toFixed(1)} ms ${name}`);
  console.log(
    `${tally.files} files, ${tally.services} services in ${Math.round(tally.spent)} ms; ${tally.fixes} fixes and ` +
      `${tally.refactorings} refactorings tried, ${tally.refused} refused; ${tally.faults} faults`,
  );
  return tally.faults === 0;
}

function* composeFiles(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* composeFiles(path);
    else if (entry.isFile() && languageOf(entry.name) === 'compose') yield path;
  }
}

/** An error or warning of a rule that reports more often than before. */
function worse(before: readonly Finding[], after: readonly Finding[]): Finding | undefined {
  const count = (all: readonly Finding[], id: string) => all.filter(({ ruleId }) => ruleId === id).length;
  return after.find(
    ({ ruleId, severity }) =>
      (severity === 'error' || severity === 'warning') && count(after, ruleId) > count(before, ruleId),
  );
}

function show(name: string, title: string, before: string, after: string): void {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const kept = new Set(old);
  const had = new Set(now);
  console.log(`${name}: “${title}”`);
  for (const line of old) if (!had.has(line)) console.log(`  - ${line}`);
  for (const line of now) if (!kept.has(line)) console.log(`  + ${line}`);
}
