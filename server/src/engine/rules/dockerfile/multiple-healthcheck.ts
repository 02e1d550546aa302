// More than one HEALTHCHECK in a stage: only the last counts.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { type Overridden, overridden } from '../../model/overridden.ts';

export default defineRule<Overridden>({
  id: 'multiple-healthcheck',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Several HEALTHCHECK in one stage',
  why: 'An image has one health check, so that of several only the last is kept and what the others probe is not watched.',
  sources: ['buildkit:MultipleInstructionsDisallowed', 'hadolint:DL3012', 'trivy:DS-0023'],
  *check({ model }) {
    yield* overridden(model, 'HEALTHCHECK', 'it never probes anything');
  },
  *fix({ data }, { model }) {
    yield {
      title: 'Remove the HEALTHCHECK that is not used',
      safety: 'safe',
      edits: [removeLines(model.dockerfile, data!.instruction)],
    };
  },
});

export const docs = `
The finding stands at the HEALTHCHECK that is lost. To probe two things, write one command that does both, such as
\`CMD check-a && check-b\`. \`HEALTHCHECK NONE\` counts as one too.
`;

export const examples = [
  {
    bad: `FROM debian:12
«HEALTHCHECK CMD /bin/check-web»
HEALTHCHECK --timeout=3s CMD /bin/check-queue
`,
    fixed: `FROM debian:12
HEALTHCHECK --timeout=3s CMD /bin/check-queue
`,
  },
  {
    bad: `FROM debian:12
«HEALTHCHECK CMD /bin/check-web»
HEALTHCHECK NONE
`,
    fixed: `FROM debian:12
HEALTHCHECK NONE
`,
  },
  {
    good: `FROM debian:12\nHEALTHCHECK CMD /bin/check-web && /bin/check-queue\n`,
    note: 'One check for both.',
  },
  {
    good: `FROM debian:12 AS base
HEALTHCHECK CMD /bin/check
FROM base
HEALTHCHECK NONE
`,
    note: 'A stage may replace what it takes over from another.',
  },
  {
    good: `FROM debian:12\nONBUILD HEALTHCHECK NONE\nHEALTHCHECK CMD /bin/check\n`,
    note: 'ONBUILD keeps it for another image.',
  },
] satisfies Example[];
