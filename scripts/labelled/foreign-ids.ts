// Every id of the other tools' checks on Dockerfiles and Compose files: what kind of thing it finds, and why no rule of ours has it where none has.
import { checkovIds } from './foreign/checkov.ts';
import { composeLintIds, dclintIds, kicsComposeIds, semgrepIds } from './foreign/compose.ts';
import { buildkitIds, hadolintIds } from './foreign/hadolint-buildkit.ts';
import { kicsIds } from './foreign/kics.ts';
import { trivyIds } from './foreign/trivy.ts';

export type ForeignClass = 'security' | 'correctness' | 'size' | 'style';

export interface ForeignId {
  readonly tool: string;
  readonly id: string;
  readonly class: ForeignClass;
  /** What it finds, in a few words. */
  readonly finds: string;
  /** One sentence: why no rule of ours answers to it. Absent where one does. */
  readonly reason?: string;
}

/** A line `ID | class | what it finds | reason`, the reason left out where a rule has the id. */
function read(tool: string, table: string): ForeignId[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', kind = '', finds = '', reason] = line.split('|').map((part) => part.trim());
      return { tool, id, class: kind as ForeignClass, finds, ...(reason === undefined ? {} : { reason }) };
    });
}

/** By tool, in the order of their own lists. */
export const foreignIds: readonly ForeignId[] = [
  ...read('hadolint', hadolintIds),
  ...read('buildkit', buildkitIds),
  ...read('trivy', trivyIds),
  ...read('checkov', checkovIds),
  ...read('kics', kicsIds),
  ...read('kics', kicsComposeIds),
  ...read('semgrep', semgrepIds),
  ...read('compose-lint', composeLintIds),
  ...read('dclint', dclintIds),
];

const byName = new Map(foreignIds.map((one) => [`${one.tool}:${one.id}`, one]));

/** `correctness` for an id that the table does not have. */
export function classOf(tool: string, id: string): ForeignClass {
  return byName.get(`${tool}:${id}`)?.class ?? 'correctness';
}
