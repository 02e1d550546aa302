// Finds services that wait for each other.
import { quoted } from '../parse/errors/problem.ts';
import type { Place } from '../parse/yaml/tree.ts';
import type { ComposeDependency, ComposeService } from './project.ts';

/** Says where a dependency closes a circle. */
export function checkDependencies(
  services: readonly ComposeService[],
  refuse: (at: Place, message: string) => void,
): void {
  const byName = new Map(services.map((service) => [service.name, service]));
  const state = new Map<string, 'open' | 'done'>();
  for (const start of services) {
    if (state.has(start.name)) continue;
    // A stack of our own: chains of dependencies can be long.
    const stack: { name: string; rest: ComposeDependency[] }[] = [];
    const open = (service: ComposeService) => {
      state.set(service.name, 'open');
      stack.push({ name: service.name, rest: [...service.dependsOn].reverse() });
    };
    open(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        state.set(top.name, 'done');
        stack.pop();
        continue;
      }
      const service = byName.get(next.name);
      if (service === undefined || state.get(next.name) === 'done') continue;
      if (state.get(next.name) === 'open') {
        refuse(
          next.at,
          `The service ${quoted(top.name)} depends on ${quoted(next.name)}, which depends on it in turn, so neither can start. Remove one dependency.`,
        );
        continue;
      }
      open(service);
    }
  }
}
