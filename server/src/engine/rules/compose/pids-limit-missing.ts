// A service without a limit of its processes.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm, limitState } from '../../service-facts/missing-limit.ts';

const keys = [['pids_limit'], ['deploy', 'resources', 'limits', 'pids']];

export default defineComposeRule<undefined>({
  id: 'pids-limit-missing',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A service without a limit of processes',
  why: 'A program that starts processes without end, by fault or by an intruder, takes the process table of the host, and nothing can be started any more.',
  sources: ['cis:5.29', 'kics:221e0658-cb2a-44e3-b08a-db96a341d6fa'],
  refactoring: 'harden-service',
  *check({ project }) {
    for (const service of project.services) {
      const state = limitState(service, keys);
      if (state !== 'no' && state !== 'endless') continue;
      // Swarm reads its own keys only, and its limits stand for the whole of a task.
      const key = isForSwarm(service)
        ? `\`deploy.resources.limits.pids\``
        : `\`pids_limit\`: threads count too, so leave room`;
      yield {
        at: service.keyAt,
        message:
          state === 'no'
            ? `\`${service.name}\` may start processes without end. Set ${key}.`
            : `\`${service.name}\` has a process limit that means none. Set ${key}.`,
      };
    }
  },
});

export const docs = `
Off except in \`strict\` and \`cis\`, because it concerns nearly every service. Threads count as processes here: a Java or Go server has more of
them than one expects. “Harden this service” puts a limit with room in.
`;

export const examples = [
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n`, fixed: false },
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n    pids_limit: -1\n` },
  { good: `services:\n  web:\n    image: nginx:1.29\n    pids_limit: 200\n` },
  {
    good: `x-limits: &limits\n  pids_limit: 200\nservices:\n  web:\n    <<: *limits\n    image: nginx:1.29\n`,
  },
] satisfies Example[];
