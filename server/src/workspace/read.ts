// Reads files that may be anything: too large, no UTF-8, no file at all.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** The most bytes a Dockerfile or a Compose file may have. */
export const largestDockerfile = 10 * 1024 * 1024;

/** A Dockerfile's text, and what its bytes were like. */
export interface SourceText {
  /** Without the byte order mark. */
  readonly text: string;
  readonly byteOrderMark: boolean;
  /** False when bytes were replaced by U+FFFD: such a text must not be written back. */
  readonly exact: boolean;
  /** A sentence for the user when the bytes are not plain UTF-8. */
  readonly notice?: string;
}

/** Thrown where a file cannot be taken as it is; the message is a clause for the user, without the path. */
export class UnreadableError extends Error {}

/** Decodes bytes as BuildKit's reader expects them: UTF-8, a byte order mark allowed. */
export function decode(bytes: Uint8Array): SourceText {
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = byteOrderMark ? bytes.subarray(3) : bytes;
  const options = { ignoreBOM: true };
  try {
    return {
      text: new TextDecoder('utf-8', { ...options, fatal: true }).decode(body),
      byteOrderMark,
      exact: true,
    };
  } catch {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const notice = wide
      ? 'is UTF-16, which no builder reads: save it as UTF-8.'
      : 'is not valid UTF-8: the bytes that could not be read are shown as \ufffd.';
    return { text: new TextDecoder('utf-8', options).decode(body), byteOrderMark, exact: false, notice };
  }
}

/** Reads a whole descriptor, pipes included. Throws UnreadableError above `largestDockerfile` bytes. */
export function readDescriptor(descriptor: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = new Uint8Array(64 * 1024);
    let read: number;
    try {
      read = readSync(descriptor, chunk);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') break; // Windows says so at the end of a closed pipe.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // A pipe that has nothing yet.
      continue;
    }
    if (read === 0) break;
    length += read;
    if (length > largestDockerfile)
      throw new UnreadableError('is larger than 10 MB, which no file is that is read here');
    chunks.push(chunk.subarray(0, read));
  }
  return Buffer.concat(chunks, length);
}

/** Reads a Dockerfile. Throws UnreadableError, or the system's error. */
export function readDockerfile(path: string): SourceText {
  // A pipe or a device would be waited for, or read without an end.
  const stat = statSync(path);
  if (stat.isDirectory()) throw new UnreadableError('is a folder');
  if (!stat.isFile()) throw new UnreadableError('is not a regular file');
  const descriptor = openSync(path, 'r');
  try {
    return decode(readDescriptor(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a regular file of at most `limit` bytes; undefined when it is anything else. */
export function readSmallFile(path: string, limit: number): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= limit ? decode(readFileSync(path)).text : undefined;
  } catch {
    return undefined;
  }
}

/** A system error in words, without the path it repeats. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const words: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'the system does not permit it',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    ELOOP: 'its links lead in a circle',
    EMFILE: 'too many files are open',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
  };
  return words[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
}
