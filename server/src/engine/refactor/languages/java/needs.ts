// Which files of the builder the program needs at run time, told from the command that starts it.
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, resolvePath, type StageFiles } from '../../stage-files.ts';
import type { Start } from '../../start-command.ts';
import { isJava, readJava } from './java-command.ts';
import { projectFolders } from './placement.ts';
import { runsAlone } from './project.ts';

/** A file or folder that is copied from the builder to the same place. */
export interface Needed {
  /** Absolute; the last part may be a pattern. */
  readonly path: string;
  readonly why: string;
}

/** What the start command needs. */
export interface Needs {
  readonly needed: readonly Needed[];
  /** The jar is named by a pattern, which only a shell expands: `/app/target/*.jar`. */
  readonly pattern?: string;
  /** Paths that options mention; they are needed where the build context or the build has them. */
  readonly mentioned: readonly string[];
  readonly notes: readonly string[];
}

/** What the steps of the stage do. */
export interface Work {
  /** What its build tools are asked to do. */
  readonly goals: readonly string[];
  /** The places that it copies or moves something to. */
  readonly moved: ReadonlySet<string>;
}

/** @throws SplitRefusal where the start command names nothing that can be found */
export function needsOf(input: SplitInput, start: Start, files: StageFiles, work: Work): Needs {
  const [program = '', ...words] = start.words;
  if (isJava(program)) return javaNeeds(start, words, files, work);
  return installation(input, start, program);
}

function javaNeeds(start: Start, words: readonly string[], files: StageFiles, work: Work): Needs {
  const { directory } = start;
  const read = readJava(words, directory);
  if ('unknown' in read)
    throw new SplitRefusal(
      `Where \`${read.unknown}\` lies is not known${directory === undefined ? ': the working directory of the image is not known' : ''}.`,
      'files needed are not known',
      start.at,
    );
  const needed: Needed[] = [];
  const notes: string[] = [];
  let pattern: string | undefined;
  if (read.jar !== undefined) {
    if (/[*?[]/.test(read.jar)) pattern = read.jar;
    else needed.push(jarNeeded(read.jar, files, work, notes));
  } else for (const entry of read.classPath) needed.push(classPathEntry(entry, files, start));
  for (const path of read.files) needed.push({ path, why: `An option of \`java\` names \`${path}\`.` });
  const mentioned = read.mentioned.flatMap((word) => resolvePath(word, directory) ?? []);
  return { needed, mentioned, notes, ...(pattern !== undefined && { pattern }) };
}

function jarNeeded(jar: string, files: StageFiles, { goals, moved }: Work, notes: string[]): Needed {
  const folder = jar.slice(0, jar.lastIndexOf('/')) || '/';
  const name = lastPart(folder);
  if (name === 'quarkus-app')
    return { path: folder, why: 'Quarkus’ `quarkus-run.jar` reads the folders beside it.' };
  const isResult =
    name === 'target' ||
    /\/build\/libs$/.test(folder) ||
    (!moved.has(jar) && isOwnFolder(folder, jar, files));
  // These tasks put everything into one jar.
  const isFat = goals.some((goal) => /(^|:)(bootJar|bootWar|shadowJar|fatJar|uberJar)$/.test(goal));
  const alone = /-runner\.jar$/.test(jar) ? false : isFat || runsAlone(files, jar);
  if (!isResult || alone === true) return { path: jar, why: `The program is \`${lastPart(jar)}\`.` };
  if (alone === undefined)
    notes.push(
      `\`${folder}\` is copied whole, as the build files are not known: where \`${lastPart(jar)}\` holds everything, copying it alone is enough.`,
    );
  return { path: folder, why: `\`${lastPart(jar)}\` may name other jars in \`${folder}\`.` };
}

/** A folder of the project that the build makes for what it builds: `dist`, with the libraries in `dist/lib`. */
function isOwnFolder(folder: string, jar: string, files: StageFiles): boolean {
  const roots = projectFolders(files);
  return (
    roots.some((root) => isWithin(root, folder)) &&
    !roots.includes(folder) &&
    folder !== files.directory &&
    files.names(folder) === undefined &&
    files.text(jar) === undefined
  );
}

function classPathEntry(entry: string, files: StageFiles, start: Start): Needed {
  const path = entry.endsWith('/*') ? entry.slice(0, -2) || '/' : entry;
  if (path === '/' || /[*?[]/.test(path))
    throw new SplitRefusal(
      `The class path has \`${entry}\`, and which files of it the program needs is not known.`,
      'files needed are not known',
      start.at,
    );
  const whole = path === files.directory;
  return {
    path,
    why: whole
      ? `The classes lie in \`${path}\`, which is copied with all that the program may read there.`
      : `\`${path}\` is on the class path.`,
  };
}

/** A start script or program that the build made, in the `bin` folder of an installation. */
function installation({ stage }: SplitInput, start: Start, program: string): Needs {
  const path = program.includes('/') ? resolvePath(program, start.directory) : undefined;
  const made = path === undefined ? undefined : /^(\/.+)\/bin\/[^/]+$/.exec(path)?.[1];
  if (
    path === undefined ||
    made === undefined ||
    /\.sh$/.test(path) ||
    !/\/(build|target|dist|install|out)(\/|$)/.test(made)
  )
    throw new SplitRefusal(
      /\.sh$|entrypoint|^\.?\//.test(program)
        ? `The container starts \`${program}\`, and what that needs of the build is not known.`
        : `\`${program}\` is no program of Java, and what it needs of the build is not known.`,
      /\.sh$|entrypoint/.test(program) ? 'script of the project' : 'start command',
      start.at ?? stage.from.at,
    );
  return {
    needed: [{ path: made, why: `\`${program}\` starts the program with what lies in \`${made}\`.` }],
    mentioned: [],
    notes: [],
  };
}

/** Without those that lie in another one. */
export function outermost(needed: readonly Needed[]): Needed[] {
  return needed.filter(
    (one, index) =>
      !needed.some(
        (other, place) =>
          place !== index && isWithin(other.path, one.path) && (other.path !== one.path || place < index),
      ),
  );
}
