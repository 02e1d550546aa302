// Writes a fixed Dockerfile back so that a crash leaves the old or the new one, never half of it.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file's content and keeps its mode; a link keeps pointing where it did. `text` carries its own line
 * ends; the byte order mark is put back when there was one. Throws the system's error and leaves the file as it was.
 */
export function writeDockerfile(path: string, text: string, byteOrderMark: boolean): void {
  const target = realpathSync(path);
  const mode = statSync(target).mode & 0o7777;
  const next = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = openSync(next, 'wx', mode);
  try {
    try {
      const bytes = Buffer.from((byteOrderMark ? '\ufeff' : '') + text, 'utf8');
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    chmodSync(next, mode); // The umask took its part when the file was made.
    renameSync(next, target);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
