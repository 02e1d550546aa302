// Every text that fixes are tried on: the examples of all rules and the longer cases, each with both kinds of line ends.
import { readdirSync, readFileSync } from 'node:fs';
import { runDockerfileExample, runExample } from '../scripts/generate/examples.ts';
import {
  type AnyRule,
  type ComposeResult,
  type DaemonResult,
  type DockerfileResult,
  type Example,
  type FactsTable,
  type LintResult,
  lint,
} from '../server/src/engine/index.ts';
import { readMarks } from './marks.ts';

/** A text, and how the engine is run on it and on what fixes make of it. */
export interface FixSubject<Result extends LintResult = DockerfileResult> {
  readonly name: string;
  readonly text: string;
  readonly run: (text: string) => Result;
}

const rulesFolder = new URL('../server/src/engine/rules/', import.meta.url);
const casesFolder = new URL('engine/cases/', import.meta.url);

type Run<Result> = (text: string, example: Example, id: string, facts: FactsTable) => Result;

async function examples<Result extends LintResult>(
  groups: readonly string[],
  facts: FactsTable,
  run: Run<Result>,
): Promise<FixSubject<Result>[]> {
  const subjects: FixSubject<Result>[] = [];
  for (const group of groups) {
    const folder = new URL(`${group}/`, rulesFolder);
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.ts'))) {
      const module = (await import(new URL(name, folder).href)) as {
        default: AnyRule;
        examples: readonly Example[];
      };
      for (const [index, example] of module.examples.entries()) {
        const { text } = readMarks('good' in example ? example.good : example.bad);
        subjects.push({
          name: `${module.default.id}, example ${index + 1}`,
          text,
          run: (source) => run(source, example, module.default.id, facts),
        });
      }
    }
  }
  return subjects;
}

function cases(facts: FactsTable): FixSubject[] {
  const context = { today: '2026-11-21' };
  return readdirSync(casesFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.Dockerfile'))
    .map((name) => ({
      name: name.replaceAll('\\', '/'),
      text: readMarks(readFileSync(new URL(name, casesFolder), 'utf8')).text,
      run: (text: string) => lint({ text, facts, context, settings: { profile: 'strict' } }),
    }));
}

/** Dockerfiles, each text once with LF and once with CRLF. */
export async function fixSubjects(facts: FactsTable): Promise<FixSubject[]> {
  const own = await examples(['dockerfile'], facts, runDockerfileExample);
  return [...own, ...cases(facts)].flatMap(withCrlf);
}

/** Compose files and daemon.json, likewise. */
export async function serviceSubjects(
  facts: FactsTable,
): Promise<FixSubject<ComposeResult | DaemonResult>[]> {
  const run: Run<ComposeResult | DaemonResult> = (...asked) => {
    const result = runExample(...asked);
    if (result.language === 'dockerfile') throw new TypeError(`${asked[2]} is a rule on Dockerfiles.`);
    return result;
  };
  return (await examples(['compose', 'across', 'daemon'], facts, run)).flatMap(withCrlf);
}

function withCrlf<Result extends LintResult>(subject: FixSubject<Result>): FixSubject<Result>[] {
  const text = subject.text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
  return [subject, { ...subject, name: `${subject.name}, with CRLF`, text }];
}
