// Turns a request into Trivy's arguments and the configuration file that goes with them. Pure.
import path from 'node:path';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import { ScanError } from './scan-error.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ScanRequest, ScanTarget } from './scan-request.ts';

/** The files that we write for one run; absolute paths. */
export interface RunFiles {
  readonly config: string;
  readonly ignore: string;
  readonly report: string;
  /** Copies of the VEX documents. */
  readonly vex?: readonly string[];
  /** The private copy of an editor's text, if there is one. */
  readonly copy?: string;
}

/**
 * The arguments, to be passed without a shell. What comes from a user stands after `--` or behind `--name=`.
 * @throws ScanError `bad-request`, with a sentence for the user, for what must not become an argument
 */
export function trivyArguments(request: ScanRequest, files: RunFiles, timeoutMs: number): readonly string[] {
  const { target, options = {} } = request;
  const command = commandOf(target);
  const args = [
    command,
    `--config=${files.config}`,
    `--ignorefile=${files.ignore}`,
    `--format=${request.bom ?? 'json'}`,
    `--output=${files.report}`,
    // A little more than ours, so that ours is the one that is reported.
    `--timeout=${Math.ceil(timeoutMs / 1000) + 5}s`,
  ];
  if (request.cacheDirectory)
    args.push(`--cache-dir=${absolute(request.cacheDirectory, 'The cache directory')}`);
  if (options.severities) args.push(`--severity=${options.severities.join(',').toUpperCase()}`);
  if (command !== 'config') args.push(...packageArguments(request, command), ...vexArguments(request, files));
  if (request.offline && command !== 'sbom') args.push('--skip-check-update');
  return [...args, ...targetArguments(target, files)];
}

/** Trivy's command for a target. */
export function commandOf(target: ScanTarget): 'image' | 'config' | 'fs' | 'sbom' {
  if (target.kind === 'image' || target.kind === 'image-file') return 'image';
  return target.kind === 'config-text' ? 'config' : target.kind;
}

/** What every command has that looks for vulnerable packages. */
function packageArguments(request: ScanRequest, command: 'image' | 'fs' | 'sbom'): readonly string[] {
  const { options = {}, server, offline, listPackages = false } = request;
  const args = request.bom
    ? ['--list-all-pkgs=true']
    : [...scannerArguments(options.scanners, command), `--list-all-pkgs=${listPackages}`];
  if (request.secretsOfConfiguration) args.push('--image-config-scanners=secret');
  if (request.showSuppressed) args.push('--show-suppressed');
  if (options.ignoreUnfixed) args.push('--ignore-unfixed');
  if (options.packageTypes) args.push(`--pkg-types=${options.packageTypes.join(',')}`);
  if (server) args.push(`--server=${serverAddress(server.url)}`);
  // With a server the database is the server's affair.
  if (offline) args.push('--offline-scan', ...(server ? [] : ['--skip-db-update', '--skip-java-db-update']));
  return args;
}

/** Only what the user named: a repository and a registry are contacted. */
function vexArguments({ vex, offline, bom }: ScanRequest, { vex: files = [] }: RunFiles): readonly string[] {
  if (!vex || bom) return [];
  const sources = [...new Set(vex.sources)];
  if (offline && sources.includes('oci')) {
    throw new ScanError(
      'bad-request',
      'VEX statements attached to an image are read from its registry, which is not done offline: leave out oci.',
    );
  }
  return [
    ...[...files, ...sources].map((source) => `--vex=${source}`),
    ...(offline && sources.includes('repo') ? ['--skip-vex-repo-update'] : []),
  ];
}

/** A bill of materials holds packages and licences only; `trivy sbom` does not know the option in older versions. */
function scannerArguments(scanners: ScanOptions['scanners'], command: string): readonly string[] {
  const wanted = scanners ?? ['vuln'];
  if (command !== 'sbom') return [`--scanners=${wanted.join(',')}`];
  const known = wanted.filter((scanner) => scanner === 'vuln' || scanner === 'license');
  return known.includes('license') ? [`--scanners=${known.join(',')}`] : [];
}

function targetArguments(target: ScanTarget, files: RunFiles): readonly string[] {
  switch (target.kind) {
    case 'image': {
      const reference = parseImageReference(target.reference);
      if ('error' in reference) throw new ScanError('bad-request', reference.error);
      if (target.sources.length === 0)
        throw new ScanError('bad-request', 'No source for the image was chosen.');
      const engine = target.engine;
      const host =
        engine?.kind === 'docker'
          ? [`--docker-host=${engine.host}`]
          : engine
            ? [`--podman-host=${engine.host.replace(/^unix:\/\//, '')}`]
            : [];
      return [`--image-src=${target.sources.join(',')}`, ...host, '--', target.reference];
    }
    case 'image-file':
      return [`--input=${absolute(target.path, 'The image file')}`];
    case 'config':
      return ['--', absolute(target.path, 'The file')];
    case 'fs':
      return ['--', absolute(target.path, 'The folder')];
    case 'sbom':
      return ['--', absolute(target.path, 'The bill of materials')];
    case 'config-text':
      if (files.copy === undefined) throw new ScanError('bad-request', 'There is no copy of the text.');
      return ['--misconfig-scanners=dockerfile', '--', files.copy];
  }
}

/** JSON is YAML. Lists of patterns stand here because commas in them would split an option's value. */
export function trivyConfiguration(request: ScanRequest): string {
  const { skipDirectories = [], skipFiles = [] } = request.options ?? {};
  return `${JSON.stringify({ scan: { 'skip-dirs': skipDirectories, 'skip-files': skipFiles } })}\n`;
}

/** The name a private copy gets: the file's own where Trivy takes it for a Dockerfile, else `Dockerfile`. */
export function copyName(fileName: string): string {
  const name = fileName.split(/[\\/]/).at(-1) ?? '';
  const safe = name.replace(/[^\w.-]/g, '_').slice(0, 100);
  // Source: Trivy's detection by name, pkg/iac/detection/detect.go: the first form with its case, the second in any.
  const known =
    /^(?:Docker|Container)file(?:\.[^.]*)?$/.test(safe) || /.\.(?:docker|container)file$/i.test(safe);
  return known ? safe : 'Dockerfile';
}

function absolute(file: string, what: string): string {
  if (path.isAbsolute(file) && !file.includes('\0')) return file;
  throw new ScanError('bad-request', `${what} must be given by an absolute path.`);
}

function serverAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ScanError('bad-request', 'The setting plimsoll.trivy.server is not an address.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ScanError(
      'bad-request',
      'The setting plimsoll.trivy.server must start with http:// or https://.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new ScanError(
      'bad-request',
      'The setting plimsoll.trivy.server must not hold a name or password: every process on this machine could see it. Run “Plimsoll: Set Trivy Server Token”, or set TRIVY_TOKEN in the environment instead.',
    );
  }
  // A slash at the end makes Trivy's requests fail with a redirect.
  return url.href.replace(/\/+$/, '');
}
