// Puts the results of earlier scans on documents that name the same image.
import type { Span } from '../../engine/parse/syntax.ts';
import { type BuiltImage, type Checked, isDockerfile, type Session } from '../session.ts';
import { manifestsOf } from './image-surroundings.ts';
import { placeImage } from './place-image.ts';
import type { Anchored, ImageScan, TrackedPlace } from './scan-results.ts';
import { anchorOf, scannableImages } from './stages.ts';

/** What is said of an image that was made before its Dockerfile was last changed. */
export const olderNote = 'The image is older than this Dockerfile.';

/** Whether the image is not of this text: made before it was saved, or saved or edited since. */
export function isOlderThanText({ older, saved }: BuiltImage, text: string): boolean {
  return older || (saved !== undefined && saved !== withLf(text));
}

/** Editors make all line breaks of a file alike. */
export function withLf(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}

/** The results of a document, in the order of the text; an image's with a note where it is older than the text. */
export function resultsOf(session: Session, { uri, text }: Checked): Anchored[] {
  const results = session.scans.of(uri);
  const built = session.builtImages.get(uri);
  if (!built || !isOlderThanText(built, text)) return results;
  return results.map((one) => {
    const { scan } = one;
    if (scan.kind !== 'image' || scan.target !== built.name || scan.notes.includes(olderNote)) return one;
    return { ...one, scan: { ...scan, notes: [...scan.notes, olderNote] } };
  });
}

/** Adds known results to the FROMs that have none of their own, or one that is stale. */
export function adoptScans(session: Session, checked: Checked): void {
  if (session.knownScans.size === 0) return;
  const { uri, text, result } = checked;
  const results = session.scans.of(uri);
  const has = (kind: ImageScan['kind'], { target, finished }: ImageScan, start: number) =>
    results.some(({ scan: other, at, state }) => {
      if (other.kind === 'file' || other.kind !== kind || at.start !== start || state !== 'fresh')
        return false;
      return other.target === target && other.finished >= finished;
    });
  for (const { image, at } of scannableImages(result)) {
    const scan = session.knownScans.get(image);
    const { start, end } = at;
    if (scan && !has('base', scan, start))
      session.scans.setImage(
        uri,
        { ...scan, kind: 'base', notes: [] },
        { text: text.slice(start, end), start, end },
      );
  }
  const built = session.builtImages.get(uri);
  const scan = built && session.knownScans.get(built.name);
  const final = isDockerfile(checked) ? checked.result.model.finalStage : undefined;
  if (!built || !scan || !final || !isDockerfile(checked)) return;
  const { start, end } = anchorOf(final.from);
  if (has('image', scan, start)) return;
  const bases = new Map(
    scannableImages(result).flatMap(({ image }) => {
      const layers = session.knownScans.get(image)?.record.diffIds;
      return layers ? [[image, layers] as const] : [];
    }),
  );
  const placeAt = (at: Span): TrackedPlace => ({ text: text.slice(at.start, at.end), ...at });
  const around = { bases, ...manifestsOf(session, checked) };
  const own: ImageScan = { ...scan, kind: 'image', notes: [] };
  const { image, parts } = placeImage(checked.result.model, own, around, placeAt);
  session.scans.setImage(uri, image, placeAt({ start, end }));
  session.scans.setParts(uri, parts);
}
