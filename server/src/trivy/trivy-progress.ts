// Reads from Trivy's error stream how far it is.
import type { ScanProgress, ScanTarget } from './scan-request.ts';
import { commandOf } from './trivy-arguments.ts';

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
  [/scanning is enabled|Detected SBOM format/, 'reading-image', 'Analysing'],
  [
    /Detected OS|Number of language-specific files|Detecting [\w/ ]*vulnerabilities|Detected config files/,
    'detecting',
    'Looking for weaknesses',
  ],
];

/** What Trivy reads, by its command. */
const analysed = { image: 'the layers', sbom: 'the packages', fs: 'the files', config: 'the files' } as const;

/** Follows one run of Trivy and tells each change once. */
export class TrivyProgress {
  private last: ScanProgress = { phase: 'starting', message: 'Starting Trivy' };
  /** Of the phase, without how far it is. */
  private base = this.last.message;
  private readonly target: ScanTarget;
  private readonly report: (progress: ScanProgress) => void;

  constructor(target: ScanTarget, report: (progress: ScanProgress) => void) {
    this.target = target;
    this.report = report;
    report(this.last);
  }

  /** Reads one line of Trivy's error stream. */
  line(text: string): void {
    for (const [pattern, phase, message] of phases) {
      if (!pattern.test(text)) continue;
      this.base = phase === 'reading-image' ? `${message} ${analysed[commandOf(this.target)]}` : message;
      this.tell({ phase, message: this.base });
      return;
    }
    this.openLine(text);
  }

  /** Reads what stands on a line that has not ended: Trivy writes how far a download is again and again on one line. */
  openLine(text: string): void {
    const percent = [...text.matchAll(/(?:^|\s)(\d{1,3}(?:\.\d+)?)%/g)].at(-1)?.[1];
    if (percent === undefined || !this.last.phase.startsWith('downloading')) return;
    const shown = Math.min(100, Math.floor(Number(percent)));
    if (shown > (this.last.percent ?? -1))
      this.tell({ phase: this.last.phase, message: this.base, percent: shown });
  }

  private tell(progress: ScanProgress): void {
    if (progress.message === this.last.message && progress.percent === this.last.percent) return;
    this.last = progress;
    this.report(progress);
  }
}
