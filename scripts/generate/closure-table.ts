// Writes a closure table in the form that server/src/engine/model/closure.ts reads.
import { frontCode } from './package-names.ts';

/** What a package brings, by release; undefined where it is not in the release, or where that cannot be told. */
export interface TableEffect {
  readonly tools: ReadonlySet<string>;
  readonly maybe: ReadonlySet<string>;
  /** Programs that only come with recommended packages. */
  readonly recommended: ReadonlySet<string>;
  readonly users: boolean;
  readonly usersWithRecommends: boolean;
}

/** The head of the file: what it is, and when and of what it was made. */
export interface TableHead {
  readonly generated: string;
  readonly asOf: string;
  readonly sources?: readonly string[];
  readonly distro: string;
  readonly releases: readonly string[];
}

/** The file's text. `rows`: package name to its effect in each release. */
export function tableText(
  head: TableHead,
  tracked: readonly string[],
  rows: ReadonlyMap<string, readonly (TableEffect | undefined)[]>,
): string {
  const effects = new Map<string, number>();
  const groups = new Map<string, string[]>();
  for (const name of [...rows.keys()].sort()) {
    const row = rows.get(name)!.map((effect) => {
      if (!effect) return -1;
      const key = code(effect, tracked);
      const known = effects.get(key) ?? effects.size;
      effects.set(key, known);
      return known;
    });
    const key = row.join(',');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const lines = [...groups].map(([key, members]) => `  [[${key}],${JSON.stringify(frontCode(members))}]`);
  const fields = Object.entries({ ...head, tools: tracked }).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{
${fields.join(',\n')},
"effects": [
${[...effects.keys()].map((effect) => `  ${effect}`).join(',\n')}
],
"groups": [
${lines.join(',\n')}
]
}
`;
}

/** Tools, tools by one of several alternatives, tools by recommendation, and the flags: 1 users, 2 users by recommendation. */
function code(effect: TableEffect, tracked: readonly string[]): string {
  const indexes = (set: ReadonlySet<string>) =>
    tracked.flatMap((tool, index) => (set.has(tool) ? [index] : []));
  const flags = (effect.users ? 1 : 0) + (effect.usersWithRecommends ? 2 : 0);
  return JSON.stringify([indexes(effect.tools), indexes(effect.maybe), indexes(effect.recommended), flags]);
}
