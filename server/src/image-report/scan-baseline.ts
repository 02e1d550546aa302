// The baseline of an image: findings that are known and accepted for now, so that only new ones fail. Pure.
import type { ReportFinding } from './findings.ts';

/** What a baseline file holds: names of findings, one for each time that it was found. */
export interface ScanBaseline {
  readonly names: readonly string[];
}

/** The findings of a scan, parted by a baseline. */
export interface PartedFindings {
  readonly fresh: readonly ReportFinding[];
  readonly known: readonly ReportFinding[];
  /** Names in the baseline that nothing answers to any more: fixed, or gone. */
  readonly gone: readonly string[];
}

/** Without a baseline everything is fresh. */
export function partFindings(
  findings: readonly ReportFinding[],
  baseline: ScanBaseline | undefined,
): PartedFindings {
  const held = new Map<string, number>();
  for (const name of baseline?.names ?? []) held.set(name, (held.get(name) ?? 0) + 1);
  const fresh: ReportFinding[] = [];
  const known: ReportFinding[] = [];
  for (const finding of findings) {
    const left = held.get(finding.name) ?? 0;
    if (left === 0) fresh.push(finding);
    else {
      known.push(finding);
      held.set(finding.name, left - 1);
    }
  }
  return { fresh, known, gone: [...held].flatMap(([name, left]) => Array<string>(left).fill(name)) };
}

/** The text of a baseline file with these findings: one line for each, sorted, so that a change of it can be read. */
export function writeScanBaseline(findings: readonly ReportFinding[]): string {
  const names = findings.map(({ name }) => name).sort();
  return `${JSON.stringify({ version: 1, scan: 'image', findings: names }, undefined, 2)}\n`;
}

/** @returns the baseline, or what is wrong with the text as the rest of a sentence about the file */
export function readScanBaseline(text: string): ScanBaseline | { readonly error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { error: 'is no valid JSON: write it again with --write-baseline' };
  }
  const { version, scan, findings } = (value ?? {}) as Record<string, unknown>;
  if (scan !== 'image') return { error: 'is no baseline of a scan: write one with --write-baseline' };
  if (version !== 1) return { error: 'is no baseline of version 1' };
  if (!Array.isArray(findings) || !findings.every((one) => typeof one === 'string'))
    return { error: 'holds what is no finding: write it again with --write-baseline' };
  return { names: findings };
}
