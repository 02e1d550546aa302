// The install step that is left for the runtime stage: what is not only needed to build, and the libraries that are.
import { isBuildPackage } from '../model/build-evidence.ts';
import type { PackageStep } from './python-steps.ts';
import { SplitRefusal } from './python-steps.ts';
import { runtimeLibraries } from './runtime-libraries.ts';

/** Tools that only builds use, though they are no compilers. */
const buildTools: ReadonlySet<string> = new Set([
  'pkg-config',
  'pkgconf',
  'pkgconfig',
  'libtool',
  'patch',
  'python3-dev',
  'linux-headers',
  'swig',
]);

/**
 * The RUN for the runtime stage with its line break; undefined when nothing is left to install.
 * @throws SplitRefusal when the run-time part of a build package is not known
 */
export function runtimeInstall(
  step: PackageStep,
  release: string | undefined,
  lineBreak: string,
): string | undefined {
  const names: string[] = [];
  for (const request of step.requests) {
    for (const { name, word } of request.packages) {
      if (!isBuildPackage(name) && !buildTools.has(name)) names.push(word.raw);
      else {
        const libraries = runtimeLibraries(step.manager, release, name);
        if (!libraries)
          throw new SplitRefusal(`It is not known which package holds what \`${name}\` leaves for run time.`);
        names.push(...libraries);
      }
    }
  }
  const packages = [...new Set(names)];
  if (packages.length === 0) return undefined;
  if (step.manager === 'apk')
    return `RUN apk add ${step.noCache ? '--no-cache ' : ''}${packages.join(' ')}${lineBreak}`;
  const lean = step.requests.every((request) => request.withoutRecommends) ? '--no-install-recommends ' : '';
  const parts = [
    'apt-get update',
    `apt-get install -y ${lean}${packages.join(' ')}`,
    ...(step.cleans ? ['rm -rf /var/lib/apt/lists/*'] : []),
  ];
  return `RUN ${parts.join(step.severalLines ? ` \\${lineBreak}    && ` : ' && ')}${lineBreak}`;
}
