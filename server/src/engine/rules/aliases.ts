// Ids that other tools give the same weakness, for suppression comments and migration.
import { rules } from './index.ts';

/** `DL3002` to the rules that answer to it; the tool's name before the colon is left out, letters are upper case. */
export const sourceAliases: ReadonlyMap<string, readonly string[]> = (() => {
  const aliases = new Map<string, string[]>();
  for (const rule of rules) {
    for (const source of rule.sources) {
      const id = source.slice(source.indexOf(':') + 1).toUpperCase();
      aliases.set(id, [...(aliases.get(id) ?? []), rule.id]);
    }
  }
  return aliases;
})();

/**
 * The rules that answer to another tool's id. The tool's name may stand before it (`hadolint:DL3002`), and Trivy's three
 * ways of writing one id are one: `DS-0002`, `AVD-DS-0002`, `DS002`.
 */
export function ruleIdsOfForeignId(id: string): readonly string[] {
  const plain = id.replace(/^.*:/, '').toUpperCase();
  const trivy = /^(?:AVD-)?DS-?(\d{3,4})$/.exec(plain);
  return sourceAliases.get(trivy ? `DS-${trivy[1]!.padStart(4, '0')}` : plain) ?? [];
}
