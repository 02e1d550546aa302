// Decides whether a Trivy may be run, from what its file says; the file itself is never run for it.
import { realpath, stat } from 'node:fs/promises';
import { foreignLine } from './foreign-text.ts';
import { type ProgramFacts, readProgramFacts } from './go-build-info.ts';
import { pinMismatch, pinsOf } from './pinned-program.ts';
import { memoryInProcess, type ProgramMemory, type RememberedProgram } from './program-memory.ts';
import { ScanError } from './scan-error.ts';

/** What tells of them: https://github.com/aquasecurity/trivy/security/advisories/GHSA-69fq-xp46-6x23 */
const advisory = 'GHSA-69fq-xp46-6x23';
/** Releases that stole credentials where they ran (March 2026): not run, whoever confirms or pins. */
export const maliciousVersions: readonly string[] = ['0.69.4', '0.69.5', '0.69.6'];
/** The first one with every option that we pass. */
export const oldestVersion = '0.58.0';

const trivyModule = 'github.com/aquasecurity/trivy';
const versionVariable = `${trivyModule}/pkg/version/app.ver`;

/** `message`: for the user, what is wrong and what to do. */
export type TrivyVerdict =
  | { readonly state: 'ok'; readonly path: string; readonly version?: string }
  | {
      readonly state: 'malicious' | 'too-old';
      readonly path: string;
      readonly version: string;
      readonly message: string;
    }
  | {
      readonly state: 'needs-confirmation';
      readonly path: string;
      readonly sha256: string;
      /** A guess from where package managers put it; not from the file. */
      readonly likelyVersion?: string;
      /** A question for the user, with path and SHA-256. */
      readonly message: string;
    }
  /** `pinned-otherwise`: the user pinned the SHA-256 of other bytes. */
  | {
      readonly state: 'unreadable' | 'pinned-otherwise';
      readonly path: string;
      readonly message: string;
    };

/**
 * Reads a Trivy's version from the file and judges it.
 * @param file absolute path, as `findTrivy` gives it
 * @param memory asked first, by path, size and time; told afterwards. Its pins count; see pinned-program.ts
 * @throws ScanError for a pin that is none, and when `signal` is aborted
 */
export async function checkTrivy(
  file: string,
  memory: ProgramMemory = memoryInProcess(),
  signal?: AbortSignal,
): Promise<TrivyVerdict> {
  const pins = pinsOf(memory);
  try {
    return judge(file, await realpath(file), await inspect(file, memory, signal), pins);
  } catch (error) {
    if (signal?.aborted) throw new ScanError('cancelled', 'The scan was cancelled.');
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return {
      state: 'unreadable',
      path: file,
      message: `${foreignLine(file, 300)} can’t be read (${foreignLine(code, 60)}), so its version is unknown and it was not run. Correct the setting plimsoll.trivy.path or the file’s permissions.`,
    };
  }
}

/**
 * Remembers that the user agreed to run these bytes. Call it only after the user said yes to `verdict.message`.
 * @throws ScanError `unconfirmed` when the file is no longer the one that was asked about
 */
export async function confirmTrivy(
  verdict: Extract<TrivyVerdict, { state: 'needs-confirmation' }>,
  memory: ProgramMemory,
): Promise<void> {
  const program = await inspect(verdict.path, memory);
  if (program.sha256 !== verdict.sha256) {
    throw new ScanError('unconfirmed', `${foreignLine(verdict.path, 300)} has changed since you were asked.`);
  }
  await memory.set(verdict.path, { ...program, confirmed: true });
}

/** The facts about the file as it is now: remembered if path, size and time are the same, else read. */
async function inspect(
  file: string,
  memory: ProgramMemory,
  signal?: AbortSignal,
): Promise<RememberedProgram> {
  const { size, mtimeMs: modified } = await stat(file);
  const known = await memory.get(file);
  if (known && known.size === size && known.modified === modified) return known;
  const facts = await readProgramFacts(file, signal);
  const found = versionOf(facts);
  const program: RememberedProgram = {
    size,
    modified,
    sha256: facts.sha256,
    ...found,
    // The same bytes with a new time: an upgrade tool touched them.
    confirmed: known?.confirmed === true && known.sha256 === facts.sha256,
  };
  await memory.set(file, program);
  return program;
}

