// Longer cases of single rules: the rule finds exactly what is marked, and its fix gives the file that is named.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyEdits, fixesFor, lint, rulesById } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { readMarks, writeMarks } from '../marks.ts';

const root = new URL('cases/', import.meta.url);
const rules = readdirSync(root).filter((name) => rulesById.has(name));
const run = (text: string) =>
  lint({ text, facts, context: { today: '2026-11-21' }, settings: { profile: 'strict' } });

describe.each(rules)('%s', (ruleId) => {
  const folder = new URL(`${ruleId}/`, root);
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.Dockerfile') && !name.endsWith('.fixed.Dockerfile'),
  );
  const found = (text: string) => {
    const result = run(text);
    return { result, findings: result.findings.filter((finding) => finding.ruleId === ruleId) };
  };

  test.each(names)('%s', (name) => {
    const marked = read(name);
    const { text } = readMarks(marked);
    const { result, findings } = found(text);
    expect(
      writeMarks(
        text,
        findings.map(({ at }) => at),
      ),
    ).toBe(marked);
    const fixed = /^# fixed: (\S+)/.exec(text)?.[1];
    const fixes = findings.map((finding) => fixesFor(result, finding).fixes);
    if (fixed === 'none') expect(fixes.flat()).toEqual([]);
    else if (fixed !== undefined) {
      const after = applyEdits(
        text,
        fixes.flatMap((offered) => (offered.find(({ preferred }) => preferred) ?? offered[0])?.edits ?? []),
      );
      expect(after).toBe(read(fixed));
      expect(found(after).findings).toEqual([]);
      expect(found(after).result.dockerfile.errors).toEqual([]);
    }
  });
});
