// Programs in containers gain privileges through set-user-id programs unless each service forbids it.
import { setSetting, settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

export default defineDaemonRule({
  id: 'new-privileges-default',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Containers may gain privileges by default',
  why: 'A process in a container becomes root by any set-user-id program of its image, such as `su` or `sudo`.',
  sources: ['cis:2.14', 'docker-bench:check_2_14'],
  *check({ daemon }) {
    const at = settingAt(daemon, 'no-new-privileges');
    if (at === undefined || daemon.flag('no-new-privileges') === true) return;
    yield {
      at,
      message:
        'Containers may gain privileges by set-user-id programs, because `no-new-privileges` is not true. Set it to true; a container that needs them can be given them back.',
    };
  },
  *fix(_problem, { daemon }) {
    yield* setSetting(
      daemon,
      'no-new-privileges',
      true,
      'Set no-new-privileges to true (sudo and su stop working in containers)',
    );
  },
});

export const docs = `
The setting is the default of every container that is started from then on. A container that cannot do without gets
\`security_opt: ["no-new-privileges:false"]\`.
`;

export const examples = [
  { bad: `«{» "icc": false }\n`, fixed: `{ "icc": false, "no-new-privileges": true }\n` },
  { bad: `{ "no-new-privileges": «false» }\n`, fixed: `{ "no-new-privileges": true }\n` },
  { good: `{ "no-new-privileges": true }\n` },
] satisfies Example[];
