// The data files beside the bundles: image facts and the rules' documentation.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../generate/load-rules.ts';
import { rulesDocs } from '../generate/rules.ts';
import { root } from '../root.ts';

/** Writes dist/rules.json and dist/image-facts.json. */
export async function buildData(): Promise<void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const rules = rulesDocs(await loadRules());
  writeFileSync(join(root, 'dist/rules.json'), `${JSON.stringify(rules)}\n`);
  const { compileFacts } = await import('../generate/facts.ts');
  writeFileSync(join(root, 'dist/image-facts.json'), await compileFacts());
}
