// Which line of a Dockerfile made each layer of an image.
import type { Model, Stage } from '../engine/model/model.ts';
import { rootBase } from '../engine/model/root-image.ts';
import type { Instruction } from '../engine/parse/syntax.ts';
import type { HistoryEntry } from '../trivy/report-types.ts';
import { type Alignment, alignExactly, alignLoosely } from './align.ts';
import { bringsFiles, expectation, makesLayer } from './expectation.ts';
import { type Expectation, expectations } from './expected-entries.ts';
import { type MadeBy, readEntry } from './history-entry.ts';
import { likeness } from './likeness.ts';

/** What an image says of itself. */
export interface ImageRecord {
  /** Layers from the bottom. */
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
}

/**
 * Where a layer comes from. `base`: below the FROM. `instructions`: one of these lines made it. `unsure`: the base image, or a
 * line that is no longer there. `changed`: no line of the file as it is now made it.
 */
export type LayerOrigin =
  | { readonly kind: 'base' }
  /** In the order of the file; more than one where their layers were merged. */
  | { readonly kind: 'instructions'; readonly instructions: readonly Instruction[] }
  | { readonly kind: 'unsure' }
  | { readonly kind: 'changed' };

/**
 * `exact`: every entry fits. `changed`: the file was changed since the image was built. `squashed`: layers of the file's lines
 * were merged. `flattened`: those of the base image with them, or the image does not say how it was made. `foreign`: it was
 * made from something else.
 */
export type Match = 'exact' | 'changed' | 'squashed' | 'flattened' | 'foreign';

export interface Layers {
  readonly match: Match;
  /** The stage that the image was built from. */
  readonly stage: Stage;
  /** One for each layer, from the bottom. Empty for `flattened` and `foreign`. */
  readonly origins: readonly LayerOrigin[];
  /** `proven`: the layers of the base image are below the file's own. `other`: it was built on another version of the base. */
  readonly base: 'proven' | 'other' | 'unknown';
}

/** The layers of a base image, from the bottom, where they are known. */
export type KnownBases = (image: string) => readonly string[] | undefined;

/** Stages that are tried; how many of them for a file that was changed, which costs more. */
const mostStages = 300;
const mostLooseStages = 10;

/**
 * Lays an image's layers onto the instructions. The stage that is checked comes first; where another one fits better, the
 * image was built with `--target`. Undefined for a file without stages.
 */
export function layersOf(
  model: Model,
  image: ImageRecord,
  bases: KnownBases = () => undefined,
): Layers | undefined {
  const first = model.finalStage;
  if (!first) return undefined;
  const stages = [first, ...model.stages.filter((stage) => stage !== first).reverse()].slice(0, mostStages);
  const entries = image.history.map(readEntry);
  const made = entries.filter(({ empty }) => !empty).length;
  const nothing = (match: 'flattened' | 'foreign', stage = first): Layers => ({
    match,
    stage,
    origins: [],
    base: 'unknown',
  });
  if (made !== image.diffIds.length || made === 0 || entries.every(({ keyword }) => keyword === undefined))
    return nothing('flattened');
  const task: Task = { model, image, entries, bases };
  const exact = best(stages.flatMap((stage) => tries(task, stage, alignExactly)));
  if (exact && stages.length === 1) return exact.layers;
  const flat = exact ? undefined : stages.find((stage) => isFlat(task, stage));
  if (flat) return nothing('flattened', flat);
  // A stage of few lines fits easily: another one that says more of the image, though it was changed, is the right one.
  const loose = best(stages.slice(0, mostLooseStages).flatMap((stage) => tries(task, stage, alignLoosely)));
  if (exact && loose) return (exact.score >= loose.score ? exact : loose).layers;
  return (exact ?? loose)?.layers ?? nothing('foreign');
}

interface Task {
  readonly model: Model;
  readonly image: ImageRecord;
  readonly entries: readonly MadeBy[];
  readonly bases: KnownBases;
}

interface Try {
  readonly layers: Layers;
  readonly score: number;
}

/** The one for which most speaks; the first of equal ones. */
function best(all: readonly Try[]): Try | undefined {
  return all.reduce<Try | undefined>(
    (one, other) => (one && one.score >= other.score ? one : other),
    undefined,
  );
}

function tries(task: Task, stage: Stage, align: typeof alignExactly): Try[] {
  const { entries, model } = task;
  // The last entry of `docker build --squash` is the merged layer.
  const merged = entries.at(-1)?.merged === true;
  const known = merged ? entries.slice(0, -1) : entries;
  // Most stages that the image was not built from end otherwise.
  const end = stage.instructions.at(-1);
  const last = known.at(-1);
  if (align === alignExactly && end && last && end.keyword !== 'ONBUILD') {
    if (likeness(expectation(model, end), last) === 'no') return [];
  }
  const begin = knownBegin(stage, known);
  for (const expected of expectations(model, stage)) {
    const alignment = align(expected.entries, known, begin);
    const layers = alignment && layersFrom(task, stage, expected, alignment, begin);
    if (layers) return [{ layers, score: alignment.score }];
  }
  return [];
}

