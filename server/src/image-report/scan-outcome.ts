// What the reports of one image scan are made from.
import type { LineIndex } from '../engine/index.ts';
import type { TrivyReport } from '../trivy/index.ts';
import type { ReportFinding } from './findings.ts';
import type { FindingPlace } from './on-dockerfile.ts';
import type { PartedFindings } from './scan-baseline.ts';

/** A Dockerfile with the findings on its lines. */
export interface DockerfileLines {
  /** As shown to people. */
  readonly path: string;
  /** Relative to the project's root and encoded, or an absolute URI when `inRoot` is false. */
  readonly uri: string;
  readonly inRoot: boolean;
  readonly lines: LineIndex;
  readonly places: ReadonlyMap<ReportFinding, FindingPlace>;
  readonly notes: readonly string[];
}

/** One scan of an image, judged. */
export interface ScanOutcome {
  readonly report: TrivyReport;
  /** Of Plimsoll. */
  readonly version: string;
  readonly trivyVersion?: string;
  /** In the report's order. */
  readonly findings: readonly ReportFinding[];
  /** Absent: there is no baseline. */
  readonly parted?: PartedFindings;
  readonly dockerfile?: DockerfileLines;
}

/** `line 5`, `base image (line 1)`, `base image or line 5`; undefined where no line is known. */
export function placeWords(outcome: ScanOutcome, finding: ReportFinding): string | undefined {
  const place = outcome.dockerfile?.places.get(finding);
  if (!place || !outcome.dockerfile) return undefined;
  if (place.says !== undefined) return place.says;
  const line = outcome.dockerfile.lines.position(place.at.start).line + 1;
  if (!place.isSure) return undefined;
  return place.isBase ? `base image (line ${line})` : `line ${line}`;
}
