// Asks registries what a file's images are to be pinned to, and makes the edits. Nothing is written here.
import type { Edit } from '../engine/index.ts';
import { productOf } from '../engine/model/end-of-life.ts';
import type { ImageReference } from '../engine/parse/image-ref.ts';
import { type ImagePlace, newerTag, pinEdit } from '../engine/pin/index.ts';
import type { KnownDigest } from './known-digests.ts';
import { fourAtATime, type Lookups, taggedName } from './lookups.ts';
import { RegistryError } from './registry-error.ts';

export interface PinMode {
  /** Those that have a digest beside their tag get the present one. */
  readonly refresh: boolean;
  /** The tag is raised to the newest of its line first. */
  readonly newer: boolean;
}

export interface PinResult {
  readonly place: ImagePlace;
  /** `pinned`: has an edit. `current`: the registry's digest stands there. `left`: nothing can be written, `reason`. */
  readonly state: 'pinned' | 'current' | 'left' | 'failed';
  readonly digest?: string;
  /** The newer tag that was chosen. */
  readonly tag?: string;
  readonly platforms?: readonly string[];
  readonly edit?: Edit;
  /** A clause. */
  readonly reason?: string;
  readonly error?: RegistryError;
}

export interface PinControl {
  readonly signal: AbortSignal;
  /** Called when one more image is asked for. */
  readonly onAsked?: (reference: ImageReference, done: number, all: number) => void;
  /** The registry's answers, for the memory. */
  readonly onAnswer?: (name: string, answer: KnownDigest) => void;
}

/** The places that a mode is about: without a digest, or with a tag whose digest is renewed. */
export function placesFor(places: readonly ImagePlace[], mode: PinMode): readonly ImagePlace[] {
  return places.filter(({ reference }) => reference.digest === undefined || mode.refresh || mode.newer);
}

/**
 * One result for each place, in their order. Each image is asked for once, four at a time. Ends early when cancelled: what was
 * not asked for is `failed` then. Never rejects.
 */
export async function pinImages(
  places: readonly ImagePlace[],
  mode: PinMode,
  lookups: Lookups,
  control: PinControl,
): Promise<readonly PinResult[]> {
  const results = new Map<ImagePlace, PinResult>();
  const groups = new Map<string, { reference: ImageReference; places: ImagePlace[] }>();
  for (const place of places) {
    const { reference, write } = place;
    if ('reason' in write) results.set(place, { place, state: 'left', reason: write.reason });
    else if (reference.digest !== undefined && reference.tag === undefined)
      results.set(place, { place, state: 'left', reason: 'it has no tag that could be followed' });
    else {
      const name = taggedName(reference);
      const group = groups.get(name) ?? { reference, places: [] };
      group.places.push(place);
      groups.set(name, group);
    }
  }
  let done = 0;
  await fourAtATime([...groups.values()], control.signal, async ({ reference, places: same }) => {
    control.onAsked?.(reference, done++, groups.size);
    const found = await ask(reference, mode, lookups, control);
    for (const place of same) results.set(place, resultOf(place, found));
  });
  const cancelled = new RegistryError('cancelled', 'it was cancelled');
  return places.map((place) => results.get(place) ?? { place, state: 'failed', error: cancelled });
}

interface Found {
  readonly digest?: string;
  readonly tag?: string;
  readonly platforms?: readonly string[];
  readonly error?: RegistryError;
}

async function ask(
  reference: ImageReference,
  { newer }: PinMode,
  lookups: Lookups,
  { onAnswer }: PinControl,
): Promise<Found> {
  let tag: string | undefined;
  if (newer && reference.tag !== undefined) {
    const listed = await lookups.tags(reference);
    if (listed.error) return { error: listed.error };
    const lineNumbers = productOf(reference)?.[1];
    tag = newerTag(reference.tag, listed.value.tags, lineNumbers === undefined ? {} : { lineNumbers });
  }
  const wanted = tag === undefined ? reference : { ...reference, tag };
  const answer = await lookups.digest(wanted, true);
  if (answer.error) return { error: answer.error };
  const { digest, platforms } = answer.value;
  onAnswer?.(taggedName(wanted), { digest, at: new Date().toISOString() });
  return { digest, ...(tag === undefined ? {} : { tag }), ...(platforms ? { platforms } : {}) };
}

function resultOf(place: ImagePlace, { error, ...found }: Found): PinResult {
  if (error || found.digest === undefined)
    return { place, state: 'failed', error: error ?? new RegistryError('not-found', 'it does not have it') };
  const edit = pinEdit(place, found.digest, found.tag);
  return edit ? { place, state: 'pinned', ...found, edit } : { place, state: 'current', ...found };
}

/** The edits of all results, each place of the text once. */
export function editsOf(results: readonly PinResult[]): readonly Edit[] {
  const edits = new Map<number, Edit>();
  const contested = new Set<number>();
  for (const { edit } of results) {
    if (!edit) continue;
    const other = edits.get(edit.start);
    if (other && other.text !== edit.text) contested.add(edit.start);
    edits.set(edit.start, edit);
  }
  return [...edits.values()].filter(({ start }) => !contested.has(start)).sort((a, b) => a.start - b.start);
}