/** The index of the first entry of the file, where it is sure without the file's text. */
function knownBegin(stage: Stage, entries: readonly MadeBy[]): number | undefined {
  if (rootBase(stage).kind === 'scratch') return 0;
  // With a layer for each line Buildah says of each on what it was made; of the first one it is an image's name.
  const begin = entries.findLastIndex(
    ({ madeOn }) => madeOn !== undefined && !/^[0-9a-f]{12,64}$/.test(madeOn),
  );
  const own = begin < 0 ? [] : entries.slice(begin);
  return own.length > 1 && own.every(({ madeOn }) => madeOn !== undefined) ? begin : undefined;
}

/** One layer that holds the base image too: the file's last line made it, or what holds that line now. */
function isFlat({ image, entries, model }: Task, stage: Stage): boolean {
  if (image.diffIds.length !== 1 || rootBase(stage).kind === 'scratch') return false;
  const last = entries.at(-1)!;
  return expectations(model, stage).some(({ entries: expected }) => {
    const end = expected.at(-1);
    return end !== undefined && !last.empty && likeness(end, last) !== 'no';
  });
}

function layersFrom(
  { image, entries, bases }: Task,
  stage: Stage,
  { entries: expected, own }: Expectation,
  { table, exact }: Alignment,
  begin: number | undefined,
): Layers | undefined {
  const base = rootBase(stage);
  const below = base.kind === 'image' ? bases(base.text) : undefined;
  const isProven = below?.every((id, index) => image.diffIds[index] === id) === true;
  const first = exact ? entries.length - expected.length : Math.min(...table.keys());
  // Where a line that brings files stands above all that fits, what it was before may have made layers that no line fits.
  const isFirst = !expected.slice(0, table.get(first)).some(({ keyword }) => bringsFiles.has(keyword));
  const border = begin ?? (exact || isFirst ? first : undefined);
  const origins: LayerOrigin[] = [];
  let squashed = false;
  let group: Instruction[] = [];
  let isGroupKnown = true;
  for (const [index, entry] of entries.entries()) {
    const row = table.get(index);
    const instruction = row === undefined ? undefined : expected[row]!.instruction;
    if (entry.empty) {
      if (instruction && bringsFiles.has(instruction.keyword)) group.push(instruction);
      else if (entry.keyword !== undefined && bringsFiles.has(entry.keyword)) isGroupKnown = false;
      continue;
    }
    const isBelow = isProven && origins.length < below.length;
    // Layers of the base image are no line's; a file that says so is not the image's.
    if (isBelow && instruction && exact) return undefined;
    const isMerged = entry.merged || (instruction !== undefined && holdsMore(entry, group));
    if (isMerged && !isBelow) {
      squashed = true;
      const ofStage = new Set(expected.slice(expected.length - own).map((one) => one.instruction));
      const parts = entry.merged ? group.filter((one) => ofStage.has(one)) : group;
      if (instruction && bringsFiles.has(instruction.keyword)) parts.push(instruction);
      origins.push(
        parts.length === 0 || !(exact || isGroupKnown)
          ? { kind: 'changed' }
          : { kind: 'instructions', instructions: parts },
      );
    } else if (isBelow) origins.push({ kind: 'base' });
    else if (instruction) origins.push({ kind: 'instructions', instructions: [instruction] });
    else if (isProven || index >= (border ?? first)) origins.push({ kind: 'changed' });
    else origins.push({ kind: border === undefined ? 'unsure' : 'base' });
    group = [];
    isGroupKnown = true;
  }
  // Nothing that is built on an image has made its lowest layer.
  if (base.kind !== 'scratch' && origins[0]?.kind === 'instructions')
    return { match: 'flattened', stage, origins: [], base: 'unknown' };
  const isWhole = exact && !origins.some(({ kind }) => kind === 'changed');
  return {
    match: squashed ? 'squashed' : isWhole ? 'exact' : 'changed',
    stage,
    origins,
    base: isProven ? 'proven' : below ? 'other' : 'unknown',
  };
}

/** Whether a layer holds what earlier lines brought too: they made none although they bring something. */
function holdsMore({ keyword, madeOn }: MadeBy, before: readonly Instruction[]): boolean {
  if (!makesLayer.has(keyword ?? '')) return true;
  // A RUN that changes nothing makes no layer in the classic builder; Buildah says on what it made the one layer.
  return before.some((one) => one.keyword !== 'RUN') || (madeOn !== undefined && before.length > 0);
}
