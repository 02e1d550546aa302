// Ids that other tools give the same weakness, for suppression comments and migration.
import { rules } from './index.ts';

/** `DL3002` to the rules that answer to it, in upper case; and `HADOLINT:*` to all that answer to any id of that tool. */
const sourceAliases: ReadonlyMap<string, readonly string[]> = (() => {
  const aliases = new Map<string, string[]>();
  const add = (name: string, rule: string) => {
    const known = aliases.get(name);
    if (known === undefined) aliases.set(name, [rule]);
    else if (!known.includes(rule)) known.push(rule);
  };
  for (const rule of rules) {
    for (const source of rule.sources) {
      const colon = source.indexOf(':');
      add(source.slice(colon + 1).toUpperCase(), rule.id);
      add(`${source.slice(0, colon).toUpperCase()}:*`, rule.id);
    }
  }
  return aliases;
})();

/**
 * The rules that answer to another tool's id. The tool's name may stand before it (`hadolint:DL3002`), Trivy's three ways
 * of writing one id are one (`DS-0002`, `AVD-DS-0002`, `DS002`), and `TOOL:*` is every rule that the tool has too.
 */
export function ruleIdsOfForeignId(id: string): readonly string[] {
  const upper = id.toUpperCase();
  if (upper.endsWith(':*')) return sourceAliases.get(upper) ?? [];
  const plain = upper.slice(upper.indexOf(':') + 1);
  const trivy = /^(?:AVD-)?DS-?(\d{3,4})$/.exec(plain);
  return sourceAliases.get(trivy ? `DS-${trivy[1]!.padStart(4, '0')}` : plain) ?? [];
}
