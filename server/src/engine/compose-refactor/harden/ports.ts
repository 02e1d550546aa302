// Ports of databases and admin interfaces, bound to this host alone: by the fix of the rule that reports them.
import type { ComposePort } from '../../compose/project.ts';
import portRule from '../../rules/compose/port-on-all-interfaces.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

export function onLoopback({ service, ruleInput }: HardenInput): (Step | LeftOut)[] {
  if (service.ports.length === 0) return [];
  const own = { ...ruleInput, project: { ...ruleInput.project, services: [service] } };
  return [...portRule.check(own)].flatMap((problem): (Step | LeftOut)[] => {
    if (problem.at.file !== ruleInput.project.path) return [];
    const { port } = problem.data as { readonly port: ComposePort };
    const [offered] = portRule.fix?.(problem, own) ?? [];
    if (offered === undefined) return [];
    const target = port.target[0];
    if ('reason' in offered)
      return [{ left: `Port ${target} stays open to every interface: ${offered.reason}` }];
    return [
      {
        additions: [{ kind: 'edits', edits: [...offered.edits] }],
        what: `Published port ${target} on 127.0.0.1 alone: other services reach it by its name, and nobody else should.`,
        checks: [`Programs on other machines no longer reach port ${target}.`],
        signs: ['127.0.0.1'],
      },
    ];
  });
}
