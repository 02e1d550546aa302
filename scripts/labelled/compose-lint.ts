// Reads compose-lint's unit tests (tests/test_CL*.py): services of its sample files, and whether its rule finds something in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledCase } from './case.ts';

/** @param folder of a copy of compose-lint */
export function composeLintCases(folder: string): LabelledCase[] {
  const tests = join(folder, 'tests');
  if (!existsSync(tests)) return [];
  return readdirSync(tests)
    .filter((name) => /^test_CL\d{4}\.py$/.test(name))
    .sort()
    .flatMap((name) => {
      const id = `CL-${name.slice(7, 11)}`;
      return casesOf(id, readFileSync(join(tests, name), 'utf8'), (sample) => {
        const path = join(tests, 'compose_files', sample);
        return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      });
    });
}

/** The tests of one rule that check one service of a sample file. @param sample the text of a sample file */
function casesOf(id: string, python: string, sample: (name: string) => string | undefined): LabelledCase[] {
  return python.split(/\n(?=class )/).flatMap((group) => {
    const file = /FIXTURES \/ "([\w.-]+)"|fixture: str = "([\w.-]+)"/.exec(group);
    const text = file && sample(file[1] ?? file[2] ?? '');
    if (!text) return [];
    return group.split(/\n {4}def /).flatMap((body): LabelledCase[] => {
      const [name] = /^test_\w+/.exec(body) ?? [];
      const asked = [...body.matchAll(/self\._check\(\s*"([\w-]+)"\s*\)/g)];
      const service = asked[0]?.[1];
      const expected = verdictOf(body);
      if (!name || !service || asked.length !== 1 || !expected || !text.includes(`\n  ${service}:`))
        return [];
      return [{ set: 'compose-lint', id, name, language: 'compose', text, service, expected }];
    });
  });
}

/** What the test asks of the findings; undefined where it asks for something else than their number. */
function verdictOf(body: string): LabelledCase['expected'] | undefined {
  if (/assert (len\(findings\) == 0|findings == \[\]|not findings)\b/.test(body)) return 'silent';
  return /assert (len\(findings\) (==|>=) [1-9]|findings\s*(,|$|\n))/.test(body) ? 'found' : undefined;
}
