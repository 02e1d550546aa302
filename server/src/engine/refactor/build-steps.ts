// Which RUNs belong to the build of a compiled project, and which of their file commands the program needs too.
import type { PlainCommand } from '../model/apply-run.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import type { Place } from './arrange.ts';
import { directoriesOf, isWithin, type StageFiles } from './stage-files.ts';
import type { Step, StepPart } from './steps.ts';

/** A project in a stage. Paths are absolute. */
export interface Project {
  readonly files: StageFiles;
  /** The folders that hold it: where its build files and sources are copied to. */
  readonly roots: readonly string[];
  /** What the program needs of the build. */
  readonly needed: readonly string[];
  /** Paths of build tools and their caches, which no program reads. */
  readonly tools: RegExp;
}

/** Commands that move or look at what the build made, where they work on the project's own folders. */
const buildCommands: ReadonlySet<string> = new Set(
  'cat cp dir du file find gunzip gzip grep head java ls mv rm rmdir sed stat tar tree unzip xargs zip'.split(
    ' ',
  ),
);

/** Whether a RUN belongs to the build: it runs a build tool, or moves what the build made. */
export function isBuildStep(step: Step, project: Project): boolean {
  const { files, roots, needed } = project;
  const directories = directoriesOf(
    step.parts.map(({ command }) => command),
    files,
    step.instruction,
  );
  return step.parts.some(({ kind, command }) => {
    if (kind === 'own') return true;
    const paths = pathsOf(command, files, step.instruction, directories.get(command));
    const inProject = paths.some((path) => path === undefined || roots.some((root) => isWithin(root, path)));
    if (!inProject) return false;
    // The mode of what is shipped is set where it is shipped.
    if (command.name === 'chmod')
      return !paths.some(
        (path) => path !== undefined && needed.some((one) => isWithin(one, path) || isWithin(path, one)),
      );
    return kind === 'unknown' || buildCommands.has(command.name ?? '');
  });
}

/** The paths among a command's words, and where its output goes; undefined for one that is not known. */
function pathsOf(
  { name, args, command }: PlainCommand,
  files: StageFiles,
  instruction: Instruction,
  directory: string | undefined,
): (string | undefined)[] {
  // The first word of these is a mode or an owner.
  const skipped = name === 'chmod' || name === 'chown' || name === 'chgrp' ? 1 : 0;
  const words = args.filter(({ text }) => !text.startsWith('-')).slice(skipped);
  const targets = command.redirects.flatMap(({ target }) => target ?? []);
  return [...words, ...targets].map((word) => files.path(word, instruction, directory));
}

/** Where a command of a build's RUN that changes files is needed. */
export function placeOfFiles(
  { command }: StepPart,
  step: Step,
  { files, roots, needed, tools }: Project,
): Place {
  const { instruction, parts } = step;
  const directory = directoriesOf(
    parts.map((part) => part.command),
    files,
    instruction,
  ).get(command);
  const paths = pathsOf(command, files, instruction, directory);
  // What these make is copied from the builder where the program needs it.
  if (/^(cp|mv|tar|unzip|gunzip|dos2unix|install)$/.test(command.name ?? '')) return 'builder';
  if (paths.length === 0 || paths.includes(undefined)) return 'builder';
  const known = paths as string[];
  if (known.some((path) => tools.test(path))) return 'builder';
  if (command.name === 'mkdir' || command.name === 'touch') {
    // A folder that the project is copied into, or that holds it, comes with what is copied.
    const holds = known.some((path) => [...roots, ...needed].some((other) => isWithin(path, other)));
    // So does one in it, whose folder is not there before.
    const comes = known.some((path) => needed.some((one) => isWithin(one, path)));
    if (comes && !command.args.some(({ text }) => /^-\w*p|^--parents$/.test(text))) return 'builder';
    return !holds && known.every((path) => isWritten(path, roots)) ? 'both' : 'builder';
  }
  const outside = known.every((path) => path !== '/' && !roots.some((root) => isWithin(root, path)));
  return outside && !known.every((path) => path.startsWith('/etc/apt/')) ? 'both' : 'builder';
}

/** Made for the program: a folder outside the project, or one in it by whose name a program writes there. */
function isWritten(path: string, roots: readonly string[]): boolean {
  return (
    !roots.some((root) => isWithin(root, path)) ||
    /^(logs?|data|uploads?|files|storage|te?mp|db|database|cache|backups?|reports?|images|media|videos?|downloads?|configs?|keys)$/i.test(
      lastPart(path),
    )
  );
}

/** Commands that change what every program of the image sees: the builder alone is not enough. */
const changesSystem =
  /^(keytool|update-ca-certificates|update-ca-trust|locale-gen|localedef|dpkg-reconfigure|fc-cache|pip\d*|gem|service|update-rc\.d|systemctl)$/;

/** What a command of unknown purpose before the end of the build is for; undefined where that cannot be told. */
export function placeOfUnknown({ command }: StepPart): Place | undefined {
  return changesSystem.test(command.name ?? '') ? undefined : 'builder';
}
