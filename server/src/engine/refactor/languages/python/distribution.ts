// The Python of the distribution, where the image is none of Python: which one it is, and where its pip puts packages.

import { type SplitInput, SplitRefusal } from '../../plan.ts';
import type { StepPart } from '../../steps.ts';

/** Debian and Ubuntu give pip a folder of its own, `/usr/local`; Alpine's pip writes among the packages of apk. */
export type Distribution = 'debian' | 'alpine';

/** Undefined in an image of Python. @throws SplitRefusal where nothing is known of this distribution's Python */
export function distributionOf({ base, stage }: SplitInput): Distribution | undefined {
  const facts = base.facts!;
  if (facts.runtime?.name === 'python') return undefined;
  if (facts.role === 'base' && (facts.distro === 'debian' || facts.distro === 'ubuntu')) return 'debian';
  if (facts.role === 'base' && facts.distro === 'alpine') return 'alpine';
  throw new SplitRefusal(
    `\`${base.text}\` is no image of Python, and where its pip puts packages is not known.`,
    'files needed are not known',
    stage.from.at,
  );
}

/** What pip of the distribution writes to. Source: Debian's sysconfig scheme `posix_local`, and Python 2's before it. */
export const debianFolder = '/usr/local';

/** Alpine's packages of Python 2, whose pip has nothing that makes environments. */
const python2 = /^(python|python2|python2-dev|py2?-pip|py2-.*|python-dev)$/;

/** @throws SplitRefusal for Alpine's Python 2 */
export function refusePython2(parts: Iterable<StepPart>): void {
  for (const { request } of parts) {
    const found =
      request?.verb === 'install' ? request.packages.find(({ name }) => python2.test(name)) : undefined;
    if (found)
      throw new SplitRefusal(
        `\`${found.name}\` is Python 2, whose pip writes among the distribution's own packages.`,
        'files needed are not known',
        found.word.at,
      );
  }
}

/** Modules of Python among the distribution's packages, besides its own tools. */
export function hasModules(names: Iterable<string>): boolean {
  for (const name of names)
    if (/^py3-/.test(name) && !/^py3-(pip|setuptools|wheel|virtualenv)$/.test(name)) return true;
  return false;
}

/**
 * What a package of the distribution's Python leaves for run time; undefined: itself.
 * Source: the dependencies of python3-pip in Debian 11 to 13 and Ubuntu 22.04 and 24.04, and of py3-pip in Alpine.
 */
export function leftOfPackage(name: string): readonly string[] | undefined {
  if (name === 'python3-pip') return ['python3', 'python3-setuptools', 'ca-certificates'];
  if (name === 'python-pip') return ['python', 'python-setuptools', 'ca-certificates'];
  if (name === 'py3-pip') return ['python3'];
  if (/^(python3|libpython3)-(dev|venv|wheel|virtualenv|all-dev)$/.test(name)) return ['python3'];
  if (/^(python-dev|python-virtualenv|python-wheel)$/.test(name)) return ['python'];
  return undefined;
}
