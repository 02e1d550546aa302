// Reads the samples of KICS' queries for Dockerfiles and Compose files (assets/queries/dockerfile/*/test), one or all of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledCase } from './case.ts';
import { lineCases } from './lines.ts';

/** @param folder of a copy of KICS, or of what could be had of it */
export function kicsCases(folder: string): LabelledCase[] {
  return ['dockerfile', 'dockerCompose'].flatMap((platform) => {
    const queries = join(folder, 'assets/queries', platform);
    if (!existsSync(queries)) return [];
    return readdirSync(queries)
      .sort()
      .flatMap((query) => kicsCasesOf(query, join(queries, query)));
  });
}

/** The cases of one query. @param folder holds its metadata.json and its test folder */
export function kicsCasesOf(query: string, folder: string): LabelledCase[] {
  const metadata = join(folder, 'metadata.json');
  const tests = join(folder, 'test');
  if (!existsSync(metadata) || !existsSync(tests)) return [];
  const { id } = JSON.parse(readFileSync(metadata, 'utf8')) as { id: string };
  const lines = linesOf(join(tests, 'positive_expected_result.json'));
  return readdirSync(tests)
    .filter((name) => /^(positive|negative)\d*\.(dockerfile|Dockerfile|ya?ml)$/.test(name))
    .sort()
    .flatMap((name) => {
      const base = {
        set: 'kics' as const,
        name: `${query}/${name}`,
        text: readFileSync(join(tests, name), 'utf8'),
      };
      if (/ya?ml$/.test(name)) {
        const expected = name.startsWith('positive') ? 'found' : 'silent';
        return [{ ...base, id, language: 'compose', expected } satisfies LabelledCase];
      }
      const named = lines.get(name);
      if (named !== undefined) return lineCases(base, id, named);
      return [
        { ...base, id, expected: name.startsWith('positive') ? 'found' : 'silent' } satisfies LabelledCase,
      ];
    });
}

/** The lines that are reported, by file; none where the list is missing or broken. */
function linesOf(path: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  if (!existsSync(path)) return found;
  let list: { line: number; fileName?: string; filename?: string }[];
  try {
    list = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return found;
  }
  for (const { line, fileName, filename } of list) {
    const name = fileName ?? filename ?? 'positive.dockerfile';
    found.set(name, [...(found.get(name) ?? []), line]);
  }
  return found;
}
