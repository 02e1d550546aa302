// A service without a limit of its memory.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm, limitState } from '../../service-facts/missing-limit.ts';

const keys = [['mem_limit'], ['deploy', 'resources', 'limits', 'memory']];

export default defineComposeRule<undefined>({
  id: 'memory-limit-missing',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A service without a memory limit',
  why: 'One service that leaks, or that someone makes work, takes the memory of the host, and the kernel then ends whatever it likes.',
  sources: ['cis:5.11', 'kics:bb9ac4f7-e13b-423d-a010-c74a1bfbe492', 'compose-lint:CL-0026'],
  refactoring: 'harden-service',
  *check({ project }) {
    for (const service of project.services) {
      const state = limitState(service, keys);
      if (state !== 'no' && state !== 'endless') continue;
      // Swarm reads its own keys only, and its limits stand for the whole of a task.
      const key = isForSwarm(service)
        ? `\`deploy.resources.limits.memory\``
        : `\`mem_limit\` to what it needs at most`;
      yield {
        at: service.keyAt,
        message:
          state === 'no'
            ? `\`${service.name}\` may take all memory of the host. Set ${key}.`
            : `\`${service.name}\` has a memory limit of zero, which means none. Set ${key}.`,
      };
    }
  },
});

export const docs = `
Off except in \`strict\` and \`cis\`, because it concerns nearly every service. How much a service needs is measured (\`docker stats\`), not guessed:
“Harden this service” puts a limit with room in. A value that a variable gives counts as a limit. A reservation is none.
`;

export const examples = [
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n`, fixed: false },
  { bad: `services:\n  «web»:\n    image: nginx:1.29\n    mem_limit: 0\n` },
  {
    bad: `services:\n  «web»:\n    image: nginx:1.29\n    deploy:\n      resources:\n        reservations:\n          memory: 64M\n`,
    note: 'A reservation limits nothing.',
  },
  { good: `services:\n  web:\n    image: nginx:1.29\n    mem_limit: 256m\n` },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    deploy:\n      resources:\n        limits: {cpus: '0.5', memory: 64M}\n`,
  },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    mem_limit: \${LIMIT}\n`,
    note: 'A variable sets it.',
  },
] satisfies Example[];
