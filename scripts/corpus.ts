// `npm run corpus -- FOLDER… [--rule ID] [--profile NAME] [--surroundings] [--fixes ID]`: runs the engine over real Dockerfiles that
// are not part of the repository. It counts findings, tries every fix and fix-all (see corpus/fix-faults.ts), prints what is wrong,
// and says how many findings of each severity the median file has. With `--surroundings` each folder in FOLDER is a repository,
// whose other files are read too; `--fixes` prints what the fixes of a rule make of the lines. `--split` measures the refactorings
// instead (see corpus/split.ts), `--compose` runs over Compose files (see corpus/compose.ts).
import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  type LintContext,
  lint,
  openFacts,
  type Profile,
  type Severity,
} from '../server/src/engine/index.ts';
import { gatherContext } from '../server/src/workspace/context.ts';
import { runCompose } from './corpus/compose.ts';
import { findDockerfiles } from './corpus/files.ts';
import { faultsOfFixAll } from './corpus/fix-all-faults.ts';
import { faultsOf, triedFixes } from './corpus/fix-faults.ts';
import { runSplit } from './corpus/split.ts';
import { compileFacts } from './generate/facts.ts';
import { runMain } from './root.ts';

runMain(async () => {
  const args = process.argv.slice(2);
  const flag = (name: string) => {
    const at = args.indexOf(name);
    return at >= 0 && args.splice(at, 1).length > 0;
  };
  const option = (name: string) => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args.splice(at, 2)[1];
  };
  if (flag('--split')) {
    if (!(await runSplit(args))) process.exitCode = 1;
    return;
  }
  const shown = option('--rule');
  const shownFixes = option('--fixes');
  const profile = option('--profile') as Profile | undefined;
  if (flag('--compose')) {
    const asked = {
      ...(profile && { profile }),
      ...(shown && { rule: shown }),
      ...(shownFixes && { fixes: shownFixes }),
    };
    if (!(await runCompose({ folders: args, ...asked }))) process.exitCode = 1;
    return;
  }
  const surroundings = flag('--surroundings');
  if (args.length === 0)
    throw new Error(
      'Name a folder: npm run corpus -- FOLDER… [--rule ID] [--profile NAME] [--surroundings] [--fixes ID]',
    );
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
      const context: LintContext = surroundings
        ? (await gatherContext({ path, text, root: join(folder, name.split(sep)[0] ?? '') })).context
        : { fileName, relativePath };
      const run = (source: string) =>
        lint({
          text: source,
          facts,
          context: { ...context, today },
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
      }
      for (const tried of triedFixes(result)) {
        fixes++;
        const { finding, fix } = tried;
        if (finding.ruleId === shownFixes)
          console.log(`${name}: “${fix.title}”\n${changedLines(text, tried.text)}`);
        for (const fault of faultsOf(result, tried, run(tried.text))) {
          wrong++;
          console.log(`wrong fix in ${name}: ${finding.ruleId}, “${fix.title}”: ${fault}`);
        }
      }
      for (const fault of faultsOfFixAll(result)) {
        wrong++;
        console.log(`wrong fix-all in ${name}: ${fault}`);
      }
    }
  }
  for (const [key, { findings, files: holding }] of [...counts].sort())
    console.log(`${String(findings).padStart(7)}  ${key} (${holding} files)`);
  for (const severity of ['error', 'warning', 'information', 'hint'] as const)
    console.log(`median ${severity} findings a file: ${median(perFile, severity)}`);
  slow.sort((one, other) => other[0] - one[0]);
  for (const [took, name] of slow.slice(0, 3)) console.log(`slowest: ${took.toFixed(1)} ms ${name}`);
  console.log(`${files} files in ${Math.round(spent)} ms, ${fixes} fixes tried, ${wrong} faults`);
  if (wrong > 0) process.exitCode = 1;
});

/** The lines that a fix takes away and brings, from the first to the last that differs. */
function changedLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let [end, endNow] = [old.length, now.length];
  while (end > start && endNow > start && old[end - 1] === now[endNow - 1]) {
    end--;
    endNow--;
  }
  const lines = [
    ...old.slice(start, end).map((line) => `  - ${line}`),
    ...now.slice(start, endNow).map((line) => `  + ${line}`),
  ];
  return lines.join('\n');
}

/** The middle file's number of findings of a severity; the higher one where two are in the middle. */
function median(files: readonly (readonly Severity[])[], severity: Severity): number {
  const counts = files.map((file) => file.filter((each) => each === severity).length);
  return counts.sort((one, other) => one - other)[counts.length >> 1] ?? 0;
}
