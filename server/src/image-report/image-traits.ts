// What an image is besides its vulnerabilities: user, shell, package manager, size; each known, or said to be not known. Pure.
import type { ImageFacts } from '../engine/index.ts';
import type { TrivyReport } from '../trivy/index.ts';

/** A text is shown as it is; undefined: not known. */
export interface ImageTraits {
  readonly name: string;
  readonly os?: string;
  /** Bytes of the layers, not compressed. */
  readonly size?: number;
  readonly user?: string;
  readonly shell?: string;
  readonly packageManager?: string;
  readonly packages?: number;
  readonly layers?: number;
}

/** Packages of distributions that bring a shell or a package manager, by the program. */
const shells: ReadonlyMap<string, string> = new Map([
  ['bash', 'bash'],
  ['dash', 'dash'],
  ['busybox', 'busybox'],
  ['busybox-binsh', 'busybox'],
  ['zsh', 'zsh'],
  ['ksh', 'ksh'],
  ['mksh', 'mksh'],
  ['tcsh', 'tcsh'],
]);
const managers: ReadonlyMap<string, string> = new Map([
  ['apt', 'apt'],
  ['dpkg', 'dpkg'],
  ['apk-tools', 'apk'],
  ['dnf', 'dnf'],
  ['dnf5', 'dnf'],
  ['microdnf', 'microdnf'],
  ['tdnf', 'tdnf'],
  ['yum', 'yum'],
  ['zypper', 'zypper'],
  ['rpm', 'rpm'],
]);

/**
 * @param report with its packages listed
 * @param facts what is known of an image of that name: where the packages do not tell
 */
export function traitsOf(report: TrivyReport, facts: ImageFacts | undefined): ImageTraits {
  const { image, packages } = report;
  const { os, config, size } = image;
  const own = packages.filter((one) => one.class === 'os').map(({ name }) => name);
  const bringing = (programs: ReadonlyMap<string, string>) => [
    ...new Set(own.flatMap((name) => programs.get(name) ?? [])),
  ];
  const shell = traitOf(own, bringing(shells), factsShell(facts));
  const packageManager = traitOf(own, bringing(managers), factsManager(facts));
  return {
    name: image.name,
    ...(os ? { os: `${os.family} ${os.name}${os.endOfLife ? ' (no longer supported)' : ''}` } : {}),
    ...(size === undefined ? {} : { size }),
    ...(config ? { user: userWords(config.user) } : {}),
    ...(shell === undefined ? {} : { shell }),
    ...(packageManager === undefined ? {} : { packageManager }),
    // An image in which nothing was recognised may still hold programs.
    ...(packages.length > 0 ? { packages: packages.length } : {}),
    ...(image.diffIds.length > 0 ? { layers: image.diffIds.length } : {}),
  };
}

/** A program that was copied in without a package is not seen: so none is said to be of the packages. */
function traitOf(
  own: readonly string[],
  found: readonly string[],
  known: string | undefined,
): string | undefined {
  if (found.length > 0) return found.join(', ');
  return known ?? (own.length > 0 ? 'none from a package' : undefined);
}

function factsShell(facts: ImageFacts | undefined): string | undefined {
  if (facts?.shell === undefined) return undefined;
  return facts.shell === false ? 'none' : (facts.shell.impl ?? facts.shell.sh);
}

function factsManager(facts: ImageFacts | undefined): string | undefined {
  return facts?.packageManager;
}

function userWords(user: string): string {
  return user === '' || user === '0' || user === 'root' ? `root${user === '0' ? ' (0)' : ''}` : user;
}
