// Refactorings, case by case: folders of `splits/` hold a Dockerfile with its surroundings and what each choice makes of it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits, lint, refactorings } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const root = join(import.meta.dirname, 'splits');

/** `split.same.Dockerfile`, `harden.hardened.txt`. */
const expectation = /^(split|harden)\.[\w-]+\.(Dockerfile|txt)$/;

/** Folders that hold a Dockerfile, relative to `splits/`: `python/requirements-with-libpq`. */
function casesIn(folder: string): string[] {
  if (existsSync(join(folder, 'Dockerfile'))) return [relative(root, folder)];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap(casesIn);
}

/** The build context: every file beside the Dockerfile that is no expectation. */
function filesIn(folder: string, under = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(join(folder, under))) {
    const path = under === '' ? name : `${under}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(files, filesIn(folder, path));
    else if (!expectation.test(name)) files[path] = readFileSync(join(folder, path), 'utf8');
  }
  return files;
}

/**
 * `split.same.Dockerfile` is what the choice `same` makes; `split.distroless.txt` is the sentence with which a choice is
 * refused, and `split.refused.txt` that with which all are.
 */
describe.each(casesIn(root))('%s', (name) => {
  const folder = join(root, name);
  const files = filesIn(folder);
  const text = readFileSync(join(folder, 'Dockerfile'), 'utf8');
  const expectations = readdirSync(folder).filter((file) => expectation.test(file));
  const result = lint({
    text,
    facts,
    context: { fileName: 'Dockerfile', files, paths: Object.keys(files), today: '2026-08-22' },
  });
  const offers = refactorings(result);

  test('has an expectation', () => expect(expectations).not.toEqual([]));

  test.each(expectations)('%s', (file) => {
    const [name, choice = '', kind] = file.split('.');
    const expected = readFileSync(join(folder, file), 'utf8');
    const id = choice === 'refused' ? name : `${name}:${choice}`;
    if (kind === 'txt') {
      const refusal = offers.refusals.find((one) => one.id === id);
      expect(refusal?.reason, JSON.stringify(offers.refactorings.map((one) => one.id))).toBe(
        expected.trimEnd(),
      );
      return;
    }
    const offer = offers.refactorings.find((one) => one.id === id);
    expect(offer, offers.refusals.map((one) => `${one.id}: ${one.reason}`).join('\n')).toBeDefined();
    const split = applyEdits(text, offer!.edits);
    expect(split).toBe(expected);
    const again = refactorings(lint({ ...result.input, text: split }));
    expect(again.refactorings.filter((one) => one.name === name)).toEqual([]);
    const crlf = refactorings(lint({ ...result.input, text: text.replaceAll('\n', '\r\n') }));
    const other = crlf.refactorings.find((one) => one.id === id)!;
    expect(applyEdits(text.replaceAll('\n', '\r\n'), other.edits)).toBe(expected.replaceAll('\n', '\r\n'));
  });
});
