// The files around an image scan: the baseline it is measured by, and the Dockerfile that the image was built from.
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DockerfileResult, LineIndex, lint, openFacts } from '../engine/index.ts';
import { findingsOf } from '../image-report/findings.ts';
import { onDockerfile } from '../image-report/on-dockerfile.ts';
import {
  partFindings,
  readScanBaseline,
  type ScanBaseline,
  writeScanBaseline,
} from '../image-report/scan-baseline.ts';
import type { DockerfileLines, ScanOutcome } from '../image-report/scan-outcome.ts';
import { plural } from '../report/report.ts';
import { lintSettingsFor } from '../settings/file.ts';
import { readAsset } from '../workspace/assets.ts';
import { readDockerfile, readSmallFile, reason, type SourceText } from '../workspace/read.ts';
import { isInside, projectRoot, relativeTo } from '../workspace/root.ts';
import { today } from './arguments.ts';
import { lintInputOf, shownPath } from './check-file.ts';
import { CommandError, exitCodes } from './exit.ts';
import { writeNamed } from './output.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell } from './streams.ts';

export interface ScanFileFlags {
  readonly baseline?: string;
  /** Write what is found into the file of `baseline`. */
  readonly writeBaseline?: boolean;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly quiet: boolean;
}

/** Bytes; far above what any image gives. */
const largestBaseline = 20 * 1024 * 1024;

/** A scan with what the baseline and the Dockerfile say of it. Throws CommandError for a file that cannot be used. */
export async function judgedScan(
  scan: Pick<ScanOutcome, 'report' | 'version' | 'trivyVersion'>,
  flags: ScanFileFlags,
): Promise<ScanOutcome> {
  const findings = findingsOf(scan.report);
  const baseline = baselineOf(flags);
  const dockerfile =
    flags.dockerfile === undefined ? undefined : await linesOf(scan, findings, flags.dockerfile, flags);
  return {
    ...scan,
    findings,
    ...(baseline ? { parted: partFindings(findings, baseline) } : {}),
    ...(dockerfile ? { dockerfile } : {}),
  };
}

/** Says what is wrong with the flags before anything is run. */
export function checkScanFiles(flags: ScanFileFlags): void {
  if (flags.writeBaseline && flags.baseline === undefined)
    throw new CommandError('--write-baseline needs --baseline FILE.', exitCodes.wrongUse);
  if (!flags.writeBaseline) baselineOf(flags);
  if (flags.dockerfile !== undefined) sourceOf(flags.dockerfile);
}

function baselineOf({ baseline, writeBaseline }: ScanFileFlags): ScanBaseline | undefined {
  // What is being written is not measured by what it held before.
  if (baseline === undefined || writeBaseline) return undefined;
  const text = readSmallFile(resolve(baseline), largestBaseline);
  if (text === undefined)
    throw new CommandError(
      `${baseline} does not exist or cannot be read: write it with --write-baseline.`,
      exitCodes.wrongUse,
    );
  const read = readScanBaseline(text);
  if ('error' in read) throw new CommandError(`${baseline} ${read.error}.`, exitCodes.wrongUse);
  return read;
}

/** Writes what was found into the baseline, where the command was asked to. */
export function keepScanBaseline({ findings }: ScanOutcome, flags: ScanFileFlags): void {
  if (!flags.writeBaseline || flags.baseline === undefined) return;
  writeNamed(writeScanBaseline(findings), flags.baseline);
  if (!flags.quiet) tell(`${flags.baseline} written: it holds ${plural(findings.length, 'finding')}.`);
}

async function linesOf(
  { report }: Pick<ScanOutcome, 'report'>,
  findings: ScanOutcome['findings'],
  name: string,
  flags: ScanFileFlags,
): Promise<DockerfileLines | undefined> {
  const cwd = process.cwd();
  const path = resolve(cwd, name);
  const result = await checkedDockerfile(name, flags.target);
  const placed = onDockerfile(result, report, findings);
  if (!placed) {
    if (!flags.quiet) tell(`${name} has no FROM, so nothing is placed on its lines.`);
    return undefined;
  }
  const root = projectRoot(dirname(path), cwd);
  const inRoot = isInside(path, root);
  return {
    path: shownPath(path, cwd),
    uri: inRoot
      ? relativeTo(root, path).split('/').map(encodeURIComponent).join('/')
      : pathToFileURL(path).href,
    inRoot,
    lines: new LineIndex(result.dockerfile.text),
    places: new Map(placed.places.map((place, index) => [findings[index]!, place])),
    notes: placed.notes,
  };
}

/** The model of a Dockerfile that the command line names. Throws CommandError. */
export async function checkedDockerfile(name: string, target?: string): Promise<DockerfileResult> {
  const cwd = process.cwd();
  const path = resolve(cwd, name);
  const settings = new SettingsFinder(cwd, undefined);
  const project = settings.for(dirname(path));
  const { input } = await lintInputOf(
    {
      path,
      source: sourceOf(name),
      cwd,
      facts: settings.factsFor(project, openFacts(JSON.parse(readAsset('image-facts.json')))),
      settings: project ? lintSettingsFor(project, relativeTo(dirname(project.path), path)) : {},
      ...(project ? { project } : {}),
      today: today(),
      ...(target === undefined ? {} : { target }),
    },
    'dockerfile',
  );
  return lint(input);
}

function sourceOf(name: string): SourceText {
  try {
    return readDockerfile(resolve(name));
  } catch (error) {
    throw new CommandError(`${name} cannot be read: ${reason(error)}.`, exitCodes.wrongUse);
  }
}
