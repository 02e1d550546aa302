// Documentation of the findings that the engine makes by itself, not by a rule.
import type { RuleDocs } from '../../server/src/workspace/assets.ts';

const everyProfile = ['recommended', 'strict', 'cis', 'hardened-images'];

export const engineRules: readonly RuleDocs[] = [
  {
    id: 'unused-suppression',
    severity: 'information',
    profiles: everyProfile,
    concern: 'correctness',
    summary: 'A suppression comment silences nothing',
    why: 'A comment that outlived its finding hides the next one.',
    sources: [],
    links: [],
    docs: '## What it finds\n\nA `# plimsoll ignore…` comment whose rules report nothing where it applies, or whose `until=` day is over.',
    examples: [{ kind: 'bad', text: '# plimsoll ignore=root-user\nFROM debian:12\nUSER 65532\n' }],
  },
];
