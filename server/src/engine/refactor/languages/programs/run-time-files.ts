// Which files of the build context a compiled program may read when it runs: those among its sources that are none themselves.
import type { LintContext } from '../../../context.ts';
import { isIgnored, readIgnoreFile } from '../../../surroundings/dockerignore.ts';
import type { SplitInput } from '../../plan.ts';
import { builtPages, isAside, isData, isLooseData, type SourceRules } from './source-rules.ts';

/** A file or folder of the context, by its path relative to it. */
export interface Found {
  readonly path: string;
  readonly isFolder: boolean;
}

interface Folder {
  readonly files: string[];
  readonly folders: Map<string, Folder>;
}

/** Deeper folders, and more findings, are not those of a project that people wrote by hand. */
const deepest = 8;
const most = 40;

const trees = new WeakMap<LintContext, Folder>();

/** The tree of what is sent to the build; undefined where the context is not known. */
function treeOf(context: LintContext): Folder | undefined {
  const known = trees.get(context);
  if (known || !context.paths) return known;
  const root: Folder = { files: [], folders: new Map() };
  const patterns = context.ignoreFile ? readIgnoreFile(context.ignoreFile.text) : undefined;
  for (const path of context.paths) {
    if (patterns && isIgnored(patterns, path)) continue;
    const parts = path.split('/');
    const name = parts.pop()!;
    let at = root;
    for (const part of parts) {
      let next = at.folders.get(part);
      if (!next) {
        next = { files: [], folders: new Map() };
        at.folders.set(part, next);
      }
      at = next;
    }
    at.files.push(name);
  }
  trees.set(context, root);
  return root;
}

function folderAt(context: LintContext, path: string): Folder | undefined {
  let at = treeOf(context);
  for (const part of path.split('/')) if (part !== '') at = at?.folders.get(part);
  return at;
}

/**
 * What a language looks at, without a context that holds no source at all: it cannot be that of the build. What an image is built
 * from elsewhere (`docker build -f`) looks so.
 */
export function withOwnContext(input: SplitInput, rules: SourceRules): SplitInput {
  const { context } = input;
  if (holdsSources(context, '', rules) !== false) return input;
  const { paths: _paths, entries: _entries, files: _files, ...rest } = context;
  return { ...input, context: rest };
}

/** Whether a folder of the context holds sources; undefined where the context, or the folder, is not known. */
export function holdsSources(context: LintContext, path: string, rules: SourceRules): boolean | undefined {
  const folder = folderAt(context, path);
  return folder && hasSources(folder, path, rules, 0);
}

function hasSources(folder: Folder, path: string, rules: SourceRules, depth: number): boolean {
  const inside = path === '' ? '' : `${path}/`;
  if (folder.files.some((name) => rules.isSource(`${inside}${name}`))) return true;
  if (depth > deepest) return false;
  return [...folder.folders].some(([name, child]) => hasSources(child, `${inside}${name}`, rules, depth + 1));
}

/** Whether the context certainly has a file or folder that is sent to the build; undefined where it is not known. */
export function isSent(context: LintContext, path: string): 'file' | 'folder' | false | undefined {
  if (!context.paths) return undefined;
  if (path === '') return 'folder';
  const slash = path.lastIndexOf('/');
  const parent = folderAt(context, slash < 0 ? '' : path.slice(0, slash));
  const name = path.slice(slash + 1);
  if (parent?.files.includes(name)) return 'file';
  return parent?.folders.has(name) ? 'folder' : false;
}

/**
 * What lies among the sources in a folder of the context and is none of them; undefined where the context is not known, 'too many'
 * where it is no project of the usual shape.
 * @param isBuiltIn what the compiler puts into the program, so that it is not read where the program runs
 */
export function runTimeFiles(
  context: LintContext,
  path: string,
  rules: SourceRules,
  isBuiltIn: (path: string) => boolean,
): readonly Found[] | 'too many' | undefined {
  const folder = folderAt(context, path);
  if (!context.paths) return undefined;
  if (!folder) return [];
  const found: Found[] = [];
  collect(folder, path, 0);
  return found.length > most ? 'too many' : found;

  function collect(at: Folder, place: string, depth: number): void {
    const inside = place === '' ? '' : `${place}/`;
    for (const name of at.files) {
      const file = `${inside}${name}`;
      if (rules.isSource(file) || isAside(name, false, rules) || !isLooseData(file) || isBuiltIn(file))
        continue;
      found.push({ path: file, isFolder: false });
    }
    for (const [name, child] of at.folders) {
      const folderPath = `${inside}${name}`;
      if (isAside(name, true, rules) || isBuiltIn(folderPath) || depth >= deepest) continue;
      if (hasSources(child, folderPath, rules, depth)) collect(child, folderPath, depth + 1);
      else collectWithoutSources(child, folderPath, depth);
    }
  }

  function collectWithoutSources(at: Folder, place: string, depth: number): void {
    if (!at.files.includes('package.json')) {
      if (hasData(at, depth)) found.push({ path: place, isFolder: true });
      return;
    }
    // The sources of a front end: only what its build has made is served.
    for (const [name, child] of at.folders)
      if (builtPages.test(name) && hasData(child, depth) && !isBuiltIn(`${place}/${name}`))
        found.push({ path: `${place}/${name}`, isFolder: true });
  }
}

function hasData(folder: Folder, depth: number): boolean {
  if (folder.files.some(isData)) return true;
  return depth < deepest && [...folder.folders.values()].some((child) => hasData(child, depth + 1));
}
