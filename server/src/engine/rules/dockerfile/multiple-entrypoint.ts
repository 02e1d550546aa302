// More than one ENTRYPOINT in a stage: only the last counts.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { type Overridden, overridden } from '../../model/overridden.ts';

export default defineRule<Overridden>({
  id: 'multiple-entrypoint',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Several ENTRYPOINT in one stage',
  why: 'An image has one entrypoint, so that of several only the last is kept and what the others prepare never happens.',
  sources: [
    'buildkit:MultipleInstructionsDisallowed',
    'hadolint:DL4004',
    'trivy:DS-0007',
    'kics:6938958b-3f1a-451c-909b-baeee14bdc97',
  ],
  *check({ model }) {
    yield* overridden(model, 'ENTRYPOINT', 'it never runs');
  },
  *fix({ data }, { model }) {
    // An entrypoint takes away the CMD of the base image, and so would the last one.
    yield {
      title: 'Remove the ENTRYPOINT that is not used',
      safety: 'safe',
      edits: [removeLines(model.dockerfile, data!.instruction)],
    };
  },
});

export const docs = `
The finding stands at the ENTRYPOINT that is lost. A chain such as a supervisor that starts the program is written as
one: \`ENTRYPOINT ["tini", "--", "/entrypoint.sh"]\`.
`;

export const examples = [
  {
    bad: `FROM debian:12
«ENTRYPOINT ["/sbin/tini", "--"]»
ENTRYPOINT ["/entrypoint.sh"]
`,
    fixed: `FROM debian:12
ENTRYPOINT ["/entrypoint.sh"]
`,
  },
  {
    bad: `FROM debian:12
  «ENTRYPOINT ["/a", \\
    "b"]»
CMD ["c"]
ENTRYPOINT ["/a"]
`,
    fixed: `FROM debian:12
CMD ["c"]
ENTRYPOINT ["/a"]
`,
  },
  {
    good: `FROM debian:12\nENTRYPOINT ["/sbin/tini", "--"]\nCMD ["/run.sh"]\n`,
    note: 'CMD gives the arguments.',
  },
  {
    good: `FROM debian:12 AS base
ENTRYPOINT ["/a"]
FROM base
ENTRYPOINT ["/b"]
`,
    note: 'A stage may replace what it takes over from another.',
  },
  {
    good: `FROM debian:12\nONBUILD ENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n`,
    note: 'ONBUILD keeps it for another image.',
  },
] satisfies Example[];
