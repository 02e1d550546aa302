// Reads the samples of KICS' Dockerfile queries (assets/queries/dockerfile/*/test), one or all of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledCase } from './case.ts';

/** @param folder of a copy of KICS, or of what could be had of it */
export function kicsCases(folder: string): LabelledCase[] {
  const queries = join(folder, 'assets/queries/dockerfile');
  if (!existsSync(queries)) return [];
  return readdirSync(queries)
    .sort()
    .flatMap((query) => {
      const metadata = join(queries, query, 'metadata.json');
      const tests = join(queries, query, 'test');
      if (!existsSync(metadata) || !existsSync(tests)) return [];
      const { id } = JSON.parse(readFileSync(metadata, 'utf8')) as { id: string };
      return readdirSync(tests)
        .filter((name) => /^(positive|negative)\d*\.(dockerfile|Dockerfile)$/.test(name))
        .sort()
        .map((name) => ({
          set: 'kics' as const,
          id,
          name: `${query}/${name}`,
          text: readFileSync(join(tests, name), 'utf8'),
          expected: name.startsWith('positive') ? ('found' as const) : ('silent' as const),
        }));
    });
}
