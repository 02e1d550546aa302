// Lays the scan of the image that a Dockerfile builds onto its lines: what came by each, and what is on none.
import { join } from 'node:path';
import { attribute, type Placed } from '../../attribution/index.ts';
import type { Model } from '../../engine/model/model.ts';
import type { Instruction, Span } from '../../engine/parse/syntax.ts';
import type { FoundItem, ImageScan, ItemOrigin, PlacedPart, TrackedPlace } from './scan-results.ts';
import { count } from './severity.ts';

/** What is known around the file. */
export interface ImageSurroundings {
  /** Layers of base images, by what FROM names. */
  readonly bases: ReadonlyMap<string, readonly string[]>;
  /** Texts of manifests by their path in the build context. */
  readonly files: Readonly<Record<string, string>>;
  /** The build context, absolute. */
  readonly folder?: string;
}

/** An image's scan with what is to be said of it, and its parts. */
export interface PlacedImage {
  readonly image: ImageScan;
  readonly parts: readonly PlacedPart[];
}

/**
 * @param model of the text that the places are in
 * @param trackedAt where an instruction that stood at a span stands now
 */
export function placeImage(
  model: Model,
  scan: ImageScan,
  { bases, files, folder }: ImageSurroundings,
  trackedAt: (span: Span) => TrackedPlace,
): PlacedImage {
  const traces = scan.found.map(({ trace }) => trace);
  const attribution = attribute(model, scan.record, traces, { bases: (image) => bases.get(image), files });
  if (!attribution) return { image: scan, parts: [] };
  const groups = new Map<Instruction, Group>();
  // What an ONBUILD keeps stands on its line.
  const outer = new Map(
    model.dockerfile.instructions.flatMap((one) => (one.trigger ? [[one.trigger, one] as const] : [])),
  );
  const rest: FoundItem[] = [];
  const restOrigins = new Map<FoundItem, ItemOrigin>();
  for (const [index, item] of scan.found.entries()) {
    const place = attribution.places[index];
    if (!place || (place.sure === 'either' && place.instruction.keyword === 'FROM')) {
      rest.push(item);
      if (place?.says) restOrigins.set(item, { says: place.says });
      continue;
    }
    const instruction = outer.get(place.instruction) ?? place.instruction;
    const group = groups.get(instruction) ?? { items: [], origins: new Map(), others: [], isBase: true };
    groups.set(instruction, group);
    addTo(group, item, { ...place, instruction }, folder, trackedAt);
  }
  // Nothing could be placed: everything stands on the FROM as it is.
  const isPlaced = groups.size > 0;
  const notes = [...attribution.notes, ...scan.notes];
  return {
    image: { ...scan, notes, ...(isPlaced ? { rest, origins: restOrigins } : {}) },
    parts: [...groups].map(([instruction, group]): PlacedPart => {
      const { items, origins, others, isBase } = group;
      const part: ImageScan = {
        ...scan,
        kind: 'part',
        found: items,
        counts: count(items),
        fixable: items.filter(({ fixed }) => fixed !== undefined).length,
        notes: [],
        isBase,
        origins,
      };
      return { scan: part, place: trackedAt(instruction.at), others };
    }),
  };
}

interface Group {
  readonly items: FoundItem[];
  readonly origins: Map<FoundItem, ItemOrigin>;
  readonly others: TrackedPlace[];
  isBase: boolean;
}

function addTo(
  group: Group,
  item: FoundItem,
  { at, instruction, says, manifest, installed, sure }: Placed,
  folder: string | undefined,
  trackedAt: (span: Span) => TrackedPlace,
): void {
  group.items.push(item);
  if (sure !== 'base') group.isBase = false;
  const { start } = instruction.at;
  const isWhole = at.start === instruction.head.start && at.end === instruction.head.end;
  let other: number | undefined;
  if (installed) {
    const place = trackedAt(installed.at);
    other = group.others.findIndex((one) => one.start === place.start && one.end === place.end);
    if (other < 0) other = group.others.push(place) - 1;
  }
  const origin: ItemOrigin = {
    ...(isWhole ? {} : { within: { start: at.start - start, end: at.end - start } }),
    ...(says === undefined ? {} : { says }),
    ...(manifest && folder !== undefined
      ? { manifest: { file: join(folder, manifest.path), shown: manifest.path, line: manifest.line } }
      : {}),
    ...(other === undefined ? {} : { installed: other }),
  };
  if (Object.keys(origin).length > 0) group.origins.set(item, origin);
}

/**
 * Finds where a span of a text stands now.
 * @param spans the instructions in order
 * @param places what became of each
 */
export function placeFinder(
  text: string,
  spans: readonly Span[],
  places: readonly TrackedPlace[],
): (span: Span) => TrackedPlace {
  const index = new Map(spans.map(({ start }, at) => [start, at]));
  return ({ start, end }) => {
    const at = index.get(start) ?? spans.findLastIndex((one) => one.start <= start);
    const around = spans[at];
    const now = places[at];
    if (!around || !now) return { text: text.slice(start, end), start, end };
    if (around.start === start && around.end === end) return now;
    const from = now.start + (start - around.start);
    return { text: text.slice(start, end), start: from, end: from + (end - start) };
  };
}
