// Asks what a health check asks with what the image has.
import type { Fix, Refusal } from '../define-rule.ts';
import { baseName } from '../model/base.ts';
import { probeRuntimes, type ShippedHealthcheck, wgetFlavour } from '../model/health.ts';
import type { Model } from '../model/model.ts';
import { readProbe } from '../probe/read.ts';
import { probeTools } from '../probe/tools.ts';
import { type ProbeRuntime, writeProbe } from '../probe/write.ts';
import { execFormText } from './exec-form.ts';

/** The same probe for each runtime of the stage that can say it, the image's own language first; else why there is none. */
export function* otherProbes(model: Model, check: ShippedHealthcheck, tool: string): Iterable<Fix | Refusal> {
  const title = `Probe without ${tool}`;
  const { start, end } = check.read.commandAt;
  const original = model.dockerfile.text.slice(start, end);
  const state = check.stage.end;
  const read = readProbe(check.command, { wget: wgetFlavour(state) });
  if (!read.ok) {
    yield { title, reason: `The check cannot be said in other words: ${read.reason}.` };
    return;
  }
  if (/\n[ \t]*#/.test(original)) {
    yield { title, reason: 'A comment stands between the lines of the check and would be lost.' };
    return;
  }
  const offers: Fix[] = [];
  let reason: string | undefined;
  for (const runtime of probeRuntimes(check.stage)) {
    const written = writeProbe(read.probes, runtime, {
      join: read.join,
      healthcheckTimeoutSeconds: check.timeoutSeconds,
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
      safety: 'review',
      preferred: offers.length === 0,
      edits: [{ start, end, text: execFormText(written.argv) }],
    });
  }
  yield* offers;
  if (offers.length === 0)
    yield {
      title,
      reason: reason ?? `\`${baseName(check.stage)}\` has nothing that is known to make HTTP requests.`,
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
