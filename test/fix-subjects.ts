// Every text that fixes are tried on: the examples of all rules and the longer cases, each with both kinds of line ends.
import { readdirSync, readFileSync } from 'node:fs';
import { runExample } from '../scripts/generate/examples.ts';
import {
  type Example,
  type FactsTable,
  type LintResult,
  lint,
  type Rule,
} from '../server/src/engine/index.ts';
import { readMarks } from './marks.ts';

/** A text, and how the engine is run on it and on what fixes make of it. */
export interface FixSubject {
  readonly name: string;
  readonly text: string;
  readonly run: (text: string) => LintResult;
}

const rulesFolder = new URL('../server/src/engine/rules/dockerfile/', import.meta.url);
const casesFolder = new URL('engine/cases/', import.meta.url);

async function examples(facts: FactsTable): Promise<FixSubject[]> {
  const subjects: FixSubject[] = [];
  for (const name of readdirSync(rulesFolder).filter((each) => each.endsWith('.ts'))) {
    const module = (await import(new URL(name, rulesFolder).href)) as {
      default: Rule;
      examples: readonly Example[];
    };
    for (const [index, example] of module.examples.entries()) {
      const { text } = readMarks('good' in example ? example.good : example.bad);
      subjects.push({
        name: `${module.default.id}, example ${index + 1}`,
        text,
        run: (source) => runExample(source, example, module.default.id, facts),
      });
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

/** Each text once with LF and once with CRLF. */
export async function fixSubjects(facts: FactsTable): Promise<FixSubject[]> {
  return [...(await examples(facts)), ...cases(facts)].flatMap((subject) => [
    subject,
    {
      ...subject,
      name: `${subject.name}, with CRLF`,
      text: subject.text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
    },
  ]);
}
