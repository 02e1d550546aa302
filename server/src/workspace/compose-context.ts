// Gathers what surrounds a Compose file: the files that add to it, the Dockerfiles behind its services, what git would take.
import {
  type AnyDockerfile,
  type ComposeContext,
  dockerfileKey,
  type FoundFile,
  loadProject,
  type Wanted,
} from '../engine/index.ts';
import type { SettingsFile } from '../settings/file.ts';
import { gatherContext } from './context.ts';
import { listFiles } from './context-folder.ts';
import { isTakenByGit } from './git-ignore.ts';
import { type OpenText, ProjectFiles } from './project-files.ts';
import { relativeTo } from './root.ts';

/** One answer can lead to new questions; a real project has a few such rounds. */
const mostRounds = 20;

/** Dockerfiles whose surroundings are gathered, one that is built with two folders counted twice. */
const mostDockerfiles = 200;

/** Bytes in the text of one Dockerfile's surroundings. */
const mostAround = 1024 * 1024;

/** What is to be gathered. */
export interface ComposeTask {
  /** The Compose file, absolute. */
  readonly path: string;
  /** The project's root, absolute; nothing outside is looked at. */
  readonly root: string;
  readonly text: string;
  readonly settings?: SettingsFile;
  readonly openText?: OpenText;
}

/** A Compose file's surroundings. */
export interface GatheredCompose {
  readonly context: ComposeContext;
  /** Absolute paths of everything that was looked for. */
  readonly looked: ReadonlySet<string>;
  /** Nothing more is wanted. */
  readonly isWhole: boolean;
}

type Answers = {
  -readonly [Key in 'files' | 'dockerfiles' | 'takenByGit']: Record<
    string,
    NonNullable<ComposeContext[Key]>[string]
  >;
};

function emptyAnswers(): Answers {
  // A path of a hostile file can be any word, such as __proto__.
  return { files: Object.create(null), dockerfiles: Object.create(null), takenByGit: Object.create(null) };
}

/** The snapshot for the engine: it is asked what it would like to know until that is nothing more. Never throws. */
export async function gatherCompose(task: ComposeTask): Promise<GatheredCompose> {
  const { root, text } = task;
  const files = new ProjectFiles(root, task.openText);
  const answers = emptyAnswers();
  const context: ComposeContext = { path: relativeTo(root, task.path), ...answers };
  const listings = new Map<string, ReturnType<typeof listFiles>>();
  const list: typeof listFiles = (folder) => {
    const known = listings.get(folder) ?? listFiles(folder);
    listings.set(folder, known);
    return known;
  };
  let isWhole = false;
  let dockerfiles = 0;
  for (let round = 0; round < mostRounds && !isWhole; round++) {
    const { wanted } = loadProject(text, context);
    for (const one of wanted) {
      if (one.kind === 'file') answers.files[one.path] = files.find(one.path);
      else if (one.kind === 'git') answers.takenByGit[one.path] = takenByGit(files, answers, one.path);
      else
        answers.dockerfiles[dockerfileKey(one.path, one.context)] =
          ++dockerfiles > mostDockerfiles
            ? { absent: 'unreadable' }
            : await dockerfileOf({ ...task, list }, files, one);
    }
    isWhole = wanted.length === 0;
  }
  return { context, looked: new Set(files.looked.keys()), isWhole };
}

/**
 * Likewise for who only asks what a project builds: no Dockerfile is read. Never throws; synchronous.
 * @param files reads, and remembers what was looked for
 */
export function composeContextOf(files: ProjectFiles, path: string, text: string): ComposeContext {
  const answers = emptyAnswers();
  const context: ComposeContext = { path, ...answers };
  for (let round = 0; round < mostRounds; round++) {
    const { wanted } = loadProject(text, context);
    if (wanted.length === 0) break;
    for (const one of wanted) {
      if (one.kind === 'file') answers.files[one.path] = files.find(one.path);
      else if (one.kind === 'git') answers.takenByGit[one.path] = false;
      else answers.dockerfiles[dockerfileKey(one.path, one.context)] = { absent: 'unreadable' };
    }
  }
  return context;
}

/** One that is not there is taken by nobody. */
function takenByGit(files: ProjectFiles, answers: Answers, path: string): boolean {
  const found: FoundFile = (answers.files[path] ??= files.find(path));
  const absolute = files.pathOf(path);
  return 'text' in found && absolute !== undefined && isTakenByGit(files.root, absolute);
}

async function dockerfileOf(
  { root, settings, openText, list }: ComposeTask & { readonly list: typeof listFiles },
  files: ProjectFiles,
  wanted: Extract<Wanted, { kind: 'dockerfile' }>,
): Promise<AnyDockerfile> {
  const found = files.find(wanted.path);
  if ('absent' in found) return found;
  const path = files.pathOf(wanted.path) ?? root;
  const folder = files.pathOf(wanted.context);
  const { context } = await gatherContext({
    path,
    root,
    text: found.text,
    list,
    build: { context: folder !== undefined && files.holds(folder) ? folder : undefined },
    mostText: Math.max(0, Math.min(mostAround, files.left)),
    ...(settings ? { settings } : {}),
    ...(openText ? { openText } : {}),
  });
  for (const text of Object.values(context.files ?? {})) files.spend(text.length);
  return { text: found.text, context };
}
