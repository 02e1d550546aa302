// Which stage needs a COPY or a command: sources and build files only the builder, configuration and data the program too.

import type { LintContext } from '../../../context.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { Place } from '../../arrange.ts';
import { type Copied, directoriesOf, isWithin, resolvePath, type StageFiles } from '../../stage-files.ts';
import type { Step } from '../../steps.ts';

/** Files and folders of a project that only the build reads. */
const buildFile =
  /^(pom\.xml|[\w.-]*\.gradle(\.kts)?|gradle(\.properties)?|gradlew(\.bat)?|mvnw(\.cmd)?|\.mvn|src|buildSrc|build-logic|settings\.xml|[\w*.-]+\.(java|kt|kts|scala|groovy|iml)|build\.(xml|sbt)|project|lombok\.config|checkstyle[\w.-]*|spotbugs[\w.-]*|package(-lock)?\.json|yarn\.lock|node_modules|frontend|client|\.git\w*|\.editorconfig|Makefile|README[\w.]*|LICENSE[\w.]*|\.)$/;

/** Folders and files beside the jar that programs read at run time. */
const runtimeFolder =
  /^(conf|configs?|configuration|public|static|templates?|data|assets|resources?|web|webapp|www|views|certs?|certificates|keystores?|plugins|uploads|i18n|locales?)$/;
const runtimeFile =
  /^(application|bootstrap|logback|log4j2?)[\w-]*\.(properties|ya?ml|xml)$|\.(properties|ya?ml|conf|cfg|ini|toml|jks|p12|pfx|pem|crt|cer|key|csv|sql|so|db|sqlite3?|html|sh|jar|json|txt|xml)$/;

/** What lies beside the jar in the folder that the program starts in, and is read from there: names of folders and files. */
export function besideProgram(names: readonly string[]): string[] {
  return names.filter((name) =>
    name.endsWith('/')
      ? /^(conf|configs?|public|static|templates|data|assets|views|certs?|keystores?)\/$/.test(name)
      : /^(application|bootstrap)[\w-]*\.(properties|ya?ml)$|\.(jks|p12|pfx)$/.test(name),
  );
}

/** Where a COPY before the end of the build is needed. */
export function placeOfCopy(
  instruction: Instruction,
  files: StageFiles,
  context: LintContext,
  mentioned: readonly string[],
): Place {
  const copy = readCopy(instruction);
  if (!copy || copy.heredocs.length > 0) return 'both';
  if (copy.from) {
    const target = resolvePath(copy.destination.value, files.directoryBefore(instruction));
    return target !== undefined && mentioned.some((path) => isWithin(target, path)) ? 'runtime' : 'builder';
  }
  const brought = files.copied.filter((one) => one.instruction === instruction);
  if (brought.length === 0) return 'builder';
  const places = brought.map((one) => placeOfSource(one, files, context));
  // What the program needs of a COPY that brings build files too comes from the builder.
  return places.every((place) => place !== 'builder') ? 'both' : 'builder';
}

/** Files that the program needs, of COPYs that bring build files too: their paths in the stage. */
export function mixedFiles(files: StageFiles, context: LintContext): string[] {
  return files.copied
    .filter((one) => placeOfSource(one, files, context) === 'both')
    .filter(({ instruction }) => placeOfCopy(instruction, files, context, []) === 'builder')
    .map(({ target }) => target);
}

function placeOfSource({ source, target, isFolder }: Copied, files: StageFiles, context: LintContext): Place {
  if (source === '') return 'builder';
  const name = lastPart(source);
  if (source.split('/').some((part) => buildFile.test(part)) || holdsSources(context, source))
    return 'builder';
  const outside = !projectFolders(files).some((root) => isWithin(root, target));
  if (outside && !toolPaths.test(target)) return 'both';
  const isData =
    isFolder === undefined ? runtimeFile.test(name) : (isFolder ? runtimeFolder : runtimeFile).test(name);
  return isData ? 'both' : 'builder';
}

/** A folder of the context with sources or build files in it. */
function holdsSources({ paths }: LintContext, folder: string): boolean {
  const start = `${folder}/`;
  return (
    paths?.some(
      (path) =>
        path.startsWith(start) && /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$|\.(java|kt|scala)$/.test(path),
    ) === true
  );
}

/** The folders of the builder that hold the project: where its build files and sources are copied to. */
export function projectFolders(files: StageFiles): string[] {
  const folders = files.copied.flatMap(({ source, target, isFolder }) => {
    if (source === '' || isFolder) return [target];
    if (isFolder === undefined) return [target];
    return buildFile.test(lastPart(source)) ? [target.slice(0, target.lastIndexOf('/')) || '/'] : [];
  });
  return [
    ...new Set(
      folders.map((folder) =>
        lastPart(folder) === 'src' ? folder.slice(0, folder.lastIndexOf('/')) || '/' : folder,
      ),
    ),
  ];
}

/** Maven's and Gradle's own places. */
export const toolPaths = /\/\.(m2|gradle)(\/|$)|maven|gradle/;

/** The places that steps copy or move something to. */
export function movedTo(files: StageFiles, steps: ReadonlyMap<Instruction, Step>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [instruction, { parts }] of steps) {
    const directories = directoriesOf(
      parts.map(({ command }) => command),
      files,
      instruction,
    );
    for (const { command } of parts) {
      const target = /^(cp|mv|install)$/.test(command.name ?? '') ? command.args.at(-1) : undefined;
      const path = target && files.path(target, instruction, directories.get(command));
      if (path !== undefined) found.add(path);
    }
  }
  return found;
}
