// root in a container is root on the host.
import { setSetting, settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'user-namespaces-off',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'The root of a container is the root of the host',
  why: 'Without user namespaces, a process that leaves its container as root has all rights on the host.',
  sources: ['cis:2.9', 'docker-bench:check_2_9'],
  *check({ daemon }) {
    const at = settingAt(daemon, 'userns-remap');
    if (at === undefined || daemon.flag('rootless') === true) return;
    const value = daemon.get('userns-remap');
    // An empty text is none; anything else that is no text is an error of its own.
    if (value !== undefined && !(value.kind === 'scalar' && value.value === '')) return;
    yield {
      at,
      message:
        'The root of a container is root on the host, because `userns-remap` is not set. Set it to `default`; images and containers that are there have to be pulled and made again.',
    };
  },
  *fix(_problem, { daemon }) {
    yield* setSetting(
      daemon,
      'userns-remap',
      'default',
      'Set userns-remap to default (images and containers that are there are no longer seen)',
    );
  },
});

export const docs = `
With \`userns-remap\`, the accounts of containers are others on the host: root in a container is nobody there. dockerd keeps images
and containers in another folder then, and what is mounted from the host must belong to the new numbers. A daemon that runs
without root (\`rootless\`) needs none of it.
`;

export const examples = [
  {
    bad: `«{»\n  "icc": false\n}\n`,
    fixed: `{\n  "icc": false,\n  "userns-remap": "default"\n}\n`,
  },
  { bad: `{ "userns-remap": «""» }\n`, fixed: `{ "userns-remap": "default" }\n` },
  { good: `{ "userns-remap": "default" }\n` },
  { good: `{ "rootless": true }\n`, note: 'The daemon itself is not root.' },
] satisfies Example[];
