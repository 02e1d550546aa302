// Whether a distribution's package is certainly not installed yet.
import { programsOfPackage } from './package-programs.ts';
import type { ImageState } from './state.ts';

/**
 * What Debian's and Ubuntu's base images hold (library packages, `lib…`, left out), and some that images built on them often
 * hold. A name too many only makes a rule silent. Source: Debian's packages of priority required, and Ubuntu's base manifests.
 */
const minimal: ReadonlySet<string> = new Set(
  `adduser apt apt-utils base-files base-passwd bash bsdutils bzip2 ca-certificates coreutils dash debconf debian-archive-keyring debianutils
  diffutils dpkg e2fsprogs fdisk findutils gcc-10-base gcc-11-base gcc-12-base gcc-13-base gcc-14-base gcc-15-base gpgv gpg gnupg grep gzip hostname
  init-system-helpers init login logsave lsb-base mawk mount ncurses-base ncurses-bin openssl openssl-provider-legacy passwd perl perl-base perl-modules
  procps readline-common rust-coreutils sed sensible-utils sqv sudo-rs systemd systemd-sysv sysvinit-utils tar tzdata ubuntu-keyring unminimize usr-is-merged
  usrmerge util-linux util-linux-extra xxhash zlib1g netbase mailcap media-types tini e2fsprogs-l10n`
    .trim()
    .split(/\s+/),
);

/**
 * True where the package is proven to be missing: its own program is absent, or the image is a bare distribution in which
 * nothing was installed and the package is none of its own.
 */
export function certainlyNotInstalled(state: ImageState, name: string): boolean {
  if (state.packages.has(name)) return false;
  if (programsOfPackage(name).some((program) => state.tool(program).presence === 'absent')) return true;
  const { facts } = state;
  if (facts?.role !== 'base' || facts.packageManager !== 'apt' || facts.confidence === 'derived')
    return false;
  if (state.packages.size > 0 || state.opaqueBy !== undefined) return false;
  return !minimal.has(name) && (!name.startsWith('lib') || name.endsWith('-dev'));
}
