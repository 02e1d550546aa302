// Ports of databases and admin interfaces, bound to this host alone: by the fix of the rule that reports them.
import type { ComposePort } from '../../compose/project.ts';
import type { Addition } from '../../hardening/own-service.ts';
import portRule from '../../rules/compose/port-on-all-interfaces.ts';
import { isForSwarm } from '../../service-facts/missing-limit.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

export function onLoopback({ service, ruleInput }: HardenInput): (Step | LeftOut)[] {
  if (service.ports.length === 0) return [];
  const own = { ...ruleInput, project: { ...ruleInput.project, services: [service] } };
  // One port of the container may be published several times.
  const bound = new Map<string, { readonly additions: Addition[]; readonly hosts: string[] }>();
  const left = new Map<string, LeftOut>();
  for (const problem of portRule.check(own)) {
    if (problem.at.file !== ruleInput.project.path) continue;
    const { port } = problem.data as { readonly port: ComposePort };
    const [offered] = portRule.fix?.(problem, own) ?? [];
    if (offered === undefined) continue;
    const target = rangeOf(port.target);
    if (isForSwarm(service)) {
      left.set(target, {
        left: `Port ${target} stays open to every interface: \`docker stack deploy\` ignores an address before it. Remove the port where only other services use it.`,
      });
    } else if ('reason' in offered)
      left.set(`${target} ${offered.reason}`, {
        left: `Port ${target} stays open to every interface: ${offered.reason}`,
      });
    else {
      const one = bound.get(target) ?? { additions: [], hosts: [] };
      one.additions.push({ kind: 'edits', edits: [...offered.edits] });
      one.hosts.push(port.published === undefined ? 'one that Docker picks' : rangeOf(port.published));
      bound.set(target, one);
    }
  }
  const steps = [...bound].map(([target, { additions, hosts }]): Step => {
    const ports = hosts.length > 1 ? ` (ports ${hosts.join(', ')} of the host)` : '';
    return {
      additions,
      what: `Published port ${target}${ports} on 127.0.0.1 alone: other services reach it by its name, and nobody else should.`,
      checks: [`Programs on other machines no longer reach port ${target}.`],
      signs: ['127.0.0.1'],
    };
  });
  return [...steps, ...left.values()];
}

function rangeOf([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first}–${last}`;
}
