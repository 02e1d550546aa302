// A service without a limit of its share of the processors.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm, limitState } from '../../service-facts/missing-limit.ts';

const keys = [['cpus'], ['cpu_quota'], ['cpu_shares'], ['cpuset'], ['deploy', 'resources', 'limits', 'cpus']];

export default defineComposeRule<undefined>({
  id: 'cpu-limit-missing',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A service without a CPU limit',
  why: 'One service that spins, or that mines for someone else, slows down everything on the host.',
  sources: ['cis:5.12', 'kics:6b610c50-99fb-4ef0-a5f3-e312fd945bc3', 'compose-lint:CL-0026'],
  *check({ project }) {
    for (const service of project.services) {
      const state = limitState(service, keys);
      if (state !== 'no' && state !== 'endless') continue;
      // Swarm reads its own keys only, and its limits stand for the whole of a task.
      const key = isForSwarm(service)
        ? `\`deploy.resources.limits.cpus\``
        : `\`cpus\`, or its weight by \`cpu_shares\``;
      yield {
        at: service.keyAt,
        message:
          state === 'no'
            ? `\`${service.name}\` may take every processor of the host. Set ${key}.`
            : `\`${service.name}\` has a CPU limit of zero, which means none. Set ${key}.`,
      };
    }
  },
});

export const docs = `
Off except in \`strict\` and \`cis\`, because it concerns nearly every service. A weight (\`cpu_shares\`) or a set of processors (\`cpuset\`) counts too:
the benchmark asks for a priority that someone chose.
`;

export const examples = [
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n`, fixed: false },
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n    cpus: 0.0\n` },
  { good: `services:\n  web:\n    image: nginx:1.29\n    cpus: 0.5\n` },
  { good: `services:\n  web:\n    image: nginx:1.29\n    cpu_shares: 512\n` },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    deploy:\n      resources:\n        limits: {cpus: '0.5', memory: 64M}\n`,
  },
] satisfies Example[];
