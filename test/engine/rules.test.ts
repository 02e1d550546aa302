// Every rule's examples, with LF and CRLF, and what must hold for every rule.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExample } from '../../scripts/generate/examples.ts';
import {
  type AnyRule,
  applyEdits,
  type Example,
  type Finding,
  fixesFor,
  type LintResult,
} from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { readMarks, writeMarks } from '../marks.ts';

interface RuleModule {
  readonly default: AnyRule;
  readonly docs: string;
  readonly examples: readonly Example[];
}

const folder = new URL('../../server/src/engine/rules/', import.meta.url);
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
  .filter((name) => name.endsWith('.ts'));
const modules = await Promise.all(
  names.map(
    async (name) =>
      [basename(name, '.ts'), (await import(new URL(name, folder).href)) as RuleModule] as const,
  ),
);

const run = (text: string, example: Example, id: string): LintResult => runExample(text, example, id, facts);

const ofRule = (result: LintResult, id: string): Finding[] =>
  result.findings.filter((finding) => finding.ruleId === id);

/** What keeps BuildKit, Compose or dockerd from taking the file. */
function refusedAs(result: LintResult): readonly unknown[] {
  if (result.language === 'dockerfile') return result.dockerfile.errors;
  if (result.language === 'daemon') return result.daemon.problems;
  return result.project.problems.filter(({ kind }) => kind === 'error');
}

for (const [name, module] of modules) {
  const rule = module.default;
  describe(name, () => {
    test('is described', () => {
      expect(rule.id).toBe(name);
      expect(rule.summary).toMatch(/^[A-Z].*[^.]$/s);
      expect(rule.why).toMatch(/^[A-Z`].*\.$/s);
      expect(rule.why.replace(/`[^`]*`/g, '').match(/\.(\s|$)/g)).toHaveLength(1);
      // A rule that stands for a control of the benchmark is on in its profile.
      if (rule.sources.some((source) => source.startsWith('cis:'))) expect(rule.profiles).toContain('cis');
      expect(module.docs.trim()).not.toBe('');
      expect(module.examples.some((example) => 'bad' in example)).toBe(true);
      expect(module.examples.some((example) => 'good' in example)).toBe(true);
    });

    for (const [index, example] of module.examples.entries()) {
      for (const lineBreak of ['\n', '\r\n']) {
        const convert = (text: string) => text.replaceAll('\n', lineBreak);
        test(`example ${index + 1} with ${lineBreak === '\n' ? 'LF' : 'CRLF'}`, () => {
          if ('good' in example) {
            expect(ofRule(run(convert(example.good), example, rule.id), rule.id)).toEqual([]);
            return;
          }
          const { text } = readMarks(convert(example.bad));
          const result = run(text, example, rule.id);
          const found = ofRule(result, rule.id);
          expect(
            writeMarks(
              text,
              found.map((finding) => finding.at),
            ),
          ).toBe(convert(example.bad));
          for (const finding of found) expect(finding.message).toMatch(/^[A-Z`].*[.?]$/s);
          checkFix(result, found, example, convert);
        });
      }
    }

    function checkFix(
      result: LintResult,
      found: readonly Finding[],
      example: Extract<Example, { bad: string }>,
      convert: (text: string) => string,
    ) {
      const { text } = result.input;
      const choose = (finding: Finding) => {
        const { fixes } = fixesFor(result, finding);
        if (example.title !== undefined) return fixes.find((fix) => fix.title.startsWith(example.title!));
        return fixes.find((fix) => fix.preferred) ?? fixes[0];
      };
      if (example.fixed === false) {
        for (const finding of found) expect(fixesFor(result, finding).fixes).toEqual([]);
        return;
      }
      if (example.fixed === undefined) return;
      const edits = found.flatMap((finding) => choose(finding)?.edits ?? []);
      const fixed = applyEdits(text, edits);
      expect(fixed).toBe(convert(example.fixed));
      // The fix silences its own finding and adds none of the same or a higher severity.
      const after = run(fixed, example, rule.id);
      expect(ofRule(after, rule.id)).toEqual([]);
      expect(refusedAs(after)).toEqual([]);
      const before = new Set(result.findings.map((finding) => finding.ruleId));
      expect(
        after.findings
          .filter(
            (finding) =>
              !before.has(finding.ruleId) &&
              finding.severity !== 'hint' &&
              finding.severity !== 'information',
          )
          .map((finding) => finding.message),
      ).toEqual([]);
    }

    test.each([
      '',
      '\n',
      '# only a comment\n',
      'RUN x\n',
      '\u0000\u0001',
      'FROM --help\n',
      'FROM $(id)\n',
      'FROM a\nRUN cat <<EOF\nx',
      'FROM a\nCMD ["x"',
      '\ufeffFROM a\r\n',
      'services:\n  a: *b\n',
      'services: [a, 1, {b: [}]',
      'services:\n  a:\n    ports: {a: 1}\n    volumes: 3\n    environment: [1, [2]]\n    build: []\n',
      '{"hosts": 1, "log-opts": []}',
    ])('bears %j', (text) => {
      const result = run(text, { good: text }, rule.id);
      for (const finding of result.findings) {
        expect(finding.at.start).toBeGreaterThanOrEqual(0);
        expect(finding.at.end).toBeLessThanOrEqual(text.length);
        fixesFor(result, finding);
      }
    });
  });
}
