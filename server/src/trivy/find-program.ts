// Finds a program on PATH by ourselves: absolute directories only, and nothing that lies in a workspace folder.
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where to look. `env` and `platform` are the caller's, so that one answer serves server and command line. */
export interface ProgramSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths. Programs in them are never run: whoever wrote the workspace could have put them there. */
  readonly workspaceFolders: readonly string[];
  readonly platform: NodeJS.Platform;
}

/** `path`: absolute, links resolved (unless the link's name differs from the program's: shims choose by name). */
export type FoundProgram =
  | { readonly path: string; readonly notFound?: undefined }
  | { readonly path?: undefined; readonly notFound: string; readonly triedDirectories: readonly string[] };

/** Windows spells it `Path`; names of variables have no case there. */
export function readVariable(
  search: Pick<ProgramSearch, 'env' | 'platform'>,
  name: string,
): string | undefined {
  if (search.platform !== 'win32') return search.env[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(search.env).find((each) => each.toLowerCase() === wanted);
  return key === undefined ? undefined : search.env[key];
}

/**
 * The directories of PATH that are safe to search: absolute ones outside every workspace folder, in order, each once.
 * Also what a child process gets as its PATH.
 */
export async function safePathDirectories(search: ProgramSearch): Promise<readonly string[]> {
  const paths = pathsOf(search.platform);
  const entries = (readVariable(search, 'PATH') ?? '').split(paths.delimiter);
  const folders = await realFolders(search.workspaceFolders);
  const safe: string[] = [];
  for (const entry of entries) {
    const directory = search.platform === 'win32' ? entry.replaceAll('"', '') : entry;
    if (!isFullyAbsolute(directory, search.platform) || safe.includes(directory)) continue;
    const real = await realpath(directory).catch(() => undefined);
    if (real === undefined) continue;
    if (!isInside([paths.normalize(directory), real], folders, search.platform)) safe.push(directory);
  }
  return safe;
}

/**
 * Looks for `name` in PATH, then in `moreDirectories`.
 * @param name without `.exe`; on Windows only `name.exe` is taken, never a script that would need a shell
 */
export async function findProgram(
  name: string,
  search: ProgramSearch,
  moreDirectories: readonly string[] = [],
): Promise<FoundProgram> {
  const paths = pathsOf(search.platform);
  const safe = await safePathDirectories(search);
  const more = moreDirectories.filter((each) => isFullyAbsolute(each, search.platform));
  const directories = [...new Set([...safe, ...more])];
  const file = search.platform === 'win32' ? `${name}.exe` : name;
  for (const directory of directories) {
    const found = await checkProgramFile(paths.join(directory, file), search);
    if (found.path !== undefined) return found;
  }
  return { notFound: `${name} was not found.`, triedDirectories: directories };
}

/** Whether this absolute path is an executable file outside the workspace; its path with links resolved. */
export async function checkProgramFile(file: string, search: ProgramSearch): Promise<FoundProgram> {
  const refuse = (why: string): FoundProgram => ({ notFound: `${file} ${why}`, triedDirectories: [] });
  if (!isFullyAbsolute(file, search.platform)) return refuse('is not an absolute path.');
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return refuse('does not exist.');
  const folders = await realFolders(search.workspaceFolders);
  const normal = pathsOf(search.platform).normalize(file);
  if (isInside([normal, real], folders, search.platform)) {
    return refuse('lies in a folder of the workspace, from where nothing is run.');
  }
  if (search.platform === 'win32' && !/\.exe$/i.test(real)) return refuse('is not an .exe file.');
  if (!(await stat(real)).isFile()) return refuse('is not a file.');
  const executable = await access(real, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) return refuse('is not executable.');
  // Version managers link `trivy` to one program that looks at the name it was called by.
  const keepsName = stem(real).startsWith(stem(file));
  return { path: keepsName ? real : normal };
}

function stem(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '');
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}

/** On Windows `\tools` and `C:tools` still depend on the current drive or folder. */
function isFullyAbsolute(directory: string, platform: NodeJS.Platform): boolean {
  if (directory.includes('\0')) return false;
  if (platform !== 'win32') return directory.startsWith('/');
  return /^(?:[a-zA-Z]:[\\/]|\\\\[^\\/]+[\\/][^\\/]+)/.test(directory);
}

/** Each folder as it is named and as it really lies. */
async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  return [...new Set([...folders, ...real])].filter((folder) => folder !== '');
}

function isInside(files: readonly string[], folders: readonly string[], platform: NodeJS.Platform): boolean {
  const paths = pathsOf(platform);
  // Both systems keep names in files that ignore case by default.
  const fold = (text: string) => (platform === 'win32' || platform === 'darwin' ? text.toLowerCase() : text);
  return files.some((file) =>
    folders.some((folder) => {
      const relative = paths.relative(fold(folder), fold(file));
      return relative === '' || (!/^\.\.(?:$|[\\/])/.test(relative) && !paths.isAbsolute(relative));
    }),
  );
}
