// "Export SARIF…" and "Export SBOM…": the text of the file, which the editor then saves.

import type { ExportFormat, ExportResult } from '../../compare-protocol.ts';
import { LineIndex } from '../../engine/index.ts';
import { findingsOf } from '../../image-report/findings.ts';
import { onDockerfile } from '../../image-report/on-dockerfile.ts';
import type { DockerfileLines } from '../../image-report/scan-outcome.ts';
import { scanSarif } from '../../image-report/scan-sarif.ts';
import { toJson } from '../../report/escape.ts';
import { runTrivy, runTrivyBom } from '../../trivy/index.ts';
import { relativeTo } from '../../workspace/root.ts';
import type { Asked } from '../progress.ts';
import type { CheckedDockerfile, Session } from '../session.ts';
import { answered, imageTargetOf } from './compare-target.ts';
import { manifestsOf } from './image-surroundings.ts';
import { ScanFailure } from './scanner.ts';
import { withImageRequest } from './trivy-scanner.ts';

/** Set by the build. */
declare const PLIMSOLL_VERSION: string;

const formats: readonly string[] = ['sarif', 'cyclonedx', 'spdx-json'] satisfies ExportFormat[];

/** @param uri of the Dockerfile that the image was built from: SARIF then has its lines */
export async function exportImage(
  session: Session,
  image: unknown,
  format: unknown,
  uri: string | undefined,
  asked: Asked,
): Promise<ExportResult> {
  return answered(session, uri, asked, async (run) => {
    const target = imageTargetOf(image);
    if (typeof format !== 'string' || !formats.includes(format))
      throw new ScanFailure(
        'failed',
        `There is no export as ${String(format)}: there are ${formats.join(', ')}.`,
      );
    run.progress(target.name);
    const text = await withImageRequest(target, run, session.parts.programs, async (request, control) => {
      if (format !== 'sarif')
        return `${toJson(await runTrivyBom(request, format as 'cyclonedx' | 'spdx-json', control))}\n`;
      const { report, trivyVersion } = await runTrivy(request, control);
      const checked = uri === undefined ? undefined : await session.checkDockerfile(uri);
      const findings = findingsOf(report);
      const dockerfile = checked && linesOf(session, checked, report, findings);
      const outcome = {
        report,
        findings,
        version: PLIMSOLL_VERSION,
        ...(trivyVersion ? { trivyVersion } : {}),
        ...(dockerfile ? { dockerfile } : {}),
      };
      return scanSarif(outcome, 0);
    });
    return { done: true, text };
  });
}

function linesOf(
  session: Session,
  checked: CheckedDockerfile,
  report: Parameters<typeof onDockerfile>[1],
  findings: ReturnType<typeof findingsOf>,
): DockerfileLines | undefined {
  const { uri, text, surroundings } = checked;
  const placed = onDockerfile(checked.result, report, findings, manifestsOf(session, checked).files);
  if (!placed) return undefined;
  const folder = surroundings.path === undefined ? undefined : session.folderOf(surroundings.path);
  const path = folder === undefined ? undefined : relativeTo(folder, surroundings.path!);
  return {
    path: path ?? uri,
    uri: path === undefined ? uri : path.split('/').map(encodeURIComponent).join('/'),
    inRoot: path !== undefined,
    lines: new LineIndex(text),
    places: new Map(placed.places.map((place, index) => [findings[index]!, place])),
    notes: placed.notes,
  };
}
