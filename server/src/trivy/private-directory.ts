// A directory that only its user can enter, for one run, removed afterwards.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface PrivateDirectory {
  /** Absolute. */
  readonly path: string;
  /** Empty; the working directory of what is run. */
  readonly work: string;
  /** Where what is run puts its temporary files, so that they go with it even when it is killed. */
  readonly temporary: string;
  /** Where a program that is run writes its result; not its working directory. */
  readonly output: string;
}

/** Those in use, for the case that this process ends first. */
const inUse = new Set<string>();
let watchesExit = false;

function removeAtExit(directory: string): void {
  inUse.add(directory);
  if (watchesExit) return;
  watchesExit = true;
  process.once('exit', () => {
    for (const each of inUse) rmSync(each, { recursive: true, force: true, maxRetries: 2 });
  });
}

/** Runs `use` with a fresh directory (mode 0700) and removes it whatever happens. */
export async function withPrivateDirectory<T>(use: (directory: PrivateDirectory) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(await realpath(os.tmpdir()), 'plimsoll-'));
  removeAtExit(root);
  try {
    const [work, temporary, output] = ['work', 'tmp', 'out'].map((name) => path.join(root, name));
    for (const each of [work!, temporary!, output!]) await mkdir(each, { mode: 0o700 });
    return await use({ path: root, work: work!, temporary: temporary!, output: output! });
  } finally {
    // On Windows a killed program's files stay locked for a moment. A rest in the temporary folder does no harm.
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
    inUse.delete(root);
  }
}
