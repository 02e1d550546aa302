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
