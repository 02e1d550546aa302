// Runs the built command line as users do: a process of its own, in a folder made for the test.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished, vi } from 'vitest';

export const repository = resolve(import.meta.dirname, '../..');
export const cliFile = join(repository, 'dist/cli.js');

// Each run is a process of its own, and the machine may be busy with other suites.
vi.setConfig({ testTimeout: 60_000 });

if (!existsSync(cliFile)) throw new Error('dist/cli.js is missing: run “npm run build” first.');

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The environment without what would change the output; PATH and HOME stay. */
function cleanEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return { PATH, HOME, TMPDIR, SOURCE_DATE_EPOCH: '1767225600', ...more };
}

/** Runs `plimsoll` with the given arguments; a run of more than 50 s fails the test by its missing exit code. */
export function plimsoll(args: readonly string[], options: RunOptions = {}): Run {
  const result: SpawnSyncReturns<Buffer> = spawnSync(process.execPath, [cliFile, ...args], {
    cwd: options.cwd ?? repository,
    input: options.input ?? '',
    env: cleanEnvironment(options.env),
    timeout: 50_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  return { code: result.status, out: result.stdout.toString('utf8'), err: result.stderr.toString('utf8') };
}

/** A folder with the given files (paths with `/`), gone after the test. Its own project root, outside any other. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** A file with one certain error: the final stage fails, because the instruction is unknown. */
export const broken = 'FROM debian:12.5\nRUNN true\nUSER 65532\n';
/** A file with nothing to find. */
export const fine = 'FROM debian:12.5\nUSER 65532\nCMD ["true"]\n';
