// The distribution's packages that the runtime needs because of what Python packages load or start.
import { isBuildPackage } from '../../../model/build-evidence.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { runtimeLibraries } from '../../runtime-libraries.ts';
import { leftOfPackage } from './distribution.ts';
import { libraryNeeds } from './libraries.ts';
import type { Reading } from './reading.ts';
import type { Requirements } from './requirements.ts';

/** What is installed besides, and what stays of the distribution's own Python. */
export interface RuntimePackages {
  /** To stand right after FROM. */
  readonly pieces: readonly Piece[];
  /** Packages whose place is not known in this release: for a note. */
  readonly unknown: readonly string[];
  leaves(manager: string, name: string): readonly string[] | undefined;
}

/** @throws SplitRefusal where the runtime image can install nothing */
export function runtimePackages(
  reading: Reading,
  requirements: Requirements,
  choice: RuntimeChoice,
): RuntimePackages {
  const { input } = reading;
  const { needed, unknown } = neededPackages(reading, requirements, choice);
  if (needed.length > 0 && hasNoShell(choice))
    throw new SplitRefusal(
      `\`${choice.image}\` has no package manager, and ${needed.map((one) => `\`${one.requirement}\` needs ${list(one.packages)}`).join(', ')}.`,
      'instruction that cannot move',
      input.stage.from.at,
    );
  const names = [...new Set(needed.flatMap(({ packages }) => packages))];
  const pieces: Piece[] =
    names.length === 0
      ? []
      : [
          {
            kind: 'added',
            text: `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ${names.join(' ')} \\\n    && rm -rf /var/lib/apt/lists/*`,
            why: needed
              .map(
                ({ requirement, packages }) =>
                  `\`${requirement}\` needs ${list(packages)} at run time, which \`${choice.image}\` does not have.`,
              )
              .join(' '),
          },
        ];
  const ownPython = input.base.facts?.runtime?.name === 'python';
  const namesDebians = /\/usr\/bin\/(python|pip)/.test(input.model.dockerfile.text);
  return {
    pieces,
    unknown,
    leaves(_manager, name) {
      if (!ownPython) return leftOfPackage(name);
      // The image's own interpreter does not see what belongs to the distribution's.
      return /^(python3?|libpython3)-(dev|pip|venv|wheel|full|virtualenv|setuptools|distutils|all-dev)$/.test(
        name,
      ) && !namesDebians
        ? []
        : undefined;
    },
  };
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' and ');

/** What packages need that the builder has by itself, and the runtime has not. */
function neededPackages(
  { input }: Reading,
  { names }: Requirements,
  choice: RuntimeChoice,
): {
  readonly needed: readonly { requirement: string; packages: readonly string[] }[];
  readonly unknown: readonly string[];
} {
  const facts = input.base.facts!;
  const full = facts.bloated === true;
  const installed = [...input.stage.end.packages.entries()].map(([name]) => name);
  const compiles = installed.some((name) => isBuildPackage(name));
  if (facts.packageManager !== 'apt' || facts.distro !== 'debian' || !(full || compiles))
    return { needed: [], unknown: [] };
  const there = new Set(
    installed.flatMap((name) => [name, ...(runtimeLibraries('apt', facts.release, name) ?? [])]),
  );
  const { known, unknown } = libraryNeeds(names, choice.kind === 'slim' ? choice.facts : facts);
  const needed = known
    .map(({ requirement, packages }) => ({
      requirement,
      // Without the full image only what the compiler itself brought can be missing.
      packages: packages.filter((one) => !there.has(one) && (full || one === 'libgomp1')),
    }))
    .filter(({ packages }) => packages.length > 0);
  return { needed, unknown: full ? unknown : [] };
}
