// Remembers what was read from programs and which ones the user confirmed, by path, size, time and SHA-256.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** What one version of a program file was found to be. */
export interface RememberedProgram {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  readonly sha256: string;
  /** `0.73.0`; absent when the file does not say. */
  readonly version?: string;
  /** Why there is no version: one sentence. */
  readonly reason?: string;
  /** The user was asked and agreed to run exactly these bytes. */
  readonly confirmed: boolean;
}

/** Where a caller keeps it between runs. Keys are absolute paths. */
export interface ProgramMemory {
  get(file: string): Promise<RememberedProgram | undefined>;
  set(file: string, program: RememberedProgram): Promise<void>;
  /** SHA-256 values, as the user wrote them, that every program must have; see pinned-program.ts. */
  readonly pins?: readonly string[];
}

/** Lasts as long as the process. */
export function memoryInProcess(): ProgramMemory {
  const programs = new Map<string, RememberedProgram>();
  return {
    get: async (file) => programs.get(file),
    set: async (file, program) => {
      programs.set(file, program);
    },
  };
}

/**
 * Kept in a JSON file that only its user can read. A file that can't be read or is not ours counts as empty; one that
 * can't be written is done without, for then the user is only asked again.
 * @param file absolute path outside every workspace, or a workspace could confirm its own programs
 */
export function memoryInFile(file: string): ProgramMemory {
  const session = memoryInProcess();
  const load = async (): Promise<Record<string, unknown>> => {
    try {
      const data: unknown = JSON.parse(await readFile(file, 'utf8'));
      return data !== null && typeof data === 'object' && !Array.isArray(data) ? { ...data } : {};
    } catch {
      return {};
    }
  };
  return {
    async get(program) {
      return (await session.get(program)) ?? remembered((await load())[program]);
    },
    async set(program, facts) {
      await session.set(program, facts);
      const all = { ...(await load()), [program]: facts };
      const fresh = `${file}.${process.pid}.new`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(fresh, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
        await rename(fresh, file);
      } catch {
        // The session's memory still holds it.
      }
    },
  };
}

function remembered(value: unknown): RememberedProgram | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { size, modified, sha256, version, reason, confirmed } = value as Record<string, unknown>;
  if (typeof size !== 'number' || typeof modified !== 'number' || typeof sha256 !== 'string')
    return undefined;
  return {
    size,
    modified,
    sha256,
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    confirmed: confirmed === true,
  };
}

/** The file in which the command line and the server remember programs: in the user's own cache, outside every project. */
export function programMemoryPath(): string {
  const { env, platform } = process;
  const home = homedir();
  const own = env['XDG_CACHE_HOME'];
  const unix = own && path.isAbsolute(own) ? own : path.join(home, '.cache');
  const windows = env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
  const cache =
    platform === 'win32' ? windows : platform === 'darwin' ? path.join(home, 'Library', 'Caches') : unix;
  return path.join(cache, 'plimsoll', 'programs.json');
}
