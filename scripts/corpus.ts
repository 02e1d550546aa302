// `npm run corpus -- FOLDER… [--rule ID] [--profile NAME]`: runs the engine over real Dockerfiles that are not part of the repository.
// It counts findings, tries every fix (the result must parse, lose the finding and gain no other), prints what is wrong, and says
// how many findings of each severity the median file has.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  applyEdits,
  type Finding,
  fixesFor,
  type LintResult,
  lint,
  openFacts,
  type Profile,
  type Severity,
} from '../server/src/engine/index.ts';
import { findDockerfiles } from './corpus/files.ts';
import { compileFacts } from './generate/facts.ts';
import { runMain } from './root.ts';

runMain(async () => {
  const args = process.argv.slice(2);
  const option = (name: string) => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args.splice(at, 2)[1];
  };
  const shown = option('--rule');
  const profile = option('--profile') as Profile | undefined;
  if (args.length === 0)
    throw new Error('Name a folder: npm run corpus -- FOLDER… [--rule ID] [--profile NAME]');
  const today = new Date().toISOString().slice(0, 10);
  const facts = openFacts(JSON.parse(await compileFacts()));
  const counts = new Map<string, { findings: number; files: number }>();
  const perFile: Severity[][] = [];
  const slow: [number, string][] = [];
  let files = 0;
  let fixes = 0;
  let wrong = 0;
  let spent = 0;
  for (const folder of args.map((arg) => resolve(arg))) {
    for (const { path, fileName, relativePath } of findDockerfiles(folder)) {
      const text = readFileSync(path, 'utf8');
      const name = relative(folder, path);
      const run = (source: string) =>
        lint({
          text: source,
          facts,
          context: { fileName, relativePath, today },
          settings: { ...(profile && { profile }) },
        });
      files++;
      const start = performance.now();
      const result = run(text);
      const took = performance.now() - start;
      spent += took;
      slow.push([took, name]);
      perFile.push(result.findings.map(({ severity }) => severity));
      const inFile = new Set<string>();
      for (const finding of result.findings) {
        const key = `${finding.severity} ${finding.ruleId}`;
        const count = counts.get(key) ?? { findings: 0, files: 0 };
        counts.set(key, {
          findings: count.findings + 1,
          files: count.files + (inFile.has(key) ? 0 : 1),
        });
        inFile.add(key);
        if (finding.ruleId === shown)
          console.log(`${name}:${text.slice(0, finding.at.start).split('\n').length} ${finding.message}`);
        for (const fix of fixesFor(result, finding).fixes) {
          fixes++;
          const problem = faultOf(result, finding, run(applyEdits(text, fix.edits)));
          if (problem === undefined) continue;
          wrong++;
          console.log(`wrong fix in ${name}: ${finding.ruleId}, “${fix.title}”: ${problem}`);
        }
      }
    }
  }
  for (const [key, { findings, files: holding }] of [...counts].sort())
    console.log(`${String(findings).padStart(7)}  ${key} (${holding} files)`);
  for (const severity of ['error', 'warning', 'information', 'hint'] as const)
    console.log(`median ${severity} findings a file: ${median(perFile, severity)}`);
  slow.sort((one, other) => other[0] - one[0]);
  for (const [took, name] of slow.slice(0, 3)) console.log(`slowest: ${took.toFixed(1)} ms ${name}`);
  console.log(`${files} files in ${Math.round(spent)} ms, ${fixes} fixes tried, ${wrong} of them wrong`);
  if (wrong > 0) process.exitCode = 1;
});

/** The middle file's number of findings of a severity; the higher one where two are in the middle. */
function median(files: readonly (readonly Severity[])[], severity: Severity): number {
  const counts = files.map((file) => file.filter((each) => each === severity).length);
  return counts.sort((one, other) => one - other)[counts.length >> 1] ?? 0;
}

function faultOf(before: LintResult, finding: Finding, after: LintResult): string | undefined {
  const [error] = after.dockerfile.errors;
  if (before.dockerfile.errors.length === 0 && error)
    return `BuildKit would refuse the result: ${error.message}`;
  const count = (result: LintResult) =>
    result.findings.filter(({ ruleId }) => ruleId === finding.ruleId).length;
  if (count(after) >= count(before)) return 'the finding stays';
  const known = new Set(before.findings.map(({ ruleId }) => ruleId));
  const added = after.findings.find(
    ({ ruleId, severity }) => !known.has(ruleId) && (severity === 'error' || severity === finding.severity),
  );
  return added && `it adds ${added.ruleId}: ${added.message}`;
}
