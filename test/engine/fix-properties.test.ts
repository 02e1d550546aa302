// What must hold for every fix of every finding, alternatives too, over all examples and cases; and for fix-all.
import { describe, expect, test } from 'vitest';
import { faultsOfFixAll } from '../../scripts/corpus/fix-all-faults.ts';
import { faultsOfFixAllInYaml } from '../../scripts/corpus/fix-all-in-yaml.ts';
import { faultsOf, triedFixes } from '../../scripts/corpus/fix-faults.ts';
import { fixesFor, rulesById } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { fixSubjects, serviceSubjects } from '../fix-subjects.ts';

const dockerfiles = await fixSubjects(facts);
const services = await serviceSubjects(facts);
const subjects = [...dockerfiles, ...services];

describe('every fix', () => {
  test.each(subjects)('$name', ({ text, run }) => {
    const before = run(text);
    for (const tried of triedFixes(before)) {
      const { finding, fix } = tried;
      expect(
        faultsOf(before, tried, run(tried.text)),
        `${finding.ruleId}, “${fix.title}”:\n${tried.text}`,
      ).toEqual([]);
    }
    for (const finding of before.findings) {
      const { fixes, refusals } = fixesFor(before, finding);
      const preferred = fixes.filter((fix) => fix.preferred);
      expect(preferred.length, finding.ruleId).toBeLessThanOrEqual(1);
      // Among several, one is the one to take, unless the choice is the user's.
      for (const { title } of [...fixes, ...refusals]) expect(title).toMatch(/^[A-Z].*[^.]$/s);
      expect(new Set(fixes.map(({ title }) => title)).size, finding.ruleId).toBe(fixes.length);
    }
  });

  test('is tried for every rule that offers any', () => {
    const offered = new Set<string>();
    for (const { text, run } of subjects)
      for (const { finding } of triedFixes(run(text))) offered.add(finding.ruleId);
    const fixing = [...rulesById.values()].filter((rule) => rule.fix !== undefined).map(({ id }) => id);
    expect(fixing.filter((id) => !offered.has(id))).toEqual([]);
  }, 300_000);
});

describe('fix-all', () => {
  test.each(dockerfiles)('$name', ({ text, run }) => expect(faultsOfFixAll(run(text))).toEqual([]));

  test.each(services)('$name', ({ text, run }) => expect(faultsOfFixAllInYaml(run(text))).toEqual([]));
});
