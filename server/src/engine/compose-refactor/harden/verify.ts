// Tries hardened services: the file must load, and be clean of what was mended.
import { loadProject } from '../../compose/load.ts';
import type { Finding } from '../../findings.ts';
import type { ComposeResult } from '../../lint-result.ts';
import { lint } from '../../run.ts';
import { type Hardened, textWith } from './harden-service.ts';

/** So many are tried each for itself, by a check of the whole file: fewer where that takes long. */
const mostAlone = (services: number): number => (services <= 50 ? 40 : 5);

/** What would be wrong, in a sentence, for those where something is. One check of the file where all is well. */
export function faultsOf(result: ComposeResult, drafts: readonly Hardened[]): ReadonlyMap<Hardened, string> {
  const faults = new Map<Hardened, string>();
  if (drafts.length === 0) return faults;
  const before = lint({ ...result.input, settings: strict });
  // Two that both put services on a network cannot be tried together.
  const [wide, narrow] = [drafts.filter(isWide), drafts.filter((draft) => !isWide(draft))];
  if (faultOf(result, before.findings, narrow) !== undefined) for (const draft of narrow) wide.push(draft);
  wide.forEach((draft, index) => {
    const fault =
      index < mostAlone(result.project.services.length)
        ? faultOf(result, before.findings, [draft])
        : 'Something is wrong in one of the many services here: harden those above first.';
    if (fault !== undefined) faults.set(draft, fault);
  });
  return faults;
}

function isWide({ steps }: Hardened): boolean {
  return steps.some((step) => step.isWide);
}

const strict = { profile: 'strict' } as const;

function faultOf(
  { input }: ComposeResult,
  had: readonly Finding[],
  drafts: readonly Hardened[],
): string | undefined {
  const text = textWith(input.text, drafts);
  const { project, wanted } = loadProject(text, input.context);
  const problem = project.problems.find(({ kind }) => kind === 'error');
  if (problem) return `Compose would not take the result: ${problem.message}`;
  if (wanted.length > loadProject(input.text, input.context).wanted.length)
    return 'The result would need other files.';
  const after = lint({ ...input, text, settings: strict });
  const errors = (findings: readonly Finding[]) =>
    findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  if (errors(after.findings).length > errors(had).length) {
    const known = new Set(had.map(({ ruleId, message }) => `${ruleId} ${message}`));
    const fresh = errors(after.findings).find(({ ruleId, message }) => !known.has(`${ruleId} ${message}`));
    if (fresh) return `The result would have a fault: ${fresh.message}`;
  }
  const places = new Map(project.services.map(({ name, keyAt }) => [name, keyAt]));
  for (const { service, steps } of drafts) {
    const at = places.get(service.name);
    const mended = new Set(steps.flatMap(({ mends = [] }) => mends));
    const still = after.findings.find(
      ({ ruleId, at: place }) => mended.has(ruleId) && place.start === at?.start && at.file === project.path,
    );
    if (still) return `It would change nothing: ${still.message}`;
  }
  return undefined;
}
