// A process of its own forwards each published port.
import { setSetting, settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'userland-proxy-on',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Published ports go through a proxy process',
  why: 'One more process that runs as root listens for each published port, and hides from the container who connects.',
  sources: ['cis:2.16', 'docker-bench:check_2_16'],
  *check({ daemon }) {
    const at = settingAt(daemon, 'userland-proxy');
    if (at === undefined || daemon.flag('userland-proxy') === false || daemon.flag('rootless') === true)
      return;
    yield {
      at,
      message:
        'Docker starts a proxy as root for each published port, because `userland-proxy` is not false. Set it to false: the kernel forwards the ports.',
    };
  },
  *fix(_problem, { daemon }) {
    yield* setSetting(
      daemon,
      'userland-proxy',
      false,
      'Set userland-proxy to false (the kernel forwards published ports)',
    );
  },
});

export const docs = `
Without the proxy the kernel's own rules forward published ports, also those on the loopback address. A daemon that runs without
root needs its proxy.
`;

export const examples = [
  { bad: `«{» "icc": false }\n`, fixed: `{ "icc": false, "userland-proxy": false }\n` },
  { bad: `{ "userland-proxy": «true» }\n`, fixed: `{ "userland-proxy": false }\n` },
  { good: `{ "userland-proxy": false }\n` },
  { good: `{ "rootless": true }\n` },
] satisfies Example[];
