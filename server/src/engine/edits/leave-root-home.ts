// Moves what a stage keeps below /root to a folder that every user may enter.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import type { Model, Stage } from '../model/model.ts';
import { runtimeOf } from '../model/runtimes.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';

/** Instructions in which a path can simply be another one. */
const follows = /^(ENV|CMD|ENTRYPOINT|HEALTHCHECK|WORKDIR|VOLUME)$/;

/**
 * @param path below /root, or /root itself: what is copied or worked in
 */
export function* leaveRootHome(model: Model, stage: Stage, path: string): Iterable<Fix | Refusal> {
  const isUserSite = path === '/root/.local';
  const python = isUserSite ? runtimeOf(stage, 'python')?.paths[0] : undefined;
  if (isUserSite && !python?.startsWith('/usr/local/bin/')) return;
  const [, first = ''] = /^\/root\/?([^/]*)/.exec(path) ?? [];
  const from = first === '' ? '/root' : `/root/${first}`;
  const to = isUserSite ? '/usr/local' : first === '' ? '/app' : `/opt/${first}`;
  const title = isUserSite
    ? 'Copy it to `/usr/local`, where Python looks for its packages whoever runs it'
    : `Use \`${to}\` instead of \`${from}\``;
  if (first !== '' && !isUserSite && !/^\w[\w.-]*$/.test(first)) return;
  if (model.finalChain.length > 1) {
    yield { title, reason: 'The stage is built on another one of this file, which may use the folder too.' };
    return;
  }
  const edits: Edit[] = [];
  for (const instruction of stage.instructions) {
    const found = placesIn(model, instruction, from);
    if (found === undefined) {
      yield { title, reason: `${instruction.keyword} names something below /root too.` };
      return;
    }
    edits.push(...found.map((start) => ({ start, end: start + from.length, text: to })));
  }
  const { text } = model.dockerfile;
  const taken =
    !isUserSite && new RegExp(`(?<![\\w./-])${to}(?![\\w.-])`).test(text.slice(stage.from.at.start));
  if (edits.length > 0 && !taken) yield { title, safety: 'review', preferred: true, edits };
}

/** Offsets of the path in an instruction; undefined where it stands in one that does more than name it. */
function placesIn(model: Model, instruction: Instruction, from: string): number[] | undefined {
  const { text } = model.dockerfile;
  const copy = readCopy(instruction);
  // What is copied from another stage or the build context lies where it lies.
  const { start, end } = copy ? copy.destination.at : instruction.at;
  const whole = text.slice(instruction.at.start, instruction.at.end);
  if (/\/root(?![\w.-])|~|\$\{?HOME\b/.test(copy ? '' : whole) && !follows.test(instruction.keyword))
    return undefined;
  if (copy?.heredocs.some(({ body }) => body.includes('/root'))) return undefined;
  const places: number[] = [];
  for (let at = text.indexOf(from, start); at >= 0 && at < end; at = text.indexOf(from, at + 1)) {
    if (/[\w.-]/.test(text[at + from.length] ?? '') || /[\w.\-/]/.test(text[at - 1] ?? '')) continue;
    places.push(at);
  }
  return places;
}
