// Where prepared parts are kept between runs (outside the clone), and the lock that lets two runs share it.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The folder that holds every prepared part: PLIMSOLL_CACHE, else the user's cache folder. Absolute. */
export function cacheRoot(): string {
  const chosen = process.env.PLIMSOLL_CACHE;
  if (chosen) return chosen;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll');
}

/** A path inside the cache; its parent folder is made. */
export function cached(...parts: string[]): string {
  const path = join(cacheRoot(), ...parts);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

function holderIsGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ESRCH') return true;
    if (code === 'EPERM') return false;
    // No pid file yet: the holder is between mkdir and write, unless that was long ago.
    return existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 10_000;
  }
}

/** Takes the lock of this name if nobody holds it; a lock whose process has died is taken over. @returns how it is given back */
export function tryLock(name: string): (() => void) | undefined {
  const lock = cached('locks', name);
  for (let again = true; ; again = false) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!again || !holderIsGone(lock)) return undefined;
      bury(lock);
    }
  }
}

/** Renamed before it is removed, so that only one of several waiters takes it over. */
function bury(lock: string): void {
  const grave = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, grave);
    rmSync(grave, { recursive: true, force: true });
  } catch {}
}

/**
 * Runs `work` while no other process holds the lock of this name. A lock whose process has died is taken over.
 * Waits as long as it takes: the holder is doing the very thing that is wanted.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  let release = tryLock(name);
  for (; !release; release = tryLock(name)) await sleep(200);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Writes a file so that a reader sees either all of it or none. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
