// Says why a run of Trivy failed, and what the user can do.
import { cleanForeignText } from './foreign-text.ts';
import { imageFailure } from './image-failure.ts';
import type { ProcessEnd } from './run-process.ts';
import { ScanError, type ScanErrorKind } from './scan-error.ts';
import type { ScanTarget } from './scan-request.ts';

interface Reason {
  readonly pattern: RegExp;
  readonly kind: ScanErrorKind;
  /** @param target `python:3.12`, or a file's path */
  readonly message: (target: string) => string;
}

// In this order: what explains most comes first.
const reasons: readonly Reason[] = [
  {
    pattern: /no space left on device|disk quota exceeded|not enough space on the disk/i,
    kind: 'disk-full',
    message: () =>
      'The disk is full, so Trivy could not finish. Make room where temporary files and Trivy’s cache are, then scan again.',
  },
  {
    pattern:
      /(?:cache|DB|database)\b.{0,200}(?:permission denied|read-only file system|Access is denied|operation not permitted)/i,
    kind: 'no-permission',
    message: () =>
      'Trivy may not write into its cache directory, perhaps because it was once run as another user. Give that directory back to your user, or name another one with TRIVY_CACHE_DIR.',
  },
  {
    pattern: /old DB schema|old schema version/i,
    kind: 'no-database',
    message: () =>
      'The vulnerability database on this machine is too old for this Trivy, and offline scanning keeps Trivy from getting a new one. Switch plimsoll.trivy.offline off for one scan, or copy a newer database into Trivy’s cache directory.',
  },
  {
    pattern:
      /failed to open db|file size too small|version mismatch|invalid database|checksum error|unexpected fault address/i,
    kind: 'no-database',
    message: () =>
      'The vulnerability database on this machine is damaged. Remove it with `trivy clean --vuln-db`, then scan again to get a new one.',
  },
  {
    pattern: /skip-java-db-update.{0,40}first run|cannot skip downloading Java DB/i,
    kind: 'no-database',
    message: (target) =>
      `${target} holds Java archives, and for those there is no Java database on this machine yet; offline scanning keeps Trivy from getting one. Switch plimsoll.trivy.offline off for one scan, or copy that database (java-db) into Trivy’s cache directory.`,
  },
  {
    pattern: /failed to download Java ?DB|Java DB update failed|initialize the Java DB/i,
    kind: 'db-download-failed',
    message: (target) =>
      `${target} holds Java archives, and Trivy could not get its Java database for them. Check the connection or proxy (HTTPS_PROXY), or set TRIVY_JAVA_DB_REPOSITORY to a mirror that this machine reaches.`,
  },
  {
    pattern:
      /cannot be specified on the first run|first run cannot skip|Database not found|--skip-(?:java-)?db-update.*first/i,
    kind: 'no-database',
    message: () =>
      'There is no vulnerability database on this machine yet, and offline scanning keeps Trivy from getting one. Switch plimsoll.trivy.offline off for one scan, or copy a database into Trivy’s cache directory.',
  },
  {
    pattern:
      /failed to download (?:vulnerability|Java)? ?DB|DB error|init(?:ialize)? (?:Java )?DB|database.*(?:corrupt|invalid)|db corrupted/i,
    kind: 'db-download-failed',
    message: () =>
      'Trivy could not get its vulnerability database. Check the connection or proxy (HTTPS_PROXY), or set TRIVY_DB_REPOSITORY to a mirror that this machine reaches. With a database on this machine already, switch plimsoll.trivy.offline on to scan with that one.',
  },
  {
    pattern: /(?:failed to download|error).{0,80}checks? bundle/i,
    kind: 'checks-download-failed',
    message: () =>
      'Trivy could not get its checks. Check the connection or proxy, or switch plimsoll.trivy.offline on to use the ones inside Trivy.',
  },
  {
    pattern: /twirp error unauthenticated|invalid token/i,
    kind: 'auth',
    message: () =>
      'The Trivy server of the setting plimsoll.trivy.server refused the token. Run “Plimsoll: Set Trivy Server Token”, or set TRIVY_TOKEN in the environment, with the token that the server was started with.',
  },
  {
    pattern:
      /twirp|(?:failed|unable) to (?:put|scan).{0,60}(?:remote|server)|rpc error|connect to (?:the )?server/i,
    kind: 'server-unreachable',
    message: () =>
      'The Trivy server of the setting plimsoll.trivy.server did not answer as one. Check its address, that it runs, and its token.',
  },
  {
    pattern: /Redis cache|unable to initialize cache|unknown cache type/i,
    kind: 'server-unreachable',
    message: () =>
      'Trivy could not use the cache that plimsoll.trivy.cacheBackend or TRIVY_CACHE_BACKEND names. Check that the Redis runs, its address and its password, or clear the setting to use a folder on this machine.',
  },
  {
    pattern: /--vex oci/i,
    kind: 'bad-request',
    message: (target) =>
      `VEX statements attached to an image can be had of images in a registry only, and ${target} has no digest there. Leave out oci.`,
  },
  {
    pattern: /VEX error|unable to (?:load|decode) VEX/i,
    kind: 'bad-request',
    message: () =>
      'Trivy could not read a VEX document, or not get the VEX repositories that were asked for. Correct or leave out the one that its last lines name.',
  },
  {
    pattern: /ignore(?:\.yaml)? parse error/i,
    kind: 'bad-request',
    message: () =>
      'Trivy cannot read the .trivyignore.yaml of this project. Correct it: the editor shows where.',
  },
  {
    pattern: /sbom scan error.*(?:SBOM decode error|unknown scanning|unmarshal)/i,
    kind: 'bad-request',
    message: (target) =>
      `${target} is not a bill of materials that Trivy can read. Give a CycloneDX or SPDX file.`,
  },
  {
    pattern: /context deadline exceeded/i,
    kind: 'timeout',
    message: () => 'The scan took too long and Trivy gave up. Raise plimsoll.trivy.timeout, then scan again.',
  },
  {
    pattern: /could not parse reference/i,
    kind: 'bad-request',
    message: (target) =>
      `Trivy does not take ${target} for the name of an image. Check it: the last part needs two characters or more.`,
  },
  {
    pattern:
      /unable to (?:open|initialize).{0,80}(?:archive|tar|image)|failed to (?:detect|open).{0,60}(?:archive|tar)|invalid tar|file manifest\.json not found|unable to detect the file type/i,
    kind: 'bad-request',
    message: (target) =>
      `${target} is not an image that Trivy can read. Give a tar file of \`docker save\` or an OCI layout directory.`,
  },
  {
    pattern: /unknown flag|unknown command|invalid argument/i,
    kind: 'too-old',
    message: () => 'This Trivy does not know an option that Plimsoll needs. Update Trivy (0.58 or newer).',
  },
];

