// The findings of an image scan on the lines of the Dockerfile that it was built from, for reports. Pure.
import { attribute, isManifest } from '../attribution/index.ts';
import type { DockerfileResult } from '../engine/index.ts';
import type { Span } from '../engine/parse/syntax.ts';
import type { TrivyReport } from '../trivy/index.ts';
import type { ReportFinding } from './findings.ts';

/** Where a finding stands in a Dockerfile. */
export interface FindingPlace {
  readonly at: Span;
  /** It came with the image that the FROM names. */
  readonly isBase: boolean;
  /** False: it stands on the FROM because its line is not known. */
  readonly isSure: boolean;
  /** `base image or line 5`. */
  readonly says?: string;
  /** The line (zero-based) of a file of the build context that names the package. */
  readonly manifest?: { readonly path: string; readonly line: number };
}

export interface OnDockerfile {
  /** One for each finding, in their order. */
  readonly places: readonly FindingPlace[];
  /** Sentences: why some stand on no line of their own. */
  readonly notes: readonly string[];
}

/**
 * @param around texts of files of the build context, in which manifests are looked for; default: what the check had
 * @returns undefined for a file without stages: there is no line to put anything on
 */
export function onDockerfile(
  { model, input }: DockerfileResult,
  report: TrivyReport,
  findings: readonly ReportFinding[],
  around: Readonly<Record<string, string>> = input.context?.files ?? {},
): OnDockerfile | undefined {
  const texts = Object.entries(around);
  const files = Object.fromEntries(texts.flatMap(([path, text]) => (isManifest(path) ? [[path, text]] : [])));
  const traces = findings.map(({ trace }) => trace);
  const { diffIds, history } = report.image;
  const found = attribute(model, { diffIds, history }, traces, { files });
  if (!found) return undefined;
  // What ONBUILD keeps stands on its line.
  const outer = new Map(
    model.dockerfile.instructions.flatMap((one) => (one.trigger ? [[one.trigger, one.at] as const] : [])),
  );
  const from = { start: found.stage.from.head.start, end: found.stage.from.head.end };
  return {
    notes: found.notes,
    places: found.places.map((place): FindingPlace => {
      if (!place) return { at: from, isBase: false, isSure: false };
      const { at, instruction, sure, says, manifest } = place;
      return {
        at: outer.get(instruction) ?? at,
        isBase: sure === 'base',
        isSure: sure !== 'either',
        ...(says === undefined ? {} : { says }),
        ...(manifest ? { manifest: { path: manifest.path, line: manifest.line } } : {}),
      };
    }),
  };
}
