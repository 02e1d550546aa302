// daemon.json with which dockerd does not start.
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'invalid-daemon-file',
  severity: 'error',
  profiles: ['recommended', 'cis'],
  concern: 'correctness',
  summary: 'Docker does not start with this file',
  why: 'The daemon stops at the first thing in daemon.json that it does not know, and every container of the machine with it.',
  sources: [],
  *check({ daemon }) {
    for (const { at, message, kind } of daemon.problems) {
      // What is merely not read does not stop anything.
      yield { at, message, ...(kind === 'ignored' ? { severity: 'warning' as const } : {}) };
    }
  },
});

export const docs = `
The file is JSON, without comments and without a comma behind the last entry; keys that dockerd does not know and values of another
type stop it. \`dockerd --validate --config-file daemon.json\` says the same without starting anything.
`;

export const examples = [
  { bad: `{\n  "icc": false«,»\n}\n` },
  { bad: `{ «"ic"»: false }\n`, fixed: false },
  { good: `{ "icc": false }\n` },
  { good: '' },
] satisfies Example[];
