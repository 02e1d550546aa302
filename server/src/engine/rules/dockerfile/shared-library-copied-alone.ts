// A shared library is copied from another stage without the libraries that it loads.
import { defineRule, type Example } from '../../define-rule.ts';
import { baseName } from '../../model/base.ts';
import { isDistributionFolder, libraryName, neededBy } from '../../model/library-needs.ts';
import type { Model, Stage } from '../../model/model.ts';
import { stageNamed } from '../../model/root-image.ts';
import { readCopy } from '../../parse/arguments.ts';
import { withoutTrailing } from '../../text/trailing.ts';

export default defineRule<undefined>({
  id: 'shared-library-copied-alone',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A shared library is copied without the ones it loads',
  why: 'The loader looks for every library that it needs, and the program that uses it does not start, or fails at the first import.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || !isSmall(stage) || installs(model)) return;
    const copied = copiedLibraries(model, stage);
    if (copied === undefined) return;
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      const from = copy?.from?.value === undefined ? undefined : stageNamed(model, stage, copy.from.value);
      if (!copy || !/^(debian|ubuntu)$/.test(from?.start.facts?.distro ?? '')) continue;
      for (const word of copy.sources) {
        if (!isDistributionFolder(word.value)) continue;
        const name = libraryName(word.value);
        const missing = name === undefined ? [] : neededBy(name).filter((each) => !copied.has(each));
        if (missing.length === 0) continue;
        yield {
          at: word.at,
          message: `\`${name}\` loads ${missing.map((each) => `\`${each}\``).join(' and ')}, which neither \`${baseName(stage)}\` has nor a COPY brings. Copy them too (\`ldd\` lists them all), or install the package in an image with a package manager.`,
        };
      }
    }
  },
});

/** Packages, scripts or archives may have brought libraries. */
function installs({ finalChain, finalStage }: Model): boolean {
  const by = finalStage?.end.opaqueBy;
  return (
    (finalStage?.end.packages.size ?? 0) > 0 ||
    (by !== undefined && by !== 'image' && by.keyword === 'RUN') ||
    finalChain.some(({ base }) => base.kind === 'unknown')
  );
}

/** Images that have none of the libraries of the table. */
function isSmall({ end }: Stage): boolean {
  const { facts } = end;
  if (facts === undefined) return false;
  if (facts.id === 'scratch') return true;
  return (
    (facts.role === 'runtime' || facts.role === 'base') &&
    facts.bloated !== true &&
    facts.packageManager !== undefined &&
    !/ruby|php|buildpack/.test(facts.id)
  );
}

/** The libraries that COPY brings; undefined where a folder, or a name that is not known, may bring more. */
function copiedLibraries(model: Model, stage: Stage): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const each of model.finalChain) {
    for (const instruction of each.instructions) {
      if (instruction.keyword === 'ADD' && each === stage && /\.(tar|tgz|deb)/.test(instruction.body.text))
        return undefined;
      const copy = readCopy(instruction);
      if (!copy) continue;
      for (const word of copy.sources) {
        const name = libraryName(word.value);
        if (name !== undefined) {
          if (name.includes('*')) return undefined;
          names.add(name);
        } else if (
          copy.from &&
          (isDistributionFolder(`${withoutTrailing(word.value, '/')}/x`) ||
            /^\/?(usr|usr\/local|opt)?\/?$/.test(word.value))
        )
          return undefined;
        else if (/(^|\/)lib(64|s)?\/?$|\$/.test(word.value) || takesLibraries(word.value)) return undefined;
      }
    }
  }
  return names;
}

/** A pattern that takes files of a folder of libraries, whatever they are called. */
function takesLibraries(path: string): boolean {
  return path.split('.').some((part) => {
    const folder = part.search(/\/lib(64|s)?\//);
    return folder >= 0 && part.includes('*', folder);
  });
}

export const docs = `
What Debian's libraries load is known for those that are copied most: \`libpq\`, \`libcurl\`, \`libxml2\`, \`libcairo\` and the like. The
rule looks at the shipped stage, where it starts from a small image, and is silent where packages are installed, a whole folder of
libraries is copied, or all that is needed is copied too. There is no fix: the list differs from release to release.
`;

const build =
  'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5\n\n';
export const examples = [
  {
    bad: `${build}FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY --from=build «/usr/lib/x86_64-linux-gnu/libpq.so.5» /usr/lib/x86_64-linux-gnu/\nCMD ["/app.py"]\n`,
    fixed: false,
  },
  {
    bad: `${build}FROM python:3.12-slim\nCOPY --from=build «/usr/lib/*-linux-gnu/libpq.so.5*» /usr/lib/\nUSER 10001\nCMD ["python", "app.py"]\n`,
    fixed: false,
  },
  {
    good: `${build}FROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build /usr/lib/x86_64-linux-gnu/ /usr/lib/x86_64-linux-gnu/\nCMD ["/app"]\n`,
    note: 'The whole folder.',
  },
  {
    good: `${build}FROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build /usr/lib/x86_64-linux-gnu/libsqlite3.so.0 /usr/lib/x86_64-linux-gnu/\nCMD ["/app"]\n`,
    note: 'It needs only what the image has.',
  },
  {
    good: `${build}FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends libldap-2.5-0\nCOPY --from=build /usr/lib/x86_64-linux-gnu/libpq.so.5 /usr/lib/\nUSER 10001\n`,
    note: 'Packages may have brought the rest.',
  },
  {
    good: `FROM debian:12 AS build\nRUN make install\n\nFROM debian:12-slim\nCOPY --from=build /opt/app/lib/libpq.so.5 /opt/app/lib/\nUSER 10001\n`,
    note: 'A library of its own may be linked otherwise.',
  },
] satisfies Example[];
