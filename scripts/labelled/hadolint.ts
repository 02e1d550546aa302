// Reads the cases out of hadolint's own specifications (test/Hadolint/Rule/*Spec.hs).
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LabelledCase } from './case.ts';
import { haskellNames, haskellValue, type Names } from './haskell.ts';

const calls = /\b(ruleCatches|ruleCatchesNot|onBuildRuleCatches|onBuildRuleCatchesNot)\s+("DL\d+"|rule\b)/g;

/** @param folder of a copy of hadolint */
export function hadolintCases(folder: string): LabelledCase[] {
  const rules = join(folder, 'test/Hadolint/Rule');
  return readdirSync(rules)
    .filter((name) => /^DL\d+Spec\.hs$/.test(name))
    .sort()
    .flatMap((name) => hadolintCasesOf(basename(name, 'Spec.hs'), readFileSync(join(rules, name), 'utf8')));
}

/** The cases of one specification. @param file its name without `Spec.hs` */
export function hadolintCasesOf(file: string, source: string): LabelledCase[] {
  const [header = '', ...tests] = source.split(/^[ \t]*(?=it ")/m);
  // A label schema makes an outcome that only such a configuration has.
  if (/\?config\s*=\s*def\s*\{/.test(header)) return [];
  const shared = haskellNames(header);
  const found: LabelledCase[] = [];
  const titles = new Map<string, number>();
  for (const test of tests) {
    const title = /^it\s+"((?:[^"\\]|\\[\s\S])*)"/.exec(test)?.[1]?.replace(/\\\s+\\/g, '') ?? '';
    const registries = readRegistries(test);
    if (registries === undefined && /\?config/.test(test)) continue;
    const names: Names = new Map([...shared, ...haskellNames(test)]);
    for (const match of test.matchAll(calls)) {
      const how = match[1]!;
      const id = match[2] === 'rule' ? names.get('rule') : match[2]!.slice(1, -1);
      const text = haskellValue(test, match.index + match[0].length, names);
      if (id === undefined || text === undefined) continue;
      const onBuild = how.startsWith('onBuild');
      const name = `${file}: ${title}${onBuild ? ' (ONBUILD)' : ''}`;
      const count = (titles.get(name) ?? 0) + 1;
      titles.set(name, count);
      found.push({
        set: 'hadolint',
        id,
        name: count === 1 ? name : `${name} ${count}`,
        text: ended(onBuild ? withTriggers(text) : text),
        expected: how.endsWith('Not') ? 'silent' : 'found',
        ...(registries === undefined ? {} : { registries }),
      });
    }
  }
  return found;
}

/** The registries that a test allows. */
function readRegistries(test: string): string[] | undefined {
  const list = /allowedRegistries\s*=\s*\[([^\]]*)\]/.exec(test)?.[1];
  return list === undefined ? undefined : [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
}

/** As hadolint's test does it: each RUN becomes a trigger, everything else stays. */
function withTriggers(text: string): string {
  let goesOn = false;
  return text
    .split('\n')
    .map((line) => {
      const own = goesOn || !/^\s*RUN\s/i.test(line) ? line : `ONBUILD ${line}`;
      if (!/^\s*#/.test(line)) goesOn = /\\\s*$/.test(line);
      return own;
    })
    .join('\n');
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
