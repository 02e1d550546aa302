// What can go wrong around a scan, as one typed error with a message for the user.

/** `crashed`: an exit that nothing else explains. `garbage`: a result that is not a Trivy report. */
export type ScanErrorKind =
  | 'missing'
  | 'too-old'
  | 'malicious'
  | 'unconfirmed'
  | 'pin-mismatch'
  | 'bad-request'
  | 'timeout'
  | 'cancelled'
  | 'crashed'
  | 'garbage'
  | 'too-large'
  | 'image-not-found'
  | 'no-database'
  | 'db-download-failed'
  | 'checks-download-failed'
  | 'auth'
  | 'engine-unreachable'
  | 'server-unreachable'
  | 'disk-full'
  | 'no-permission'
  | 'build-failed';

/** Thrown by everything in this folder that the user started. */
export class ScanError extends Error {
  readonly kind: ScanErrorKind;
  /** The last lines a program wrote to its error stream: control characters replaced, secrets masked. */
  readonly stderrTail: string;

  /** @param message what happened and what to do; plain text, still to be escaped where markup is shown */
  constructor(kind: ScanErrorKind, message: string, stderrTail = '') {
    super(message);
    this.name = 'ScanError';
    this.kind = kind;
    this.stderrTail = stderrTail;
  }
}
