// What the scanner's tests share: real parts and temporary directories.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

export { needPart } from '../part.ts';

/** A directory of its own for a test file, removed at the end. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'plimsoll-test-')));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
