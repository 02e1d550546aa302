// Walks folders for Dockerfiles: .gitignore respected, no folder link followed, nothing outside reached.
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type IgnoreRules, readIgnoreRules, verdict } from './ignore.ts';
import { dockerfileName } from './names.ts';
import { readSmallFile, reason } from './read.ts';
import { isInside, projectRoot, relativeTo } from './root.ts';

/** Something about a path that the user has to know. */
export interface PathProblem {
  readonly path: string;
  /** A sentence without the path. */
  readonly message: string;
  /** `failed`: what was asked for could not be done. `notice`: for information. */
  readonly kind: 'failed' | 'notice';
}

/** The Dockerfiles found, in a stable order, each once. */
export interface Walk {
  readonly files: readonly string[];
  readonly problems: readonly PathProblem[];
}

export interface WalkOptions {
  readonly cwd: string;
  /** Further things to leave out, by absolute path. A folder left out is not looked into. */
  readonly isExcluded?: (path: string, isFolder: boolean) => boolean;
}

interface Layer {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

const alwaysSkipped = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** Copies of what others wrote, which the manager of a language keeps in this folder: Go and Composer. */
function holdsDependencies(path: string, name: string): boolean {
  return name === 'vendor' && ['modules.txt', 'autoload.php'].some((file) => existsSync(join(path, file)));
}

function layerOf(folder: string, file = '.gitignore'): Layer[] {
  const text = readSmallFile(join(folder, file), 1024 * 1024);
  return text === undefined ? [] : [{ folder, rules: readIgnoreRules(text) }];
}

/** The deepest file that says something decides, as in git. */
function isIgnored(layers: readonly Layer[], path: string, isFolder: boolean): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const said = verdict(layers[i]!.rules, relativeTo(layers[i]!.folder, path), isFolder);
    if (said) return said === 'ignored';
  }
  return false;
}

/** The patterns in force at `folder` from the files above it; none when those ignore the folder itself. */
function layersAbove(root: string, folder: string): Layer[] {
  const way: string[] = [];
  for (let here = folder; here !== root && isInside(here, root); here = dirname(here)) way.unshift(here);
  const layers = layerOf(join(root), join('.git', 'info', 'exclude')).concat(layerOf(root));
  for (const here of way) {
    if (isIgnored(layers, here, true)) return layerOf(folder);
    layers.push(...layerOf(here));
  }
  return layers;
}

/** Every Dockerfile under a folder (absolute path). */
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
      } else if (dockerfileName(entry.name) === 'yes') {
        if (isIgnored(layers, path, false) || excluded(path, false)) continue;
        if (entry.isSymbolicLink() && !linkIsFine(path, start, problems)) continue;
        if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
      }
    }
    pending.push(...folders.reverse());
  }
  return { files, problems };
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

/** Files and folders as the user named them to the Dockerfiles they stand for. A file is taken whatever its name. */
export function collectFiles(paths: readonly string[], options: WalkOptions): Walk {
  const files = new Map<string, string>();
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
      if (found.files.length === 0) problems.push({ path, message: 'holds no Dockerfile.', kind: 'notice' });
      for (const file of found.files) add(file);
    } else if (dockerfileName(basename(path)) === 'lookalike') {
      problems.push({
        path,
        message:
          'is no Dockerfile by its name (a template, note, backup or ignore file), so it was left out.',
        kind: 'notice',
      });
    } else add(path);
  }
  return { files: [...files.values()], problems };
}
