// Puts the results of earlier scans on documents that name the same image.
import type { BuiltImage, Checked, Session } from '../session.ts';
import type { Anchored, ImageScan, TrackedPlace } from './scan-store.ts';
import { anchorOf, scannableBases } from './stages.ts';

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
  const add = (scan: ImageScan, start: number, end: number) => {
    const has = results.some(({ scan: other, at, state }) => {
      if (other.kind !== scan.kind || at.start !== start || state !== 'fresh') return false;
      return other.target === scan.target && other.finished >= scan.finished;
    });
    if (!has)
      session.scans.setImage(uri, scan, { text: text.slice(start, end), start, end } satisfies TrackedPlace);
  };
  for (const { image, from } of scannableBases(result)) {
    const scan = session.knownScans.get(image);
    const { start, end } = anchorOf(from);
    if (scan) add({ ...scan, kind: 'base', notes: [] }, start, end);
  }
  const built = session.builtImages.get(uri);
  const scan = built && session.knownScans.get(built.name);
  const final = result.model.finalStage;
  if (built && scan && final) {
    const { start, end } = anchorOf(final.from);
    add({ ...scan, kind: 'image', notes: [] }, start, end);
  }
}
