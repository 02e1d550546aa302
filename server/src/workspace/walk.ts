// Walks folders for Dockerfiles, Compose files and daemon.json: .gitignore respected, no folder link followed, nothing outside reached.
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Language } from '../engine/index.ts';
import { isIgnored, type Layer, layerOf, layersAbove } from './git-ignore.ts';
import { dockerfileName, languageOf } from './names.ts';
import { reason } from './read.ts';
import { isInside, projectRoot } from './root.ts';

/** Something about a path that the user has to know. */
export interface PathProblem {
  readonly path: string;
  /** A sentence without the path. */
  readonly message: string;
  /** `failed`: what was asked for could not be done. `notice`: for information. */
  readonly kind: 'failed' | 'notice';
}

/** The files found by their names, in a stable order, each once. */
export interface Walk {
  readonly files: readonly string[];
  /** Those of them that the user named. */
  readonly named: ReadonlySet<string>;
  readonly problems: readonly PathProblem[];
}

export interface WalkOptions {
  readonly cwd: string;
  /** Further things to leave out, by absolute path. A folder left out is not looked into. */
  readonly isExcluded?: (path: string, isFolder: boolean) => boolean;
  /** What is looked for in folders; everything when absent. */
  readonly languages?: readonly Language[];
}

const alwaysSkipped = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** Copies of what others wrote, which the manager of a language keeps in this folder: Go and Composer. */
function holdsDependencies(path: string, name: string): boolean {
  return name === 'vendor' && ['modules.txt', 'autoload.php'].some((file) => existsSync(join(path, file)));
}

/** Every file with a name of one of the languages under a folder (absolute path). */
export function walk(start: string, options: WalkOptions): Walk {
  const steps = walkSteps(start, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As `walk`, with a pause before each folder, so that a server can answer others meanwhile. */
export function* walkSteps(start: string, options: WalkOptions): Generator<void, Walk> {
  const files: string[] = [];
  const problems: PathProblem[] = [];
  const root = projectRoot(start, options.cwd);
  const excluded = options.isExcluded ?? (() => false);
  const isWanted = (name: string) => {
    const language = languageOf(name);
    return language !== undefined && (options.languages?.includes(language) ?? true);
  };
  const pending: { folder: string; layers: Layer[] }[] = [
    { folder: start, layers: layersAbove(root, start) },
  ];
  while (pending.length > 0) {
    yield;
    const { folder, layers } = pending.pop()!;
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      problems.push({ path: folder, message: `cannot be listed: ${reason(error)}.`, kind: 'failed' });
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folders: typeof pending = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (alwaysSkipped.has(entry.name) || holdsDependencies(path, entry.name)) continue;
        if (isIgnored(layers, path, true) || excluded(path, true)) continue;
        folders.push({ folder: path, layers: layers.concat(layerOf(path)) });
      } else if (isWanted(entry.name)) {
        if (isIgnored(layers, path, false) || excluded(path, false)) continue;
        if (entry.isSymbolicLink() && !linkIsFine(path, start, problems)) continue;
        if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
      }
    }
    pending.push(...folders.reverse());
  }
  return { files, named: new Set(), problems };
}

/** A link to a file inside the walked folder is followed; anything else could show what does not belong to it. */
function linkIsFine(path: string, start: string, problems: PathProblem[]): boolean {
  try {
    const target = realpathSync(path);
    if (!statSync(target).isFile()) return false;
    if (isInside(target, realpathSync(start))) return true;
    problems.push({
      path,
      message: 'is a link that leads out of the checked folder, so it was left out.',
      kind: 'notice',
    });
  } catch (error) {
    problems.push({ path, message: `is a link that cannot be followed: ${reason(error)}.`, kind: 'notice' });
  }
  return false;
}

const nothingFound = 'holds no Dockerfile and no Compose file.';

/** Files and folders as the user named them to the files they stand for. A file is taken whatever its name. */
export function collectFiles(paths: readonly string[], options: WalkOptions): Walk {
  const files = new Map<string, string>();
  const named = new Set<string>();
  const problems: PathProblem[] = [];
  const add = (path: string) => {
    let key = path;
    try {
      key = realpathSync(path);
    } catch {
      // It went away meanwhile: reading it will say so.
    }
    if (!files.has(key)) files.set(key, path);
  };
  for (const path of paths) {
    let isFolder: boolean;
    try {
      isFolder = statSync(path).isDirectory();
    } catch (error) {
      problems.push({ path, message: `cannot be read: ${reason(error)}.`, kind: 'failed' });
      continue;
    }
    if (isFolder) {
      const found = walk(path, options);
      problems.push(...found.problems);
      if (found.files.length === 0) problems.push({ path, message: nothingFound, kind: 'notice' });
      for (const file of found.files) add(file);
    } else if (dockerfileName(basename(path)) === 'lookalike') {
      problems.push({
        path,
        message:
          'is no Dockerfile by its name (a template, note, backup or ignore file), so it was left out.',
        kind: 'notice',
      });
    } else {
      add(path);
      named.add(path);
    }
  }
  return { files: [...files.values()], named, problems };
}
