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
  const { items, facts, record } = await scanner.scanImage(target, run);
  const found = [...items].sort((a, b) => scale.indexOf(a.severity) - scale.indexOf(b.severity));
  const fixable = found.filter(({ fixed }) => fixed !== undefined).length;
  return {
    kind,
    target: target.name,
    finished: Date.now(),
    counts: count(found),
    fixable,
    found,
    facts,
    notes,
    record,
  };
}
