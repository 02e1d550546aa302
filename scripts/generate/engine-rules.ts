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
    fixes: ['review'],
    options: [],
    links: [],
    docs: [
      '## What it finds\n',
      'An id in a `# plimsoll ignore…` comment that silences nothing where it applies, that no rule has, or whose `until=`',
      'day is over or is no day. Comments written for hadolint, BuildKit, tally and Trivy are honoured and never called unused:',
      'they may serve the other tool.\n',
      'The fixes take the id or the comment out, or write the id that is meant.',
    ].join('\n'),
    examples: [{ kind: 'bad', text: '# plimsoll ignore=root-user\nFROM debian:12\nUSER 65532\n' }],
  },
  {
    id: 'suppression-without-reason',
    severity: 'warning',
    profiles: [],
    concern: 'correctness',
    summary: 'A suppression comment does not say why',
    why: 'Nobody can tell later whether the risk that was accepted is still acceptable.',
    sources: [],
    fixes: ['review'],
    options: [],
    links: [],
    docs: [
      '## What it finds\n',
      'A `# plimsoll ignore…` comment without `reason="…"`. Off unless `.plimsoll.json` says `"requireReasons": true`, or gives',
      'this id a severity.\n',
      'A reason cannot be invented: the fix takes the comment out, so that the finding is shown again.',
    ].join('\n'),
    examples: [{ kind: 'bad', text: '# plimsoll ignore=root-user\nFROM debian:12.5-slim\n' }],
  },
];
