// What of the project's decisions a scan heeds, and what the result says of it.
import { basename } from 'node:path';
import { findDecisions, ignoreFileProblem } from '../../decisions/find-decisions.ts';
import { type InstalledPackage, ScanError, type ScanRequest, type TrivyReport } from '../../trivy/index.ts';
import type { FoundInImage, ScanRun } from './scanner.ts';

/** More than this many packages are not kept: their dependencies would take more memory than they are worth. */
const mostPackages = 20_000;

/**
 * What a request has for the ignore file and the VEX documents.
 * @param wantsPackages with every package, to tell why one is there
 * @throws ScanError for an ignore file that Trivy would stop at
 */
export function decisionsFor(
  { folder, root, settings, note }: ScanRun,
  wantsPackages: boolean,
): Pick<ScanRequest, 'ignoreFile' | 'vex' | 'showSuppressed' | 'listPackages'> {
  const { ignoreFile, vexDocuments: files, problems } = findDecisions(folder, root);
  for (const problem of problems) note(problem);
  const broken = ignoreFile === undefined ? undefined : ignoreFileProblem(ignoreFile);
  if (broken !== undefined) throw new ScanError('bad-request', broken);
  const sources = settings['trivy.vex'];
  return {
    ...(ignoreFile === undefined ? {} : { ignoreFile }),
    ...(files.length > 0 || sources.length > 0 ? { vex: { files, sources } } : {}),
    showSuppressed: true,
    ...(wantsPackages ? { listPackages: true } : {}),
  };
}

/** What the result has of it: which files were used, what they took out, and what is needed for further decisions. */
export function decidedOf(
  report: TrivyReport,
  { folder, root, settings }: ScanRun,
): Pick<FoundInImage, 'packages' | 'suppressed' | 'notes'> {
  const { ignoreFile, vexDocuments } = findDecisions(folder, root);
  const { packages, suppressed } = report;
  const used = [...(ignoreFile === undefined ? [] : [ignoreFile]), ...vexDocuments].map((file) =>
    basename(file),
  );
  const names = [...new Set([...used, ...settings['trivy.vex'].map((source) => `VEX of ${source}`)])];
  const count = suppressed.length;
  const left =
    count === 0
      ? 'nothing was left out'
      : `${count} ${count === 1 ? 'finding was' : 'findings were'} left out`;
  return {
    ...(hasDependencies(packages) && packages.length <= mostPackages ? { packages } : {}),
    suppressed,
    ...(names.length > 0 ? { notes: [`By ${names.join(', ')} ${left}.`] } : {}),
  };
}

function hasDependencies(packages: readonly InstalledPackage[]): boolean {
  return packages.some(({ dependsOn }) => dependsOn.length > 0);
}