/** What the target is called in messages. */
export function nameOfTarget(target: ScanTarget): string {
  const name =
    target.kind === 'image'
      ? target.reference
      : target.kind === 'config-text'
        ? target.fileName
        : target.path;
  return cleanForeignText(name).replace(/\s+/g, ' ').slice(0, 300);
}

/** The error for a run that did not end well. */
export function failureOf(
  end: ProcessEnd,
  target: ScanTarget,
  limits: { readonly timeoutMs: number; readonly maxOutputBytes: number },
  secrets: readonly string[],
): ScanError {
  const tail = cleanForeignText(end.tail, secrets).trim().slice(-4000);
  const name = nameOfTarget(target);
  if (end.stopped === 'cancelled')
    return new ScanError('cancelled', `The scan of ${name} was cancelled.`, tail);
  if (end.stopped === 'timeout') {
    const seconds = Math.round(limits.timeoutMs / 100) / 10;
    return new ScanError(
      'timeout',
      `Trivy did not finish within ${seconds} s and was stopped. Raise plimsoll.trivy.timeout; a first scan also downloads the database.`,
      tail,
    );
  }
  if (end.stopped === 'too-large') {
    const size = Math.round(limits.maxOutputBytes / 1024 / 1024);
    return new ScanError(
      'too-large',
      `What Trivy found in ${name} is more than can be read at once: a report may have ${size} MiB. Ask for less: fewer severities with plimsoll.trivy.severity, only what has a fix with plimsoll.trivy.ignoreUnfixed, or fewer scanners with plimsoll.trivy.scanners.`,
      tail,
    );
  }
  if (end.endedBy !== null) {
    return new ScanError(
      'crashed',
      `Trivy was ended by ${end.endedBy} before it had finished. Often memory ran out: close other programs or scan a smaller image, then scan again.`,
      tail,
    );
  }
  const image = imageFailure(tail, name, target.kind === 'image' ? target.asked : undefined);
  if (image) return new ScanError(image.kind, image.message, tail);
  const reason = reasons.find((each) => each.pattern.test(tail));
  if (reason) return new ScanError(reason.kind, reason.message(name), tail);
  const said = lastError(tail);
  return new ScanError(
    'crashed',
    `Trivy failed with exit code ${end.code}${said ? `: ${said}` : ' and said nothing'}. Try the same in a terminal with --debug.`,
    tail,
  );
}

/** The last line that says something, without Trivy's date and level. */
function lastError(tail: string): string {
  const lines = tail.split('\n').map((line) => line.trim());
  const line =
    lines.findLast((each) => /FATAL|ERROR/.test(each)) ?? lines.findLast((each) => each !== '') ?? '';
  return line.replace(/^\d{4}-\d\d-\d\dT\S+\s+(?:FATAL|ERROR)\s+/, '').slice(0, 300);
}
