// One scan of an image, from the scanner's answer to the result that is kept.
import type { ImageScan } from './scan-results.ts';
import type { ImageTarget, Scanner, ScanRun } from './scanner.ts';
import { count, scale } from './severity.ts';

/** Throws ScanFailure. */
export async function imageScan(
  scanner: Scanner,
  kind: 'base' | 'image',
  target: ImageTarget,
  run: ScanRun,
  notes: readonly string[] = [],
): Promise<ImageScan> {
  const { items, facts, record, finished, kept, about, packages, suppressed, ...by } =
    await scanner.scanImage(target, run);
  if (kept) run.answered(target.name, finished);
  const found = [...items].sort((a, b) => scale.indexOf(a.severity) - scale.indexOf(b.severity));
  const fixable = found.filter(({ fixed }) => fixed !== undefined).length;
  return {
    kind,
    target: target.name,
    finished,
    counts: count(found),
    fixable,
    found,
    facts,
    notes: [...notes, ...(by.notes ?? [])],
    record,
    about,
    ...(packages ? { packages } : {}),
    ...(suppressed ? { suppressed } : {}),
    asked: askedOf(run),
  };
}

/** What decides which findings a scan reports, beside the image and the database. */
function askedOf({ settings, root }: ScanRun): string {
  const { 'trivy.severity': severity, 'trivy.ignoreUnfixed': ignoreUnfixed } = settings;
  return JSON.stringify([root, severity, ignoreUnfixed, settings['trivy.scanners']]);
}
