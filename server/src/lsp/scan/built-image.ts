// The image that a Dockerfile builds: whether it is of this text, and its scan on the lines that made it.
import { statSync } from 'node:fs';
import { readSmallFile } from '../../workspace/read.ts';
import type { Checked, CheckedDockerfile, Session } from '../session.ts';
import { imageScan } from './image-scan.ts';
import { manifestsOf } from './image-surroundings.ts';
import { isOlderThanText, olderNote, withLf } from './known-scans.ts';
import { placeFinder, placeImage } from './place-image.ts';
import type { Scanner, ScanRun } from './scanner.ts';
import { showReport } from './show-report.ts';
import { anchorOf, scannableImages } from './stages.ts';

/** Bytes of a Dockerfile whose text on disk is compared with the editor's. */
const largestSaved = 1024 * 1024;

/** Base images that are looked for to know their layers. */
const mostBases = 8;

/** Scans the image `name` that a Dockerfile builds, and keeps the result on its lines. Throws ScanFailure. */
export async function scanBuilt(
  session: Session,
  scanner: Scanner,
  checked: CheckedDockerfile,
  name: string,
  run: ScanRun,
): Promise<void> {
  const { uri, text, result } = checked;
  const built = session.builtImages.get(uri);
  const notes = built && isOlderThanText(built, text) ? [olderNote] : [];
  const bases = await basesOf(session, scanner, checked, run);
  const final = result.model.finalStage;
  const anchor = final && anchorOf(final.from);
  // Every line is followed: which of them the image's parts belong to is known after the scan.
  const spans = result.dockerfile.instructions.map(({ at }) => at);
  const places = session.scans.track(uri, text, anchor ? [anchor, ...spans] : spans);
  try {
    const scan = await imageScan(scanner, 'image', { kind: 'image', name }, run, notes);
    session.knownScans.set(name, scan);
    if (anchor) {
      const around = { bases, ...manifestsOf(session, checked) };
      const find = placeFinder(text, spans, places.slice(1));
      const { image, parts } = placeImage(result.model, scan, around, find);
      session.scans.setImage(uri, image, places[0]!);
      session.scans.setParts(uri, parts);
      showReport(session, image, false);
    } else showReport(session, scan, true);
  } finally {
    session.scans.untrack(uri, places);
  }
  session.refresh();
}

/** The layers of the images that the file's stages start from, where an engine or an earlier scan has them. */
async function basesOf(
  session: Session,
  scanner: Scanner,
  { result }: Checked,
  run: ScanRun,
): Promise<Map<string, readonly string[]>> {
  const bases = new Map<string, readonly string[]>();
  const images = new Set(scannableImages(result).map(({ image }) => image));
  for (const image of [...images].slice(0, mostBases)) {
    const known = await scanner.inspect(image, run);
    const layers = known.state === 'present' ? known.diffIds : session.knownScans.get(image)?.record.diffIds;
    if (layers && layers.length > 0) bases.set(image, layers);
  }
  return bases;
}

/** The Dockerfile as it is on disk, for `BuiltImage`. */
export function savedText({ surroundings: { path } }: Checked): { saved?: string } {
  const saved = path === undefined ? undefined : readSmallFile(path, largestSaved);
  // Replaced bytes tell of another encoding, which the editor may know.
  return saved === undefined || saved.includes('\ufffd') ? {} : { saved: withLf(saved) };
}

/** Whether the image was made before the Dockerfile was last saved. */
export function isOlder(created: number | undefined, { surroundings: { path } }: Checked): boolean {
  if (created === undefined || path === undefined) return false;
  try {
    return created < statSync(path).mtimeMs;
  } catch {
    return false;
  }
}
