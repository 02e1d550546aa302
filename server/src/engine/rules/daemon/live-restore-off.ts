// Every container stops when the daemon does.
import { setSetting, settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'live-restore-off',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Containers stop with the daemon',
  why: 'An update of Docker stops every container, so that updates which mend weaknesses are put off.',
  sources: ['cis:2.15', 'docker-bench:check_2_15'],
  *check({ daemon }) {
    const at = settingAt(daemon, 'live-restore');
    // Swarm managers refuse live-restore; these keys are only of use in a swarm.
    const isSwarm = daemon.get('swarm-default-advertise-addr') ?? daemon.get('node-generic-resources');
    if (at === undefined || isSwarm || daemon.flag('live-restore') === true) return;
    yield {
      at,
      message:
        'Every container stops when dockerd is restarted, because `live-restore` is not true. Set it to true, so that Docker can be updated without a stop.',
    };
  },
  *fix(_problem, { daemon }) {
    yield* setSetting(daemon, 'live-restore', true, 'Set live-restore to true (not on a machine of a swarm)');
  },
});

export const docs = `
A machine that is part of a swarm cannot have \`live-restore\`: dockerd does not start with both. The rule is silent where the file
has settings of a swarm.
`;

export const examples = [
  { bad: `«{» "icc": false }\n`, fixed: `{ "icc": false, "live-restore": true }\n` },
  { bad: `{ "live-restore": «false» }\n`, fixed: `{ "live-restore": true }\n` },
  { good: `{ "live-restore": true }\n` },
  { good: `{ "swarm-default-advertise-addr": "10.0.0.4" }\n`, note: 'A machine of a swarm.' },
] satisfies Example[];
