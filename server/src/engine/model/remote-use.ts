// What becomes of a file from the network: it is run, installed, unpacked, a key, or only read.
import type { PlainCommand } from './apply-run.ts';
import { interpreter } from './downloads.ts';

/**
 * `script`: an interpreter runs it. `program`: it is made executable, lies on PATH or is a library. `package`,
 * `archive`: installed, unpacked. `patch`: applied to sources. `key`: a signing key. `check`: a checksum or a signature
 * itself. `data`: anything else that stays. `lookup`: it is only read in passing.
 */
export type RemoteUse =
  | 'script'
  | 'program'
  | 'package'
  | 'archive'
  | 'patch'
  | 'key'
  | 'check'
  | 'data'
  | 'lookup';

const scriptName = /\.(sh|bash|py|run|pl|rb|phar)$/;
const archiveName = /\.(tar(\.\w+)?|t[gbx]z2?|tzst|tlz|zip|7z|gz|xz|bz2|zst)$/i;
const packageName = /\.(deb|rpm|apk|whl|gem|egg|pkg\.tar\.\w+)$/i;
const programName = /\.(jar|war|ear|so|exe|bin|appimage|phar|node|dll|msi)$/i;
const keyName = /\.(gpg|asc|key|pub|pgp|keyring)$/i;
const checkName =
  /\.(sha\d+(sums?)?|md5|sig|sign|minisig|sigstore|att|checksums?|sums?)(\.\w+)?$|sha\d*sums?|checksums?|md5sums?|[-_.]sha\d*\.txt$/i;
const keyFolder = /(^|\/)(keyrings|trusted\.gpg\.d|rpm-gpg|apt\/keys)\//;
const programFolder = /(^|\/)(s?bin|libexec|cli-plugins|plugins)\/[^/]*$/;

/** A mode of chmod that makes a file executable. */
const executable = /^([ugoa]*[+=][rwst]*x[rwst]*|[0-7]*[1357][0-7]{0,2})$/;

/** A checksum or signature by its name: `SHA256SUMS`, `tool.tgz.asc`. */
export function isCheckName(name: string): boolean {
  return checkName.test(name) || /\.asc$/.test(name);
}

/** What a file is for, by its path, its address, and the commands that name it later. */
export function useOfFile(
  path: string,
  url: string,
  later: readonly PlainCommand[],
): { use: RemoteUse; usedBy?: PlainCommand } {
  // A script is made executable before it runs.
  const uses = later.flatMap((command) => {
    const use = useBy(command, path);
    return use ? [{ use, usedBy: command }] : [];
  });
  const first = uses.find(({ use }) => use === 'script') ?? uses[0];
  if (first) return first;
  const source = url.replace(/[?#].*$/s, '');
  if (keyFolder.test(path) || keyName.test(path)) return { use: checkName.test(path) ? 'check' : 'key' };
  if (checkName.test(path) || checkName.test(source)) return { use: 'check' };
  if (packageName.test(path)) return { use: 'package' };
  if (archiveName.test(path)) return { use: 'archive' };
  if (programName.test(path) || programFolder.test(path)) return { use: 'program' };
  if (keyName.test(source)) return { use: 'key' };
  return { use: 'data' };
}

/** What a command does with a file that it names; undefined where that says nothing of the file. */
function useBy(command: PlainCommand, path: string): RemoteUse | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  const base = path.slice(path.lastIndexOf('/') + 1);
  const started = command.path?.includes('/') && command.path.endsWith(`/${base}`);
  const runs = interpreter(command);
  if (runs?.file?.endsWith(base) || (started && scriptName.test(base))) return 'script';
  if (started) return 'program';
  switch (name) {
    case 'chmod':
      return args.some(({ text }) => executable.test(text)) ? 'program' : undefined;
    case 'tar':
    case 'bsdtar':
    case 'unzip':
    case '7z':
    case 'gunzip':
    case 'unxz':
    case 'bunzip2':
    case 'cpio':
      return 'archive';
    case 'java':
      return 'program';
    case 'dpkg':
    case 'rpm':
    case 'apt':
    case 'apt-get':
    case 'apk':
    case 'yum':
    case 'dnf':
    case 'microdnf':
    case 'zypper':
    case 'pip':
    case 'pip3':
    case 'gem':
      return name === 'rpm' && args.some(({ text }) => text === '--import') ? 'key' : 'package';
    case 'gpg':
    case 'gpg2':
    case 'apt-key':
      return 'key';
    case 'patch':
      return 'patch';
    case 'git':
      return args[0]?.text === 'apply' || args[0]?.text === 'am' ? 'patch' : undefined;
    case 'install':
      return args.some(({ text }) => /^(-m)?=?0?6\d\d$/.test(text)) ? undefined : 'program';
    default:
      return undefined;
  }
}

/** What the command does that is given the download on its standard input, or as an argument. */
export function useOfSink(sink: PlainCommand): RemoteUse {
  const { name = '' } = sink;
  if (interpreter(sink)) return 'script';
  if (/^(tar|bsdtar|cpio|unzip|gunzip|zcat|xz|unxz|gzip|bunzip2|bzip2|zstd)$/.test(name)) return 'archive';
  if (/^(gpg2?|apt-key|rpm|rpmkeys)$/.test(name)) return 'key';
  if (name === 'patch' || name === 'git') return 'patch';
  return 'lookup';
}
