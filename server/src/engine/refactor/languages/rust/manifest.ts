// What a Cargo.toml says of the programs of a package, and a Cargo.lock of the crates.
import type { StageFiles } from '../../stage-files.ts';

/** A package with programs. */
export interface Package {
  readonly name?: string;
  /** Names of its programs, as far as the manifest and the files tell. */
  readonly programs: readonly string[];
  /** The one that `cargo run` starts. */
  readonly defaultRun?: string;
}

/** A crate of the lock file, with the names of those it depends on. */
export type Crates = ReadonlyMap<string, readonly string[]>;

/** The package in a folder of the image; undefined where its manifest is not known. */
export function packageIn(files: StageFiles, folder: string): Package | undefined {
  const text = files.text(inside(folder, 'Cargo.toml'));
  if (text === undefined) return undefined;
  let section = '';
  let name: string | undefined;
  let defaultRun: string | undefined;
  const programs = new Set<string>();
  const members: string[] = [];
  let inMembers = false;
  for (const line of text.split('\n')) {
    const plain = line.replace(/#.*$/, '').trim();
    const header = /^\[\[?([\w.-]+)\]\]?$/.exec(plain)?.[1];
    if (header !== undefined) section = header;
    const [, key, value] = /^([\w-]+)\s*=\s*"([^"]*)"/.exec(plain) ?? [];
    if (section === 'package' && key === 'name') name = value;
    if (section === 'package' && key === 'default-run') defaultRun = value;
    if (section === 'bin' && key === 'name' && value) programs.add(value);
    if (section === 'workspace' && /^members\s*=/.test(plain)) inMembers = true;
    if (inMembers) {
      for (const [, member] of plain.matchAll(/"([^"]+)"/g)) members.push(member!);
      if (plain.includes(']')) inMembers = false;
    }
  }
  const hasMain = files.inContext(inside(folder, 'src/main.rs')) !== undefined;
  if (name !== undefined && (programs.size === 0 || hasMain) && ![...programs].includes(name)) {
    // A [[bin]] with a path of its own may stand for src/main.rs.
    if (programs.size === 0) programs.add(name);
  }
  for (const file of files.names(inside(folder, 'src/bin')) ?? [])
    programs.add(file.replace(/\.rs$|\/$/, ''));
  for (const member of members) {
    if (member.includes('*')) continue;
    for (const program of packageIn(files, inside(folder, member))?.programs ?? []) programs.add(program);
  }
  return { programs: [...programs], ...(name !== undefined && { name }), ...(defaultRun && { defaultRun }) };
}

function inside(folder: string, path: string): string {
  return folder === '/' ? `/${path}` : `${folder}/${path}`;
}

/** The crates of the lock file in a folder of the image or above it; undefined where it is not known. */
export function cratesIn(files: StageFiles, folder: string | undefined): Crates | undefined {
  for (
    let at = folder;
    at !== undefined;
    at = at === '/' ? undefined : at.slice(0, Math.max(1, at.lastIndexOf('/')))
  ) {
    const text = files.text(inside(at, 'Cargo.lock'));
    if (text !== undefined) return readLock(text);
  }
  return undefined;
}

function readLock(text: string): Crates {
  const crates = new Map<string, string[]>();
  let current: string[] | undefined;
  let inList = false;
  for (const line of text.split('\n')) {
    const name = /^name = "([^"]+)"/.exec(line)?.[1];
    if (name !== undefined) {
      current = crates.get(name) ?? [];
      crates.set(name, current);
    } else if (line.startsWith('dependencies')) inList = true;
    if (inList) for (const [, dependency] of line.matchAll(/"([\w-]+)[^"]*"/g)) current?.push(dependency!);
    if (inList && line.includes(']')) inList = false;
  }
  return crates;
}
