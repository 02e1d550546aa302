// `version:` at the top of a Compose file.

import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm } from '../../service-facts/missing-limit.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { removeEntry } from '../../yaml-edits/index.ts';

export default defineComposeRule<undefined>({
  id: 'obsolete-version-field',
  severity: 'hint',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'The file names a version of the Compose format',
  why: 'Compose has not read `version` since its second generation, says so at each start, and takes the newest format whatever it holds.',
  sources: ['dclint:no-version-field'],
  *check({ project }) {
    // `docker stack deploy` asked for it for years.
    if (project.services.some(isForSwarm)) return;
    const entry = project.root.entry('version');
    if (entry === undefined) return;
    const held = entry.value.kind === 'scalar' ? entry.value.written : '';
    yield {
      at: entry.at,
      message: `\`version: ${held.slice(0, 20)}\` is obsolete: Compose ignores it and warns at each start. Remove it.`,
      tags: ['deprecated'],
    };
  },
  *fix(_, { project }) {
    const file = checkedFile(project);
    if (file?.root?.kind !== 'map') return;
    const title = 'Remove `version` (only docker-compose 1 and older engines’ `docker stack deploy` read it)';
    yield* offer({ title, safety: 'review', preferred: true }, removeEntry(file, file.root, 'version'));
  },
});

export const docs = `
Compose 2 and later print a warning for it. Files with settings that only Swarm reads (\`deploy.placement\`, \`deploy.update_config\` …) are silent:
\`docker stack deploy\` needed the field before Docker 25.
`;

export const examples = [
  {
    bad: `«version: '3.8'»

services:
  web:
    image: nginx:1.29
`,
    fixed: `
services:
  web:
    image: nginx:1.29
`,
  },
  {
    bad: `services:
  web:
    image: nginx:1.29
«version: "2"» # old
`,
    fixed: `services:
  web:
    image: nginx:1.29
`,
  },
  { good: `name: shop\nservices:\n  web:\n    image: nginx:1.29\n` },
  {
    good: `version: "3.8"
services:
  web:
    image: nginx:1.29
    deploy:
      placement:
        constraints: [node.role == manager]
`,
    note: 'A stack for Swarm.',
  },
] satisfies Example[];
