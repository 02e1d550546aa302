// Whether every instruction and every comment of a file is where a refactoring says it is, found without the plan that made it.
import { readMounts } from '../../server/src/engine/parse/arguments.ts';
import type { Dockerfile, Instruction, Span } from '../../server/src/engine/parse/syntax.ts';
import type { TriedOffer } from './split-offers.ts';

/** They set the scene for what follows, so that both stages may have them without a word. */
const scenery: ReadonlySet<string> = new Set(['WORKDIR', 'USER', 'SHELL', 'ARG']);

/**
 * Comparable text: no carriage returns, no blanks at the ends of lines, the keyword in upper case, and not the escape character
 * with which a file may end: another instruction comes after it now.
 */
function textOf({ text, escape: mark }: Dockerfile, { keyword, keywordAt, at }: Instruction): string {
  const rest = text.slice(keywordAt.end, at.end).replace(/[ \t\r]+$/gm, '');
  return keyword + (rest.endsWith(mark) ? rest.slice(0, -1).trimEnd() : rest);
}

/** An instruction of the result that the file did not have. */
interface Fresh {
  readonly instruction: Instruction;
  used: boolean;
}

/** What is lost, doubled without a word, out of order, or new without a reason; one sentence each. */
export function instructionFaults(tried: TriedOffer): string[] {
  const { before, after, offer } = tried;
  const faults: string[] = [];
  const old = before.dockerfile.instructions.filter(({ keyword }) => keyword !== 'FROM');
  const known = new Set(old.map((one) => textOf(before.dockerfile, one)));
  const now = after.dockerfile.instructions.filter(({ keyword }) => keyword !== 'FROM');
  const fresh: Fresh[] = now
    .filter((one) => !known.has(textOf(after.dockerfile, one)))
    .map((instruction) => ({ instruction, used: false }));
  const said = (instruction: Instruction, kind: string) =>
    offer.changes.some(({ kind: its, at }) => its === kind && at?.start === instruction.at.start);
  // What a repair changed is told without the place in the old file.
  let unplaced = offer.changes.filter(({ kind, at }) => kind === 'changed' && at === undefined).length;
  for (const [text, same] of groups(old, (one) => textOf(before.dockerfile, one))) {
    const line = text.split('\n', 1)[0]!.slice(0, 80);
    const dropped = same.filter((one) => said(one, 'dropped')).length;
    const changed = same.filter((one) => said(one, 'changed')).length;
    const repeatable = same.filter((one) => said(one, 'repeated') || scenery.has(one.keyword)).length;
    const found = now.filter((one) => textOf(after.dockerfile, one) === text);
    const kept = same.length - dropped - changed;
    if (dropped + changed > same.length) faults.push(`«${line}» is both dropped and changed`);
    for (let missing = kept - found.length; missing > 0; missing--) {
      const other = fresh.find((one) => !one.used && one.instruction.keyword === same[0]!.keyword);
      if (other && unplaced > 0) {
        other.used = true;
        unplaced--;
      } else faults.push(`«${line}» is in no stage, and no change says so`);
    }
    const most = kept + repeatable + changed;
    if (found.length > most) faults.push(`«${line}» stands ${found.length} times, and no change says why`);
    for (const [stage, there] of groups(found, (one) => one.stage))
      if (there.length > same.length)
        faults.push(`«${line}» stands ${there.length} times in stage ${stage + 1}`);
  }
  return [...faults, ...orderFaults(tried), ...freshFaults(tried, fresh)];
}

function groups<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const map = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = map.get(key);
    if (list) list.push(item);
    else map.set(key, [item]);
  }
  return map;
}

/** Instructions that stay keep their order within each stage. */
function orderFaults({ before, after, offer }: TriedOffer): string[] {
  const faults: string[] = [];
  const places = new Map<string, number[]>();
  for (const [index, one] of before.dockerfile.instructions.entries()) {
    const text = textOf(before.dockerfile, one);
    places.set(text, [...(places.get(text) ?? []), index]);
  }
  for (const stage of after.model.stages) {
    let last = -1;
    for (const one of stage.instructions) {
      const possible = places.get(textOf(after.dockerfile, one));
      // Put after the files on purpose, and said so.
      const isMoved =
        one.keyword === 'WORKDIR' && offer.changes.some(({ what }) => what.startsWith('WORKDIR'));
      if (possible === undefined || isMoved) continue;
      const next = possible.find((index) => index > last);
      if (next === undefined)
        faults.push(`«${textOf(after.dockerfile, one).split('\n', 1)[0]!.slice(0, 80)}» comes too late`);
      else last = next;
    }
  }
  return faults;
}

