// Which images are made for building, and what a program needs of them at run time.
import type { FactsTable, ImageFacts, ImageKey } from './facts.ts';
import { HARDENED, originOf } from './image-mirrors.ts';

/** A build image that a program does not need at run time. */
export interface BuildImage {
  /** Goes on after the image's name: `holds the Go toolchain`. */
  readonly what: string;
  /** A sentence without its full stop. */
  readonly advice: string;
  /** A tag that is known to exist and runs the same program. */
  readonly instead?: string;
}

/** Toolchains whose products run without them, and the names they are started by. Source: the images' own descriptions. */
const toolchains: Readonly<Record<string, readonly [what: string, tools: readonly string[]]>> = {
  'docker.io/library/golang': ['holds the Go toolchain', ['go', 'gofmt', 'dlv', 'air']],
  'docker.io/library/rust': ['holds the Rust toolchain', ['cargo', 'rustc', 'rustup']],
  'docker.io/library/gcc': ['holds compilers', ['gcc', 'g++', 'make', 'cc', 'c++', 'ctest', 'gdb']],
  'docker.io/library/maven': ['holds Maven and a JDK', ['mvn', 'mvnw', 'javac', 'jshell']],
  'docker.io/library/gradle': ['holds Gradle and a JDK', ['gradle', 'gradlew', 'javac', 'jshell']],
  'mcr.microsoft.com/dotnet/sdk': ['holds the .NET SDK', ['csc', 'msbuild', 'pwsh']],
};

/**
 * What is known of a build image that starts `program`; undefined where it may be needed, or is none.
 * @param program the first word of the command, as the file writes it
 */
export function buildImageOf(
  table: FactsTable,
  key: ImageKey,
  facts: ImageFacts | undefined,
  program: string,
): BuildImage | undefined {
  const { registry, repository } = originOf(key, (image) => table.hardenedTags(image) !== undefined);
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (unclear.has(name)) return undefined;
  if (registry === HARDENED) return hardened(table, repository, key, name);
  const full = `${registry}/${repository}`;
  if (full === 'docker.io/library/eclipse-temurin') return jdk(table, key, facts, name);
  const [what, tools] = (Object.hasOwn(toolchains, full) ? toolchains[full] : undefined) ?? [];
  if (what === undefined || tools?.includes(name)) return undefined;
  // A compiled program is started by its path; `dotnet` may be the SDK's own command.
  if (full.endsWith('/dotnet/sdk'))
    return program.startsWith('/') || program.startsWith('./')
      ? {
          what,
          advice:
            'Copy what it published into `mcr.microsoft.com/dotnet/aspnet` or `runtime` of the same version',
        }
      : undefined;
  if (full.endsWith('/maven') || full.endsWith('/gradle')) {
    return name === 'java'
      ? { what, advice: 'Copy the `.jar` into an image with a JRE, such as `eclipse-temurin` with `-jre`' }
      : undefined;
  }
  if (!program.startsWith('/') && !program.startsWith('./')) return undefined;
  return { what, advice: 'Copy the program into a runtime image in a last stage' };
}

/** Shells and launchers: what they start is not known. */
const unclear: ReadonlySet<string> = new Set(
  'sh bash ash dash env tini dumb-init entrypoint.sh docker-entrypoint.sh sleep tail make supervisord'.split(
    ' ',
  ),
);

function jdk(
  table: FactsTable,
  key: ImageKey,
  facts: ImageFacts | undefined,
  name: string,
): BuildImage | undefined {
  if (facts?.runtime?.kind !== 'jdk' || name !== 'java' || key.tag === undefined) return undefined;
  const tag = key.tag.includes('-jdk')
    ? key.tag.replace('-jdk', '-jre')
    : key.tag.replace(/^(\d+)/, '$1-jre');
  const there = table.officialTags('library/eclipse-temurin')?.includes(tag);
  return {
    what: 'holds a JDK',
    advice: there ? `Take \`eclipse-temurin:${tag}\`` : 'Take the image with a JRE (`-jre`)',
    ...(there ? { instead: `eclipse-temurin:${tag}` } : {}),
  };
}

function hardened(table: FactsTable, image: string, key: ImageKey, name: string): BuildImage | undefined {
  const tag = key.tag ?? '';
  if (!tag.endsWith('-dev') && !/-sdk$/.test(tag)) return undefined;
  if (/^(go|cargo|mvn|gradle|npm|npx|yarn|pnpm|pip|dotnet)$/.test(name)) return undefined;
  const runtime = tag.replace(/-dev$/, '');
  const there = runtime !== tag && table.hardenedTags(image)?.includes(runtime);
  return {
    what: 'is the variant for building, with a shell and a package manager',
    advice: there
      ? `Take \`${runtime}\` of the same image for the last stage`
      : 'Take the variant for running in the last stage',
  };
}
