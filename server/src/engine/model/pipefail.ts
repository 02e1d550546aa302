// Whether the shell of a shell form knows `set -o pipefail`.
import { hasPosixShell } from './shell.ts';
import type { ImageState } from './state.ts';

/**
 * bash and BusyBox' ash (1.16 and later) know it. dash 0.5.12 does not (`Illegal option -o pipefail`): that is Debian 11 to 13
 * and Ubuntu up to 24.04. Of other releases it is not known.
 */
export function pipefailSupport(state: ImageState): 'yes' | 'no' | 'unknown' {
  const program = state.shellForm?.[0];
  if (program === undefined || hasPosixShell(state) !== true) return 'unknown';
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'bash' || name === 'ash' || name === 'zsh' || name === 'ksh') return 'yes';
  const { shell, distro, release } = state.facts ?? {};
  const impl = typeof shell === 'object' ? shell.impl : undefined;
  if (name === 'sh' && impl?.includes('busybox')) return 'yes';
  if (name === 'sh' && impl === 'bash') return 'yes';
  // Red Hat's family and Amazon's and Microsoft's distributions link sh to bash; Ubuntu and Debian to dash.
  if (name === 'sh' && /^(rhel|oraclelinux|amazonlinux|azurelinux|fedora)$/.test(distro ?? '')) return 'yes';
  const isDash = name === 'dash' || (name === 'sh' && (impl === 'dash' || distro === 'ubuntu'));
  if (!isDash) return 'unknown';
  if (distro === 'debian') return release === undefined || Number(release) <= 13 ? 'no' : 'unknown';
  if (distro === 'ubuntu') return release !== undefined && Number(release) <= 24.04 ? 'no' : 'unknown';
  return 'unknown';
}