/** The version that every build block in the file agrees on; a malicious one counts even if it stands alone. */
export function versionOf(facts: ProgramFacts): { version?: string; reason?: string } {
  const versions: string[] = [];
  for (const build of facts.builds) {
    const flags = build.settings.get('-ldflags') ?? '';
    const linked = new RegExp(
      `${versionVariable.replaceAll('.', '\\.')}=["']?v?(\\d+\\.\\d+\\.\\d+[\\w.+-]*)`,
    ).exec(flags)?.[1];
    const module = /^v(\d+\.\d+\.\d+[\w.+-]*)$/.exec(build.modules.get(trivyModule) ?? '')?.[1];
    // What the linker was told is what `trivy --version` prints; v0.0.0-… is a commit, not a release.
    const known = [linked, module].filter((each) => each !== undefined && !each.startsWith('0.0.0-'));
    const bad = known.find((each) => each !== undefined && isMalicious(each));
    if (bad) return { version: bad };
    if (build.mainPackage !== '' && build.mainPackage !== `${trivyModule}/cmd/trivy`) {
      return { reason: `it is another Go program (${foreignLine(build.mainPackage, 120)})` };
    }
    if (known[0] !== undefined) versions.push(known[0]);
  }
  if (facts.builds.length === 0) return { reason: 'it is not a Go program, or a packed one' };
  if (versions.length < facts.builds.length) return { reason: 'its build did not record a version' };
  if (new Set(versions).size > 1) return { reason: 'its parts name different versions' };
  return { version: versions[0] };
}

function judge(
  path: string,
  real: string,
  program: RememberedProgram,
  pins: readonly string[],
): TrivyVerdict {
  const shown = foreignLine(path, 300);
  // cellar/trivy/0.69.3/bin/trivy (Homebrew), apps\trivy\0.69.3 (scoop), installs/trivy/0.69.3 (mise)
  const likelyVersion = /[\\/]trivy[\\/]v?(\d+\.\d+\.\d+)[^\\/]*[\\/]/i.exec(real)?.[1];
  const version = program.version ?? likelyVersion;
  if (version !== undefined && isMalicious(version)) {
    return {
      state: 'malicious',
      path,
      version,
      message: `${shown} is Trivy ${version}, a release that was replaced by one that steals credentials (advisory ${advisory}). It was not run. Remove it, change the secrets that were on this machine if it ever ran, and install a newer Trivy.`,
    };
  }
  if (pins.some((pin) => pin !== program.sha256)) {
    return { state: 'pinned-otherwise', path, message: pinMismatch(path, program.sha256, pins) };
  }
  if (program.version !== undefined) {
    if (compareVersions(program.version, oldestVersion) >= 0)
      return { state: 'ok', path, version: program.version };
    return {
      state: 'too-old',
      path,
      version: program.version,
      message: `${shown} is Trivy ${program.version}. Plimsoll needs ${oldestVersion} or newer: update Trivy, or give the path of a newer one in the setting plimsoll.trivy.path.`,
    };
  }
  // Who pinned these bytes has answered the question already.
  if (program.confirmed || pins.length > 0) return { state: 'ok', path };
  return {
    state: 'needs-confirmation',
    path,
    sha256: program.sha256,
    ...(likelyVersion === undefined ? {} : { likelyVersion }),
    message: `The version of ${shown} can’t be read from the file: ${program.reason ?? 'no version was found'}. Versions ${maliciousVersions.join(', ')} of Trivy were malicious. Run it only if you know where it comes from. SHA-256: ${program.sha256}`,
  };
}

function isMalicious(version: string): boolean {
  return maliciousVersions.includes(/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version);
}

/** Negative, zero or positive, by the three numbers; what follows them does not count. */
export function compareVersions(left: string, right: string): number {
  const numbers = (text: string) => /^(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number) ?? [0, 0, 0];
  const [a, b] = [numbers(left), numbers(right)];
  return a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!;
}
