// Containers on the default bridge reach every port of each other.
import { setSetting, settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'inter-container-communication-open',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Containers on the default bridge reach each other',
  why: 'One container that is taken over reaches every port of all others on the default bridge, also those that nobody published.',
  sources: ['cis:2.2', 'docker-bench:check_2_2'],
  *check({ daemon }) {
    const at = settingAt(daemon, 'icc');
    if (at === undefined || daemon.flag('icc') === false) return;
    yield {
      at,
      message:
        'Containers on the default bridge reach every port of each other, because `icc` is not false. Set `icc` to false, and put what belongs together on a network of its own.',
    };
  },
  *fix(_problem, { daemon }) {
    yield* setSetting(
      daemon,
      'icc',
      false,
      'Set icc to false (containers on the default bridge stop reaching each other)',
    );
  },
});

export const docs = `
\`icc\` concerns the default bridge only: networks that Compose or \`docker network create\` makes are not touched by it.
`;

export const examples = [
  {
    bad: `«{»\n  "live-restore": true\n}\n`,
    fixed: `{\n  "live-restore": true,\n  "icc": false\n}\n`,
  },
  { bad: `{ "icc": «true» }\n`, fixed: `{ "icc": false }\n` },
  { good: `{ "icc": false }\n` },
  { good: '', note: 'An empty file.' },
] satisfies Example[];