/** What says nothing of a new line. */
const empty = /^(?:It moves to the other stage\.|Unchanged, in its place in the new stages\.)?$/;

/** Every line that is new is in an edit that says why it is there. */
function freshFaults({ after, offer }: TriedOffer, fresh: readonly Fresh[]): string[] {
  const faults: string[] = [];
  let shift = 0;
  const ranges = offer.edits.map(({ start, end, text, why }) => {
    const range = { start: start + shift, end: start + shift + text.length, why };
    shift += text.length - (end - start);
    return range;
  });
  for (const { instruction } of fresh) {
    const { at } = instruction;
    const own = ranges.filter((range) => range.start < at.end && at.start < range.end);
    if (own.length === 0) faults.push(`«${lineAt(after.dockerfile, instruction)}» is new, but in no edit`);
    else if (own.every(({ why }) => empty.test(why)))
      faults.push(`«${lineAt(after.dockerfile, instruction)}» is new, and its edit does not say why`);
  }
  return faults;
}

function lineAt({ text }: Dockerfile, { at }: Instruction): string {
  return text.slice(at.start, at.end).split(/\r?\n/, 1)[0]!.slice(0, 80);
}

/** Comments that are lost or doubled. Those of a dropped instruction go with it. */
export function commentFaults({ before, after, offer }: TriedOffer): string[] {
  const counts = new Map<string, { min: number; max: number; found: number }>();
  const { dockerfile } = before;
  const { instructions } = dockerfile;
  const copies = new Map<string, number>();
  for (const one of after.dockerfile.instructions) {
    const text = textOf(after.dockerfile, one);
    copies.set(text, (copies.get(text) ?? 0) + 1);
  }
  const droppedStarts = new Set(
    offer.changes.flatMap(({ kind, at }) => (kind === 'dropped' && at ? [at.start] : [])),
  );
  for (const comment of dockerfile.comments) {
    const text = commentText(dockerfile, comment);
    const count = counts.get(text) ?? { min: 0, max: 0, found: 0 };
    counts.set(text, count);
    const owner = instructions.find(({ at }) => at.start < comment.start && comment.end <= at.end);
    const next = instructions.find(({ at }) => at.start >= comment.end);
    if (owner) {
      // Inside an instruction: as often as the instruction; in a changed one it may be above it instead.
      count.min += droppedStarts.has(owner.at.start) ? 0 : 1;
      count.max += Math.max(1, copies.get(textOf(dockerfile, owner)) ?? 1);
    } else {
      count.min += next && droppedStarts.has(next.at.start) ? 0 : 1;
      count.max += 1;
    }
  }
  for (const comment of after.dockerfile.comments) {
    const count = counts.get(commentText(after.dockerfile, comment));
    if (count) count.found++;
  }
  return [...counts].flatMap(([text, { min, max, found }]) => {
    const name = `the comment «${text.slice(0, 80)}»`;
    if (found < min) return [`${name} is lost`];
    return found > max ? [`${name} stands ${found} times`] : [];
  });
}

function commentText({ text }: Dockerfile, { start, end }: Span): string {
  return text.slice(start, end).trim();
}

/** Parser directives, and the mounts of RUN that hold secrets and caches, are all still there. */
export function mountFaults({ before, after }: TriedOffer): string[] {
  const faults: string[] = [];
  const mounts = (instructions: readonly Instruction[]) =>
    instructions
      .flatMap((one) => readMounts(one))
      .filter(({ type }) => type !== 'bind')
      .map(({ flag }) => flag.value ?? '');
  const left = new Set(mounts(after.dockerfile.instructions));
  for (const value of new Set(mounts(before.dockerfile.instructions)))
    if (!left.has(value)) faults.push(`the mount «${value}» is lost`);
  const directives = ({ dockerfile }: { readonly dockerfile: Dockerfile }) =>
    dockerfile.directives.map(({ name, value }) => `${name}=${value}`).join(' ');
  if (directives(before) !== directives(after))
    faults.push(`the parser directives «${directives(before)}» became «${directives(after)}»`);
  return faults;
}
