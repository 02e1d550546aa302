// Image scans of this session by what was scanned, for documents opened later; bounded.
import type { ImageScan } from './scan-store.ts';

const mostScans = 50;
/** Findings of all scans together; each takes about half a kilobyte. */
const mostFindings = 50_000;

/** The newest scans, one for each target. The oldest go when there are too many. */
export class KnownScans {
  private readonly byTarget = new Map<string, ImageScan>();

  get size(): number {
    return this.byTarget.size;
  }

  get(target: string): ImageScan | undefined {
    return this.byTarget.get(target);
  }

  set(target: string, scan: ImageScan): void {
    this.byTarget.delete(target);
    this.byTarget.set(target, scan);
    let findings = 0;
    for (const { found } of this.byTarget.values()) findings += found.length;
    for (const [oldest, { found }] of this.byTarget) {
      if (oldest === target || (this.byTarget.size <= mostScans && findings <= mostFindings)) break;
      this.byTarget.delete(oldest);
      findings -= found.length;
    }
  }

  clear(): void {
    this.byTarget.clear();
  }
}
