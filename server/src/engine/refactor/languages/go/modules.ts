// What a go.mod says, and whether what the project needs is built with a C compiler.
import type { StageFiles } from '../../stage-files.ts';
import { parentOf } from '../programs/outputs.ts';
import { cgoModules } from './cgo-modules.ts';

/** A go.mod. */
export interface GoModule {
  /** Absolute folder in the image. */
  readonly folder: string;
  /** `github.com/acme/shop`. */
  readonly path: string;
  /** Paths of the modules that it requires, the indirect ones too. */
  readonly requires: readonly string[];
}

/** The module that a folder of the image belongs to; undefined where its go.mod is not known. */
export function moduleOf(files: StageFiles, folder: string | undefined): GoModule | undefined {
  for (let at = folder, depth = 0; at !== undefined && depth < 20; depth++) {
    const text = files.text(at === '/' ? '/go.mod' : `${at}/go.mod`);
    if (text !== undefined) return readModule(text, at);
    if (at === '/') return undefined;
    at = parentOf(at);
  }
  return undefined;
}

function readModule(text: string, folder: string): GoModule | undefined {
  let path: string | undefined;
  const requires: string[] = [];
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/);
    const [first = '', second] = words;
    if (first === '') continue;
    if (block !== undefined) {
      if (first === ')') block = undefined;
      else if (block === 'require') requires.push(unquoted(first));
      else if (block === 'replace') requires.push(unquoted(words[words.indexOf('=>') + 1] ?? ''));
      continue;
    }
    if (second === '(') block = first;
    else if (first === 'module' && second !== undefined) path = unquoted(second);
    else if (first === 'require' && second !== undefined) requires.push(unquoted(second));
    else if (first === 'replace') requires.push(unquoted(words[words.indexOf('=>') + 1] ?? ''));
  }
  return path === undefined ? undefined : { folder, path, requires };
}

function unquoted(text: string): string {
  return text.replace(/^["`]|["`]$/g, '');
}

/** What the C code that comes with a module needs at run time: the C library alone, or C++'s too. */
export type CgoNeed = { readonly module: string; readonly cxx: boolean };

/** The first required module that has to be built with a C compiler, C++ ones first. */
export function cgoNeedOf({ requires }: GoModule): CgoNeed | undefined {
  let found: CgoNeed | undefined;
  for (const module of requires) {
    for (const [prefix, kind] of cgoModules) {
      if (module !== prefix && !module.startsWith(`${prefix}/`)) continue;
      if (kind === 'c++') return { module, cxx: true };
      found ??= { module, cxx: false };
    }
  }
  return found;
}
