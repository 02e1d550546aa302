// `npx tsx scripts/review.ts FOLDER… [--severity error] [--sample 100] [--seed 1] [--most N] [--rule ID] [--profile NAME] [--json]`:
// draws a random but repeatable sample of findings from real repositories, to be read one by one by a person. Each folder is
// one group; the folders in it are repositories, checked as `plimsoll check` would check them where they lie.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFile } from '../server/src/cli/check-file.ts';
import { SettingsFinder } from '../server/src/cli/settings-finder.ts';
import { openFacts, type Profile } from '../server/src/engine/index.ts';
import type { CheckedFile } from '../server/src/report/report.ts';
import { lintSettingsFor } from '../server/src/settings/file.ts';
import { readDockerfile } from '../server/src/workspace/read.ts';
import { relativeTo } from '../server/src/workspace/root.ts';
import { collectFiles } from '../server/src/workspace/walk.ts';
import { compileFacts } from './generate/facts.ts';
import { runMain } from './root.ts';

/** One finding as the reviewer reads it; `line` is one-based. */
interface Reviewed {
  readonly rule: string;
  readonly severity: string;
  readonly repository: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
  readonly snippet: string;
}

runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      severity: { type: 'string', default: 'error' },
      sample: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      // Files a repository, so that one with a file for each version of an image does not fill the sample.
      most: { type: 'string', default: 'Infinity' },
      rule: { type: 'string' },
      profile: { type: 'string', default: 'recommended' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new Error('Name the folders that hold repositories.');
  const random = randomFrom(Number(values.seed));
  const facts = openFacts(JSON.parse(await compileFacts()));
  const found: Reviewed[] = [];
  const counts = new Map<string, number>();
  const warnings: number[] = [];
  for (const group of positionals.map((one) => resolve(one))) {
    for (const repository of repositories(group)) {
      const walked = collectFiles([repository], { cwd: repository, languages: ['dockerfile'] }).files;
      for (const path of shuffled(walked, random).slice(0, Number(values.most))) {
        const file = await checked(path, repository, values.profile as Profile, facts);
        if (!file) continue;
        warnings.push(file.findings.filter(({ severity }) => severity === 'warning').length);
        for (const finding of file.findings) {
          const key = `${finding.severity} ${finding.ruleId}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          if (finding.severity !== values.severity) continue;
          if (values.rule !== undefined && finding.ruleId !== values.rule) continue;
          const text = file.result.input.text;
          found.push({
            rule: finding.ruleId,
            severity: finding.severity,
            repository: basename(repository).replace('__', '/'),
            path: relativeTo(repository, path),
            line: text.slice(0, finding.at.start).split('\n').length,
            message: finding.message,
            snippet: text.slice(finding.at.start, finding.at.end).slice(0, 200),
          });
        }
      }
    }
  }
  const sample = shuffled(found, random).slice(0, Number(values.sample));
  sample.sort((one, other) => one.rule.localeCompare(other.rule) || one.path.localeCompare(other.path));
  warnings.sort((one, other) => one - other);
  const summary = {
    files: warnings.length,
    found: found.length,
    medianWarnings: quantile(warnings, 0.5),
    ninetiethWarnings: quantile(warnings, 0.9),
    counts: Object.fromEntries([...counts].sort((one, other) => other[1] - one[1])),
  };
  if (values.json) console.log(JSON.stringify({ ...summary, sample }, null, 2));
  else print(summary, sample);
});

function print(summary: object, sample: readonly Reviewed[]): void {
  for (const { rule, repository, path, line, message, snippet } of sample)
    console.log(`${rule}  ${repository} ${path}:${line}\n  ${message}\n${snippet.replace(/^/gm, '    | ')}`);
  console.log(JSON.stringify(summary, null, 2));
}

/** The folders of a group; the group itself where it is a repository. */
function repositories(group: string): string[] {
  const entries = readdirSync(group, { withFileTypes: true });
  if (entries.some(({ name }) => name === '.git')) return [group];
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(group, name))
    .sort();
}

async function checked(
  path: string,
  cwd: string,
  profile: Profile,
  facts: ReturnType<typeof openFacts>,
): Promise<CheckedFile | undefined> {
  try {
    const finder = new SettingsFinder(cwd, undefined);
    const project = finder.for(dirname(path));
    const own = project ? lintSettingsFor(project, relativeTo(dirname(project.path), path)) : {};
    const outcome = await checkFile({
      path,
      cwd,
      source: readDockerfile(path),
      language: 'dockerfile',
      facts: finder.factsFor(project, facts),
      settings: { ...own, profile },
      ...(project ? { project } : {}),
      today: new Date().toISOString().slice(0, 10),
    });
    return outcome.file;
  } catch (error) {
    console.error(`${relative(process.cwd(), path)} was not read: ${String(error)}`);
    return undefined;
  }
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator, constants of Numerical Recipes). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
