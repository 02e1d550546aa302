// More than one CMD in a stage: only the last counts.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { type Overridden, overridden } from '../../model/overridden.ts';

export default defineRule<Overridden>({
  id: 'multiple-cmd',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Several CMD in one stage',
  why: 'An image has one command, so that of several CMD only the last is kept and what the others name never starts.',
  sources: [
    'buildkit:MultipleInstructionsDisallowed',
    'hadolint:DL4003',
    'trivy:DS-0016',
    'kics:41c195f4-fc31-4a5c-8a1b-90605538d49f',
  ],
  *check({ model }) {
    yield* overridden(model, 'CMD', 'it never runs');
  },
  *fix({ data }, { model }) {
    yield {
      title: 'Remove the CMD that is not used',
      safety: 'safe',
      edits: [removeLines(model.dockerfile, data!.instruction)],
    };
  },
});

export const docs = `
The finding stands at the CMD that is lost. Where two programs have to run, one of them has to start the other, or
each needs an image (or a Compose service) of its own.
`;

export const examples = [
  {
    bad: `FROM debian:12
«CMD ["nginx"]»
CMD ["php-fpm"]
`,
    fixed: `FROM debian:12
CMD ["php-fpm"]
`,
  },
  {
    bad: `FROM node:22 AS build
«CMD npm test»
«CMD npm run lint»
# what counts
CMD npm run build
`,
    fixed: `FROM node:22 AS build
# what counts
CMD npm run build
`,
  },
  {
    good: `FROM node:22 AS build
CMD ["npm", "test"]
FROM node:22
CMD ["node", "server.js"]
`,
    note: 'Each stage has its own.',
  },
  {
    good: `FROM debian:12\nONBUILD CMD ["sleep", "2"]\nCMD ["sleep", "1"]\n`,
    note: 'ONBUILD keeps it for another image.',
  },
  {
    good: `FROM debian:12\nHEALTHCHECK CMD true\nCMD ["sleep", "1"]\n`,
    note: 'The CMD of a health check is another.',
  },
] satisfies Example[];
