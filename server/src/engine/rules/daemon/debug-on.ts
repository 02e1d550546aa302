// dockerd writes everything it does into its log.
import { setSetting } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';

interface Data {
  readonly key: 'debug' | 'log-level';
}

export default defineDaemonRule<Data>({
  id: 'debug-on',
  severity: 'information',
  profiles: ['recommended', 'cis'],
  summary: 'Docker logs for debugging',
  why: 'The log holds the requests in full, with the environment variables of containers and the secrets in them.',
  sources: ['cis:2.3', 'docker-bench:check_2_3'],
  *check({ daemon }) {
    const debug = daemon.entry('debug');
    if (debug !== undefined && daemon.flag('debug') === true) {
      yield {
        at: debug.at,
        message: '`debug` is on: the log of dockerd holds every request. Set it to false when you are done.',
        data: { key: 'debug' },
      };
    }
    const level = daemon.entry('log-level');
    if (level !== undefined && daemon.string('log-level') === 'debug') {
      yield {
        at: level.at,
        message: 'Docker logs every request at the level `debug`. Set `log-level` to `info`.',
        data: { key: 'log-level' },
      };
    }
  },
  *fix(problem, { daemon }) {
    if (problem.data!.key === 'debug') yield* setSetting(daemon, 'debug', false, 'Set debug to false');
    else yield* setSetting(daemon, 'log-level', 'info', 'Set log-level to info');
  },
});

export const docs = `
\`debug\` and \`log-level\` can be changed without a restart: dockerd reads both again on SIGHUP.
`;

export const examples = [
  { bad: `{ «"debug": true» }\n`, fixed: `{ "debug": false }\n` },
  { bad: `{ «"log-level": "debug"» }\n`, fixed: `{ "log-level": "info" }\n` },
  { good: `{ "debug": false, "log-level": "info" }\n` },
] satisfies Example[];
