// What must hold for fix-all in a Compose file or daemon.json, for tests and for the run over real files.
import { type ComposeResult, type DaemonResult, fixAll, lint } from '../../server/src/engine/index.ts';

/** What keeps Compose or dockerd from taking the file. */
function refusals(result: ComposeResult | DaemonResult): number {
  if (result.language === 'daemon') return result.daemon.problems.length;
  return result.project.problems.filter(({ kind }) => kind === 'error').length;
}

export function moreErrors(
  before: ComposeResult | DaemonResult,
  after: ComposeResult | DaemonResult,
): boolean {
  return refusals(after) > refusals(before);
}

/** One sentence for each thing that is wrong: the result would be refused, or another round would change it again. */
export function faultsOfFixAllInYaml(before: ComposeResult | DaemonResult): string[] {
  const faults: string[] = [];
  for (const safety of ['safe', 'review'] as const) {
    const { text } = fixAll(before.input, safety);
    if (text === before.input.text) continue;
    const input = { ...before.input, text };
    const after = input.language === 'compose' ? lint(input) : lint(input);
    if (moreErrors(before, after)) faults.push(`fix-all ${safety} makes a file that is refused`);
    if (fixAll(after.input, safety).text !== text) faults.push(`fix-all ${safety} is not done in one go`);
    if (!before.input.text.includes('\r') && text.includes('\r'))
      faults.push(`fix-all ${safety} brings other line ends`);
  }
  return faults;
}
