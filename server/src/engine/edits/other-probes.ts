// Asks what a health check asks with what the image has.
import type { Fix, Refusal } from '../define-rule.ts';
import { baseName } from '../model/base.ts';
import { probeRuntimes, type ShippedHealthcheck, wgetFlavour } from '../model/health.ts';
import type { Model, Stage } from '../model/model.ts';
import { readProbe } from '../probe/read.ts';
import type { HealthCommand } from '../probe/request.ts';
import { probeTools } from '../probe/tools.ts';
import { type ProbeRuntime, writeProbe } from '../probe/write.ts';
import { execFormText } from './exec-form.ts';

/** The same probe in the words of another program. */
export interface OtherProbe {
  readonly title: string;
  /** Exec form. */
  readonly argv: readonly string[];
}

/** The same probe for each runtime of the stage that can say it, the image's own language first; else why there is none. */
export function* otherProbes(model: Model, check: ShippedHealthcheck, tool: string): Iterable<Fix | Refusal> {
  const { start, end } = check.read.commandAt;
  const original = model.dockerfile.text.slice(start, end);
  const found = probesWithout(check.stage, check.command, check.timeoutSeconds, tool);
  if ('reason' in found) {
    yield found;
    return;
  }
  if (/\n[ \t]*#/.test(original)) {
    yield {
      title: probeTitle(tool),
      reason: 'A comment stands between the lines of the check and would be lost.',
    };
    return;
  }
  for (const [index, { title, argv }] of found.entries())
    yield {
      title,
      safety: 'review',
      preferred: index === 0,
      edits: [{ start, end, text: execFormText(argv) }],
    };
}

const probeTitle = (tool: string): string => `Probe without ${tool}`;

/**
 * What asks the same as a health check with what the stage's image has, at least one, the image's own language first.
 * @param timeoutSeconds the check's own limit, which the request gets no more than
 * @param tool the program that is missing, for titles
 */
export function probesWithout(
  stage: Stage,
  command: HealthCommand,
  timeoutSeconds: number | undefined,
  tool: string,
): readonly OtherProbe[] | Refusal {
  const title = probeTitle(tool);
  const state = stage.end;
  const read = readProbe(command, { wget: wgetFlavour(state) });
  if (!read.ok) return { title, reason: `The check cannot be said in other words: ${read.reason}.` };
  const offers: OtherProbe[] = [];
  let reason: string | undefined;
  for (const runtime of probeRuntimes(stage)) {
    const written = writeProbe(read.probes, runtime, {
      join: read.join,
      healthcheckTimeoutSeconds: timeoutSeconds,
    });
    if (!written.ok) {
      reason ??= `${nameOf(runtime)} cannot say the same: ${written.reason}.`;
      continue;
    }
    if (
      probeTools({ form: 'exec', argv: written.argv }).tools.some(
        (needed) => needed.decides && state.tool(needed.name).presence === 'absent',
      )
    )
      continue;
    const notes = [...new Set([...read.notes, ...written.changes])];
    offers.push({
      title: `Probe with ${nameOf(runtime)} instead of ${tool}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`,
      argv: written.argv,
    });
  }
  if (offers.length > 0) return offers;
  return {
    title,
    reason: reason ?? `\`${baseName(stage)}\` has nothing that is known to make HTTP requests.`,
  };
}

function nameOf(runtime: ProbeRuntime): string {
  switch (runtime.kind) {
    case 'python':
      return 'Python';
    case 'node':
      return 'Node.js';
    case 'busybox-wget':
      return "BusyBox' wget";
    case 'wget-gnu':
      return 'wget';
    default:
      return 'curl';
  }
}
