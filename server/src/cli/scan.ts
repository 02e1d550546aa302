// `plimsoll scan`: runs the user's own Trivy and tells what it found.
import { resolve } from 'node:path';
import { scanOutcomeJson } from '../image-report/scan-json.ts';
import { scanMarkdownSummary } from '../image-report/scan-markdown.ts';
import type { ScanOutcome } from '../image-report/scan-outcome.ts';
import { scanOutcomeText } from '../image-report/scan-plain.ts';
import { scanSarif } from '../image-report/scan-sarif.ts';
import { toJson } from '../report/escape.ts';
import { type ScanSeverity, scanSeverities } from '../settings.ts';
import { runTrivy, runTrivyBom } from '../trivy/index.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { printOrWrite } from './output.ts';
import { leftOutText } from './scan-decisions.ts';
import { checkScanFiles, judgedScan, keepScanBaseline, type ScanFileFlags } from './scan-files.ts';
import { type TrivyFlags, withTrivy } from './scan-run.ts';
import { tell, wantsColor } from './streams.ts';

export const bomFormats = ['cyclonedx', 'spdx-json'] as const;
export const scanFormats = ['text', 'json', 'sarif', 'markdown'] as const;

export interface ScanFlags extends TrivyFlags, ScanFileFlags {
  readonly failOn: ScanSeverity | 'never';
  readonly format: (typeof scanFormats)[number] | (typeof bomFormats)[number];
  readonly output?: string;
  readonly color: boolean;
  readonly version: string;
}

/** Scans an image (by name, tar file or OCI layout), or what is at a path: see `addScan`. */
export async function scan(
  kind: 'image' | 'config' | 'fs' | 'sbom',
  target: string,
  flags: ScanFlags,
): Promise<ExitCode> {
  checkScanFiles(flags);
  const { format } = flags;
  if (format === 'cyclonedx' || format === 'spdx-json') {
    const document = await withTrivy(flags, async ({ request, control, imageTarget }) =>
      runTrivyBom({ ...request, target: await imageTarget(target) }, format, control),
    );
    printOrWrite(`${toJson(document)}\n`, flags.output);
    return exitCodes.fine;
  }
  const { report, trivyVersion } = await withTrivy(flags, async ({ request, control, imageTarget, cwd }) => {
    const scanned =
      kind === 'image' ? await imageTarget(target) : ({ kind, path: resolve(cwd, target) } as const);
    return runTrivy({ ...request, target: scanned }, control);
  });
  const outcome = await judgedScan(
    { report, version: flags.version, ...(trivyVersion ? { trivyVersion } : {}) },
    flags,
  );
  const exitCode = exitCodeOf(outcome, flags);
  printOrWrite(render(outcome, flags, exitCode), flags.output);
  keepScanBaseline(outcome, flags);
  return exitCode;
}

/** With a baseline only what is new counts; what was written into one now is accepted. */
function exitCodeOf({ report, parted }: ScanOutcome, { failOn, writeBaseline }: ScanFlags): ExitCode {
  if (failOn === 'never' || writeBaseline) return exitCodes.fine;
  const reached = scanSeverities.slice(0, scanSeverities.indexOf(failOn) + 1);
  const found = parted
    ? parted.fresh.some(({ severity }) => reached.includes(severity))
    : reached.some((severity) => report.counts[severity] > 0);
  return found ? exitCodes.found : exitCodes.fine;
}

function render(outcome: ScanOutcome, flags: ScanFlags, exitCode: ExitCode): string {
  if (flags.format === 'json') return `${toJson(scanOutcomeJson(outcome))}\n`;
  if (flags.format === 'sarif') return scanSarif(outcome, exitCode);
  if (flags.format === 'markdown') return scanMarkdownSummary(outcome);
  if (!flags.quiet) for (const note of outcome.dockerfile?.notes ?? []) tell(note);
  const isTerminal = flags.output === undefined && process.stdout.isTTY;
  const text = scanOutcomeText(outcome, wantsColor(flags.color, isTerminal));
  return `${text}${leftOutText(outcome.report, flags)}`;
}
