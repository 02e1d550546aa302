// Reads the good and bad examples of trivy-checks (checks/docker/*.yaml), named by their rule's *.rego.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { LabelledCase } from './case.ts';

/** @param folder of a copy of trivy-checks */
export function trivyCases(folder: string): LabelledCase[] {
  const checks = join(folder, 'checks/docker');
  return readdirSync(checks)
    .filter((name) => name.endsWith('.rego') && !name.endsWith('_test.rego'))
    .flatMap((name) => {
      const rule = readFileSync(join(checks, name), 'utf8');
      const id = /^#\s+id: (DS-\d+)/m.exec(rule)?.[1];
      const examples = join(checks, name.replace(/\.rego$/, '.yaml'));
      if (id === undefined || !existsSync(examples)) return [];
      const { dockerfile } = parse(readFileSync(examples, 'utf8')) as {
        dockerfile?: { good?: string[]; bad?: string[] };
      };
      const of = (texts: readonly string[] | undefined, expected: LabelledCase['expected']) =>
        (texts ?? []).map((text, index) => ({
          set: 'trivy' as const,
          id,
          name: `${name.replace(/\.rego$/, '')} ${expected === 'found' ? 'bad' : 'good'} ${index + 1}`,
          text: `${text}\n`,
          expected,
        }));
      return [...of(dockerfile?.bad, 'found'), ...of(dockerfile?.good, 'silent')];
    });
}
