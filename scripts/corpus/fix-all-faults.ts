// What must hold when every allowed fix is applied, for tests and for the run over real files.
import { type DockerfileResult, type FixSafety, fixAll, lint } from '../../server/src/engine/index.ts';
import type { Model } from '../../server/src/engine/model/model.ts';
import type { Origin } from '../../server/src/engine/model/state.ts';

/**
 * What is wrong, one sentence each: a second time changes nothing, BuildKit's conditions hold if they held before, and safe
 * fixes leave user, entrypoint, command, health check and packages of the image as they were.
 */
export function faultsOfFixAll(before: DockerfileResult): string[] {
  return [...faultsOf(before, 'safe'), ...faultsOf(before, 'review')];
}

function faultsOf(before: DockerfileResult, safety: FixSafety): string[] {
  const { input } = before;
  const faults: string[] = [];
  const { text, applied } = fixAll(input, safety);
  if (applied.length === 0)
    return text === input.text ? [] : [`${safety}: it changes the file without a fix`];
  const after = lint({ ...input, text });
  if (fixAll({ ...input, text }, safety).text !== text) faults.push(`${safety}: a second time changes more`);
  if (after.dockerfile.errors.length > before.dockerfile.errors.length)
    faults.push(`${safety}: BuildKit would refuse the result: ${after.dockerfile.errors[0]?.message}`);
  if (safety === 'safe') {
    const was = whatRuns(before.model);
    const now = whatRuns(after.model);
    for (const field of fields) {
      if (field !== 'user' && field !== 'packages' && isBroken(before, field)) continue;
      const [one, other] = [JSON.stringify(was[field]), JSON.stringify(now[field])];
      if (one !== other) faults.push(`safe: ${field} was ${one} and is ${other}`);
    }
  }
  return faults;
}

const fields = ['user', 'packages', 'entrypoint', 'cmd', 'healthcheck'] as const;

/** What the image of the final stage is and does. */
function whatRuns({ finalStage, dockerfile }: Model) {
  const end = finalStage?.end;
  const textOf = (by: Origin | undefined) =>
    by === undefined || by === 'image' ? by : dockerfile.text.slice(by.at.start, by.at.end);
  return {
    user: end?.user?.name,
    packages: [...(end?.packages.keys() ?? [])],
    entrypoint: textOf(end?.entrypoint?.by),
    cmd: textOf(end?.cmd?.by),
    healthcheck: textOf(end?.healthcheck?.by),
  };
}

/** Only an instruction that provably fails may be rewritten. */
function isBroken(
  { model, findings }: DockerfileResult,
  field: 'entrypoint' | 'cmd' | 'healthcheck',
): boolean {
  const by = model.finalStage?.end[field]?.by;
  return (
    by !== undefined &&
    by !== 'image' &&
    findings.some(
      ({ severity, at }) => severity === 'error' && by.at.start <= at.start && at.end <= by.at.end,
    )
  );
}
