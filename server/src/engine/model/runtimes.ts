// The language runtimes of a stage: which version, and where the interpreter lies.
import type { Stage } from './model.ts';
import { rootBase } from './root-image.ts';
import type { ImageState, Origin } from './state.ts';

export type Language = 'python' | 'node' | 'java' | 'dotnet' | 'ruby' | 'php' | 'go' | 'rust';

/** An interpreter, virtual machine or compiler of a stage. */
export interface LanguageRuntime {
  readonly language: Language;
  /** As far as the image's tag or the distribution says: `3.12`, `22`. Python has a minor version, the others a major one. */
  readonly version: string | undefined;
  /** Absolute paths of the program; the first is the program itself. Empty where they are not known. */
  readonly paths: readonly string[];
  readonly by: Origin;
}

/** Source: the versions of `python3` in the releases of Debian, Ubuntu and Alpine (packages.debian.org, launchpad, aports). */
const pythonOfRelease: Readonly<Record<string, string>> = {
  'debian 10': '3.7',
  'debian 11': '3.9',
  'debian 12': '3.11',
  'debian 13': '3.13',
  'ubuntu 20.04': '3.8',
  'ubuntu 22.04': '3.10',
  'ubuntu 24.04': '3.12',
  'alpine 3.16': '3.10',
  'alpine 3.17': '3.10',
  'alpine 3.18': '3.11',
  'alpine 3.19': '3.11',
  'alpine 3.20': '3.12',
  'alpine 3.21': '3.12',
  'alpine 3.22': '3.12',
};

/** Source: the versions of `nodejs` in the same archives. */
const nodeOfRelease: Readonly<Record<string, string>> = {
  'debian 11': '12',
  'debian 12': '18',
  'debian 13': '20',
  'ubuntu 22.04': '12',
  'ubuntu 24.04': '18',
  'alpine 3.18': '18',
  'alpine 3.19': '20',
  'alpine 3.20': '20',
  'alpine 3.21': '22',
  'alpine 3.22': '22',
};

/** Node's names for its long-term releases. */
const nodeCodenames: Readonly<Record<string, string>> = {
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** The runtime of a language at the end of a stage (or in `state`); undefined where there is none, or none is known. */
export function runtimeOf(
  stage: Stage,
  language: Language,
  state: ImageState = stage.end,
): LanguageRuntime | undefined {
  return imageRuntime(stage, language) ?? packagedRuntime(state, language);
}

/** What the base image itself is made for. */
export function imageRuntime(stage: Stage, language: Language): LanguageRuntime | undefined {
  const base = rootBase(stage);
  if (base.kind !== 'image') return undefined;
  const { reference, facts } = base;
  const runtime = facts?.runtime;
  const { repository, tag = reference.digest === undefined ? 'latest' : '' } = reference;
  if (
    runtime?.name !== language &&
    !(language === 'dotnet' && /(^|\/)dotnet\/(sdk|aspnet|runtime|monitor)/.test(repository))
  )
    return undefined;
  const paths = runtime?.path === undefined ? [] : [runtime.path, ...(runtime.aliases ?? [])];
  const version = versionOf(language, repository, tag) ?? runtime?.version;
  return { language, version, paths, by: 'image' };
}

/** Debian's release of an image, also where only its name says it: `distroless/python3-debian12`. */
export function releaseOf(stage: Stage): { readonly distro: string; readonly release: string } | undefined {
  const base = rootBase(stage);
  if (base.kind !== 'image') return undefined;
  const { distro, release } = base.facts ?? {};
  if (distro !== undefined && release !== undefined) return { distro, release };
  const named = /(^|\/)distroless\//.test(`/${base.reference.repository}`)
    ? /-debian(\d+)$/.exec(base.reference.repository)?.[1]
    : undefined;
  return named === undefined ? undefined : { distro: 'debian', release: named };
}

function versionOf(language: Language, repository: string, tag: string): string | undefined {
  if (/(^|\/)distroless\//.test(`/${repository}`)) {
    if (language === 'python') return pythonOfRelease[`debian ${/-debian(\d+)$/.exec(repository)?.[1]}`];
    return /\/(?:nodejs|java)(\d+)/.exec(`/${repository}`)?.[1];
  }
  // The tag is the language's version in images of its own name only: `gradle:8-jdk21` says Gradle's first.
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  switch (language) {
    case 'python':
      if (name === 'uv') return /^python(3\.\d+)/.exec(tag)?.[1];
      return /^(dhi-)?python$/.test(name) ? /^(3\.\d+)/.exec(tag)?.[1] : undefined;
    case 'node':
      if (!/^(dhi-)?node$/.test(name)) return undefined;
      return /^(\d+)([.-]|$)/.exec(tag)?.[1] ?? nodeCodenames[tag.split('-')[0] ?? ''];
    case 'java':
      if (/^(dhi-)?(eclipse-temurin|openjdk|amazoncorretto|sapmachine)$/.test(name))
        return /^(\d+)([._u-]|$)/.exec(tag)?.[1];
      return /(?:temurin|corretto|openjdk|sapmachine|jdk)-?(\d+)/.exec(tag)?.[1];
    case 'dotnet':
      return /^(\d+)\.\d+/.exec(tag)?.[1];
    case 'ruby':
    case 'php':
      return new RegExp(`^(dhi-)?${language}$`).test(name) ? /^(\d+\.\d+)/.exec(tag)?.[1] : undefined;
    default:
      return undefined;
  }
}

/** What the distribution's packages brought. */
function packagedRuntime(state: ImageState, language: Language): LanguageRuntime | undefined {
  if (language !== 'python' && language !== 'node') return undefined;
  const names =
    language === 'python'
      ? ['python3', 'python3-minimal', 'python3-pip', 'python3-venv', 'python3-dev', 'py3-pip']
      : ['nodejs', 'npm'];
  const name = names.find((each) => state.packages.has(each));
  const by = name === undefined ? undefined : state.packages.get(name)?.by;
  if (by === undefined) return undefined;
  const { distro, release } = state.facts ?? {};
  const table = language === 'python' ? pythonOfRelease : nodeOfRelease;
  // Packages of Node often come from a source that a script added: their version is not known then.
  const foreign = state.opaqueBy !== undefined;
  return {
    language,
    version:
      foreign || distro === undefined || release === undefined ? undefined : table[`${distro} ${release}`],
    paths: language === 'python' ? ['/usr/bin/python3'] : ['/usr/bin/node'],
    by,
  };
}
