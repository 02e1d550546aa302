// Asks compose-go what it makes of Compose files, and puts its project and ours into one shape.
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import type { ComposeContext, FoundFile } from '../../server/src/engine/compose/context.ts';
import { loadProject } from '../../server/src/engine/compose/load.ts';
import type { ComposeProject } from '../../server/src/engine/compose/project.ts';
import { needPart } from '../part.ts';

/** A tree of files, and the one that is checked. */
export interface ComposeCase {
  readonly name: string;
  /** By path, relative to the root. */
  readonly files: Readonly<Record<string, string>>;
  /** The checked file. */
  readonly path: string;
  /** The files that Compose is called with; absent for those that it finds beside the checked one. */
  readonly load?: readonly string[];
}

/** What compose-go says; test/parts/compose-oracle/oracle writes it. */
export interface ComposeAnswer {
  readonly error: string;
  // biome-ignore lint/suspicious/noExplicitAny: compose-go's JSON, read in compose-shape.ts only
  readonly project: any;
}

/** The oracle's path; without it the test is skipped by name, and fails where nothing may be missing. */
export function composeOraclePath(context: TestContext): string {
  return needPart(context, 'compose-oracle');
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** One answer for each case, in order. */
export function askCompose(program: string, cases: readonly ComposeCase[]): ComposeAnswer[] {
  const input = cases.map(({ name, files, path, load = [] }) =>
    JSON.stringify({ Name: name, Files: files, Folder: folderOf(path), Load: load }),
  );
  const run = spawnSync(program, { input: `${input.join('\n')}\n`, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`The oracle ended with ${run.status}: ${run.stderr.slice(0, 2000)}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ComposeAnswer);
}

/** Loads a case as the edge does: whatever is wanted is looked up, until nothing more is. */
export function loadCase({ files, path }: Pick<ComposeCase, 'files' | 'path'>): ComposeProject {
  const known: Record<string, FoundFile> = {};
  for (let round = 0; round < 50; round += 1) {
    const context: ComposeContext = { path, files: known };
    const { project, wanted } = loadProject(files[path] ?? '', context);
    const asked = wanted.filter(({ kind }) => kind === 'file');
    if (asked.length === 0) return project;
    for (const { path: wantedPath } of asked) {
      const text = Object.hasOwn(files, wantedPath) ? files[wantedPath] : undefined;
      known[wantedPath] =
        text !== undefined ? { text } : { absent: wantedPath.startsWith('../') ? 'outside' : 'missing' };
    }
  }
  throw new Error('Something is still wanted after 50 rounds.');
}
