// Reads the tests of Semgrep's rules for Compose files: `# ruleid: ID` and `# ok: ID` above a line of a service.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledCase } from './case.ts';

/** @param folder of a copy of semgrep-rules */
export function semgrepCases(folder: string): LabelledCase[] {
  const tests = join(folder, 'yaml/docker-compose/security');
  if (!existsSync(tests)) return [];
  return readdirSync(tests)
    .filter((name) => name.endsWith('.test.yaml'))
    .sort()
    .flatMap((name) => casesOf(readFileSync(join(tests, name), 'utf8')));
}

function casesOf(text: string): LabelledCase[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): LabelledCase[] => {
    const [, kind, id] = /^\s*# ?(ruleid|ok): ?([\w-]+)\s*$/.exec(line) ?? [];
    const service = serviceAt(lines, index + 1);
    if (kind === undefined || id === undefined || service === undefined) return [];
    const expected = kind === 'ok' ? 'silent' : 'found';
    return [{ set: 'semgrep', id, name: `${id}/${service}`, language: 'compose', text, service, expected }];
  });
}

/** The service that a line is in, or starts. */
function serviceAt(lines: readonly string[], index: number): string | undefined {
  for (let at = index; at >= 0; at -= 1) {
    const name = /^ {2}([\w.-]+):\s*$/.exec(lines[at] ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
