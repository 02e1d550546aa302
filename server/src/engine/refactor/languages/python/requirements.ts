// What the project's requirement files and manifests ask for, as far as the surroundings show them.
import { absolute } from '../../../model/artifacts.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { SplitInput } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import { packageName } from './commands.ts';
import { folderOf, type PythonCall, type Reading } from './reading.ts';

/** What is installed, by name. */
export interface Requirements {
  /** Normalised names with their extras: `psycopg`, `psycopg[binary]`. */
  readonly names: ReadonlySet<string>;
  /** Every file that is read is known. */
  readonly complete: boolean;
  /** A file names something of the file system: its install needs more than the file. */
  readonly needsSources: boolean;
  /** Absolute folders that files link to (`-e .`). */
  readonly editable: readonly string[];
  /** Absolute folders that files take packages from (`--find-links wheels`). */
  readonly links: readonly string[];
  /** The absolute paths of the requirement files, by the install that reads them. */
  readonly files: ReadonlyMap<PythonCall, readonly string[]>;
}

/** A requirement file's lines, told apart. */
export interface RequirementFile {
  readonly names: readonly string[];
  readonly nested: readonly string[];
  readonly editable: readonly string[];
  /** Folders that packages are taken from. */
  readonly links: readonly string[];
  readonly needsSources: boolean;
}

/** Reads the text of a requirement file. Linear. */
export function readRequirementFile(text: string): RequirementFile {
  const names: string[] = [];
  const nested: string[] = [];
  const editable: string[] = [];
  const found: string[] = [];
  let needsSources = false;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.replace(/(^|\s)#.*$/, '').trim();
    if (trimmed === '') continue;
    const reads = /^(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?=[^\s-]))(\S+)/.exec(trimmed);
    const links = /^(?:-e|--editable)(?:\s+|=)(\S+)/.exec(trimmed);
    const from = /^(?:-f|--find-links)(?:\s+|=)(\S+)/.exec(trimmed)?.[1];
    if (reads) nested.push(reads[1]!);
    else if (from !== undefined && !/^https?:/.test(from)) found.push(from);
    else if (links) {
      if (!/^(git|hg|svn|bzr)\+|:\/\//.test(links[1]!)) editable.push(links[1]!.replace(/\[.*$/, ''));
      needsSources = true;
    } else if (/^(\.|\/|file:)/.test(trimmed) || /@\s*file:/.test(trimmed)) needsSources = true;
    else if (!trimmed.startsWith('-')) names.push(...namesOf(trimmed));
  }
  return { names, nested, editable, links: found, needsSources };
}

/** `psycopg[binary,pool]==3.2`: the name, and the name with each extra. */
function namesOf(requirement: string): string[] {
  const name = packageName(requirement.replace(/\s*@\s.*$/, ''));
  const extras = /^[\w.-]+\s*\[([^\]]*)\]/.exec(requirement)?.[1]?.split(',') ?? [];
  return [name, ...extras.map((extra) => `${name}[${extra.trim().toLowerCase()}]`)];
}

/** No project has more files that read each other. */
const most = 50;

/** Everything that the installs of a stage ask for. */
export function readRequirements({ calls, input }: Reading, files: StageFiles): Requirements {
  const names = new Set<string>();
  const editable: string[] = [];
  const links: string[] = [];
  const read = new Map<PythonCall, readonly string[]>();
  let complete = true;
  let needsSources = false;
  const take = (path: string | undefined, seen: Set<string>) => {
    if (path === undefined || seen.size > most) {
      complete = false;
      return;
    }
    if (seen.has(path)) return;
    seen.add(path);
    const text = files.text(path);
    if (text === undefined) {
      complete = false;
      return;
    }
    const found = readRequirementFile(text);
    for (const name of found.names) names.add(name);
    needsSources ||= found.needsSources;
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    for (const one of found.editable) {
      const target = resolvePath(one, folder);
      if (target !== undefined) editable.push(target);
    }
    for (const one of found.links) {
      const target = resolvePath(one, folder);
      if (target === undefined) needsSources = true;
      else links.push(target);
    }
    for (const one of found.nested) take(resolvePath(one, folder), seen);
  };
  for (const call of calls) {
    if (call.python.purpose !== 'install') continue;
    for (const word of call.python.packages) for (const name of namesOf(word.text)) names.add(name);
    const seen = new Set<string>();
    for (const file of call.python.files)
      take(absolute(file.includes('$') ? undefined : file, folderOf(input, call.command, call.before)), seen);
    read.set(call, [...seen]);
    if (/^(uv|poetry|pipenv|pdm)$/.test(call.python.manager) && !takeManifest(input, call, files, names))
      complete = false;
  }
  return { names, complete, needsSources, editable, links, files: read };
}

/** The direct dependencies of a project: every quoted requirement and every key of its manifest. */
function takeManifest(input: SplitInput, call: PythonCall, files: StageFiles, names: Set<string>): boolean {
  const workdir = folderOf(input, call.command, call.before);
  const path = absolute(call.python.manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml', workdir);
  const text = path === undefined ? undefined : files.text(path);
  if (text === undefined) return false;
  for (const line of text.split(/\r?\n/)) {
    const key = /^\s*"?([A-Za-z0-9][\w.-]*)"?\s*=(.*)$/.exec(line);
    if (key) {
      const name = packageName(key[1]!);
      names.add(name);
      for (const [, extra] of (/extras\s*=\s*\[([^\]]*)\]/.exec(key[2]!)?.[1] ?? '').matchAll(
        /["']([\w-]+)["']/g,
      ))
        names.add(`${name}[${extra!.toLowerCase()}]`);
    }
    for (const [, quoted] of line.matchAll(/["']([A-Za-z0-9][^"']*)["']/g))
      for (const name of namesOf(quoted!)) names.add(name);
  }
  return true;
}

/** The bind mounts of a RUN give it files too. */
export function readsMounts(instruction: Instruction): boolean {
  return instruction.flags.some(({ name, value }) => name === 'mount' && /type=bind/.test(value ?? ''));
}
