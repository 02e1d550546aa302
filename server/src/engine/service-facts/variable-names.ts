// The variable of Compose's environment that a fix takes a value from.
import type { ComposeProject, ComposeService, ComposeVariable } from '../compose/project.ts';

/** By name: the values that the project gives it; undefined is one that is not known. */
type Values = ReadonlyMap<string, ReadonlySet<string | undefined>>;

const known = new WeakMap<ComposeProject, Values>();

/**
 * `NAME` for a variable of a service; `SERVICE_NAME` where another value goes by that name already, so that two values stay two.
 * @param value what the variable holds
 * @param set what `.env` holds, where that is known
 * @returns undefined where both are taken, or make no name of a variable
 */
export function freeVariable(
  project: ComposeProject,
  service: ComposeService,
  variable: ComposeVariable,
  value: string,
  set: ReadonlyMap<string, string | undefined> | undefined,
): string | undefined {
  const values = valuesOf(project);
  return [variable.name, prefixed(service, variable)].find((name) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return false;
    if (set?.has(name)) return set.get(name) === value;
    const others = values.get(name);
    return others === undefined || [...others].slice(0, 2).every((one) => one === value);
  });
}

function prefixed(service: ComposeService, { name }: ComposeVariable): string {
  return `${service.name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_${name}`;
}

function valuesOf(project: ComposeProject): Values {
  const before = known.get(project);
  if (before !== undefined) return before;
  const values = new Map<string, Set<string | undefined>>();
  const add = (name: string, value: string | undefined) => {
    const set = values.get(name);
    if (set) set.add(value);
    else values.set(name, new Set([value]));
  };
  for (const service of project.services) {
    for (const variable of service.environment) {
      // A name without a value is taken from the environment too, where its value is not known.
      add(variable.name, variable.value ?? undefined);
      add(prefixed(service, variable), variable.value ?? undefined);
    }
  }
  known.set(project, values);
  return values;
}
