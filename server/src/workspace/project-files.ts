// Reads files that other files of a project name: nothing outside the project, nothing that is no plain file, not too much.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FoundFile } from '../engine/index.ts';
import { decode } from './read.ts';
import { isInside } from './root.ts';

/** Bytes of one file, and UTF-16 units and number of all that are read for one. */
const largestFile = 2 * 1024 * 1024;
const mostText = 8 * 1024 * 1024;
const mostFiles = 200;

/** The text of a document that is open in an editor, by its absolute path; it wins over the file. */
export type OpenText = (path: string) => string | undefined;

/** Whether a file is as it was: what of it can be told without reading it. */
export function stampOf(path: string, openText?: OpenText): string {
  const open = openText?.(path);
  if (open !== undefined) return `open ${open}`;
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'missing';
  }
}

/** The files of one project, for one that is checked. */
export class ProjectFiles {
  readonly root: string;
  /** What was looked for, by absolute path, with its stamp then; also what was missing. */
  readonly looked = new Map<string, string>();
  readonly #openText: OpenText | undefined;
  #left = mostText;

  /** @param root absolute */
  constructor(root: string, openText?: OpenText) {
    this.root = root;
    this.#openText = openText;
  }

  /** UTF-16 units that may still be read. */
  get left(): number {
    return this.#left;
  }

  /** Takes from what may still be read. */
  spend(units: number): void {
    this.#left -= units;
  }

  /** The absolute path of one that is relative to the root, with `/`; undefined for one that leads out of it. */
  pathOf(path: string): string | undefined {
    const absolute = resolve(this.root, path);
    return isInside(absolute, this.root) && !path.includes('\0') ? absolute : undefined;
  }

  /** Whether a folder of the project is really in it, links followed. @param path absolute */
  holds(path: string): boolean {
    try {
      return isInside(path, this.root) && isInside(realpathSync(path), realpathSync(this.root));
    } catch {
      return false;
    }
  }

  /** Never throws. @param path relative to the root, with `/` */
  find(path: string): FoundFile {
    const absolute = this.pathOf(path);
    if (absolute === undefined) return { absent: 'outside' };
    if (this.looked.size >= mostFiles) return { absent: 'unreadable' };
    this.looked.set(absolute, stampOf(absolute, this.#openText));
    const found = this.#read(absolute);
    if ('text' in found) this.#left -= found.text.length;
    return found;
  }

  #read(path: string): FoundFile {
    const open = this.#openText?.(path);
    if (open !== undefined) return open.length > this.#left ? { absent: 'unreadable' } : { text: open };
    try {
      const real = realpathSync(path);
      if (!isInside(real, realpathSync(this.root))) return { absent: 'outside' };
      const stat = statSync(real);
      if (!stat.isFile() || stat.size > Math.min(largestFile, this.#left)) return { absent: 'unreadable' };
      const { text, exact } = decode(readFileSync(real));
      return exact ? { text } : { absent: 'unreadable' };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { absent: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable' };
    }
  }
}
