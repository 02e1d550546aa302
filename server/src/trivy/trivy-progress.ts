// Reads from Trivy's error stream how far it is.
import type { ScanProgress } from './scan-request.ts';

// Source: Trivy 0.58 to 0.73, its log messages in pkg/db, pkg/oci, pkg/javadb, pkg/policy, pkg/commands and pkg/scan.
const phases: readonly (readonly [RegExp, ScanProgress['phase'], string])[] = [
  [
    /Need to update (?:the )?DB|Downloading vulnerability DB/,
    'downloading-database',
    'Downloading the vulnerability database',
  ],
  [/Downloading Java DB/, 'downloading-database', 'Downloading the Java database'],
  [
    /(?:Need to update|Downloading) the (?:built-in )?checks bundle/,
    'downloading-checks',
    'Downloading the checks',
  ],
  [/scanning is enabled/, 'reading-image', 'Reading the files'],
  [
    /Detected OS|Number of language-specific files|Detecting [\w/ ]*vulnerabilities|Detected config files/,
    'detecting',
    'Looking for weaknesses',
  ],
];

/** The progress that one line of Trivy's error stream tells; undefined for any other line. */
export function progressOf(line: string, last: ScanProgress | undefined): ScanProgress | undefined {
  for (const [pattern, phase, message] of phases) {
    if (pattern.test(line)) return { phase, message };
  }
  const percent = /(?:^|\s)(\d{1,3}(?:\.\d+)?)%/.exec(line)?.[1];
  if (percent === undefined || !last?.phase.startsWith('downloading')) return undefined;
  return { phase: last.phase, message: last.message, percent: Math.min(100, Number(percent)) };
}
