// Image scans of this session by what was scanned, for documents opened later; bounded.
import { type FactsTable, withKnownImages } from '../../engine/index.ts';
import type { ImageScan } from './scan-results.ts';

const mostScans = 50;
/** Findings of all scans together; each takes about half a kilobyte. */
const mostFindings = 50_000;

/** The newest scans, one for each target. The oldest go when there are too many. */
export class KnownScans {
  private readonly byTarget = new Map<string, ImageScan>();
  /** Counts changes, so that tables are made anew after one. */
  private version = 0;
  private readonly tables = new WeakMap<FactsTable, { version: number; facts: FactsTable }>();

  /** Called when a scan came or all went. */
  onChanged: () => void = () => {};

  get size(): number {
    return this.byTarget.size;
  }

  get(target: string): ImageScan | undefined {
    return this.byTarget.get(target);
  }

  /** The newest last. */
  all(): Iterable<ImageScan> {
    return this.byTarget.values();
  }

  set(target: string, scan: ImageScan): void {
    this.version++;
    this.onChanged();
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

  /** The facts with what the scans have shown of the scanned images on top of them. */
  factsOver(table: FactsTable): FactsTable {
    if (this.byTarget.size === 0) return table;
    const known = this.tables.get(table);
    if (known?.version === this.version) return known.facts;
    const images = [...this.byTarget.values()].map(({ target, facts }) => ({ image: target, facts }));
    const facts = withKnownImages(table, images);
    this.tables.set(table, { version: this.version, facts });
    return facts;
  }

  clear(): void {
    this.version++;
    this.onChanged();
    this.byTarget.clear();
  }
}
