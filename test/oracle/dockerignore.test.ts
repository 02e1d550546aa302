// Our reading of .dockerignore beside BuildKit's own: its reader of the file, its matcher, and its client's walk.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIgnored, readIgnoreFile } from '../../server/src/engine/surroundings/dockerignore.ts';
import { ignoreCases } from '../engine/dockerignore-cases.ts';
import { oraclePath } from './buildkit.ts';

interface Question {
  readonly text: string;
  readonly paths: readonly string[];
}

/** One answer for each question, in order; test/parts/buildkit/oracle/ignore.go writes them. */
function ask(path: string, questions: readonly Question[]): { refused: string; ignored: string[] }[] {
  const input = questions
    .map(({ text, paths }) => `${JSON.stringify({ Text: text, Paths: paths })}\n`)
    .join('');
  const run = spawnSync(path, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`The oracle ended with ${run.status}: ${run.stderr.slice(0, 2000)}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { refused: string; ignored: string[] });
}

function ours({ text, paths }: Question): string[] | undefined {
  const patterns = readIgnoreFile(text);
  return patterns && paths.filter((path) => isIgnored(patterns, path));
}

const name = fc.constantFrom('a', 'b', 'ab', 'a.b', '.env', 'a-b', 'aa', 'é', 'a*b', '!a', '#a');
/** Files only: a path that is another one's folder is left out. */
const paths = fc
  .uniqueArray(
    fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
    { maxLength: 12 },
  )
  .map((list) => list.filter((path) => !list.some((other) => other.startsWith(`${path}/`))));
const piece = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 3, arbitrary: fc.constantFrom('*', '**', '/', '/', '**/', '/**', '?', '.', '..') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[ab]', '[^a]', '[a-c]', '\\*', '\\.', '^', '$', '+', '(', ')', '{', '}', ']'),
  },
);
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '!', '!', ' ', '/', '!/', './', '# ', '! '),
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
    fc.constantFrom('', '', '/', ' '),
  )
  .map((parts) => parts.join(''));
const file = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

describe('.dockerignore beside BuildKit', () => {
  it('agrees on every case of the table', (context) => {
    const questions = ignoreCases.map(([text, ignored, sent]) => ({
      text,
      paths: [...(ignored ?? []), ...sent],
    }));
    for (const [i, answer] of ask(oraclePath(context), questions).entries()) {
      const expected = ignoreCases[i]![1];
      expect(answer.refused === '' ? answer.ignored : null, questions[i]!.text).toEqual(expected);
    }
  });

  it('agrees on files that were put together by chance', (context) => {
    const questions = fc
      .sample(fc.record({ text: file, paths }), { numRuns: 20_000, seed: 42 })
      .filter((question) => question.paths.length > 0);
    const answers = ask(oraclePath(context), questions);
    let followed = 0;
    for (const [i, answer] of answers.entries()) {
      const read = ours(questions[i]!);
      if (read !== undefined) followed++;
      expect(read, JSON.stringify(questions[i])).toEqual(answer.refused === '' ? answer.ignored : undefined);
    }
    expect(followed).toBeGreaterThan(answers.length / 2);
  });
});
