// The data files beside the bundles: image facts and the rules' documentation.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFacts } from '../../server/src/engine/index.ts';
import { loadRules } from '../generate/load-rules.ts';
import { rulesDocs } from '../generate/rules.ts';
import { root } from '../root.ts';

/** Writes dist/rules.json and dist/image-facts.json. */
export async function buildData(): Promise<void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const { compileFacts } = await import('../generate/facts.ts');
  const facts = await compileFacts();
  const rules = rulesDocs(await loadRules(), openFacts(JSON.parse(facts)));
  writeFileSync(join(root, 'dist/rules.json'), `${JSON.stringify(rules)}\n`);
  writeFileSync(join(root, 'dist/image-facts.json'), facts);
}
