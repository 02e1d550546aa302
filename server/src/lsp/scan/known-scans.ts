// Puts the results of earlier scans on documents that name the same image.
import type { Checked, Session } from '../session.ts';
import type { ImageScan, TrackedPlace } from './scan-store.ts';
import { anchorOf, scannableBases } from './stages.ts';

/** What is said of an image that was made before its Dockerfile was last changed. */
export const olderNote = 'The image is older than this Dockerfile.';

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
    add({ ...scan, kind: 'image', notes: built.older ? [olderNote] : [] }, start, end);
  }
}
