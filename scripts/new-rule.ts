// `npm run new-rule -- GROUP/ID`: writes a rule file to start from.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rulesFolder } from './generate/load-rules.ts';
import { runMain } from './root.ts';

const template = (id: string) => `// TODO: one sentence on the weakness.
import { defineRule, type Example } from '../../define-rule.ts';

export default defineRule<undefined>({
  id: '${id}',
  severity: 'warning',
  profiles: ['recommended'],
  summary: 'TODO: what is wrong, without full stop',
  why: 'TODO: one sentence on what can happen.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      if (stage.name === 'TODO') yield { at: stage.from.at, message: 'TODO: what is wrong here. What to do.' };
    }
  },
});

export const docs = \`
## What it finds

TODO: what it finds, and when it stays silent.

## Fix safety

TODO: what the fix does and why that is safe, or that there is none.
\`;

export const examples = [
  { bad: \`«FROM debian:12 AS TODO»\\n\` },
  { good: \`FROM debian:12\\n\`, note: 'TODO: the nearest case that must stay silent' },
] satisfies Example[];
`;

runMain(async () => {
  const [name = ''] = process.argv.slice(2);
  const match = /^(dockerfile|compose|across|daemon)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name);
  if (!match) throw new Error('Usage: npm run new-rule -- dockerfile/weakness-in-kebab-case');
  const file = join(rulesFolder, match[1]!, `${match[2]!}.ts`);
  if (existsSync(file)) throw new Error(`${file} exists.`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, template(match[2]!));
  console.log(`${file}\nNow write its examples, then its check, then “npm run generate”.`);
});
