// How much a weakness counts in a Compose file, by what the file is for as far as its path tells.
import type { ComposeProject } from '../compose/project.ts';
import { isForTrial } from '../service-facts/purpose.ts';

/** `devcontainer`: where somebody works. `trial`: for examples, tests and development. Undefined: services run from it. */
export function roleOf({ path }: ComposeProject): 'devcontainer' | 'trial' | undefined {
  if (/(^|\/)\.devcontainer\/|[._-]devcontainer[._-]/.test(path)) return 'devcontainer';
  return isForTrial(path) ? 'trial' : undefined;
}

/** A weakness that is true anywhere: silent where somebody works, information in examples, tests and development. */
export function weaknessIn(project: ComposeProject): { readonly severity?: 'information' } | undefined {
  const role = roleOf(project);
  if (role === 'devcontainer') return undefined;
  return role === 'trial' ? { severity: 'information' } : {};
}
