// The files of one stage that refactorings are tested on, alone and with a project around them.
import { readdirSync, readFileSync } from 'node:fs';
import type { LintContext } from '../../../server/src/engine/index.ts';
import { projectOf } from './projects.ts';

/** A file in one of its surroundings. */
export interface RefactorCase {
  readonly name: string;
  readonly text: string;
  readonly context: LintContext;
}

const folder = new URL('cases/', import.meta.url);

/** Every file twice: nothing known of its context, and as part of a project that fits to it. */
export const refactorCases: readonly RefactorCase[] = readdirSync(folder)
  .filter((file) => file.endsWith('.Dockerfile'))
  .sort()
  .flatMap((file) => {
    const name = file.slice(0, -'.Dockerfile'.length);
    const text = readFileSync(new URL(file, folder), 'utf8').replaceAll('\r\n', '\n');
    const common = { fileName: 'Dockerfile', today: '2026-11-21' };
    return [
      { name: `${name} alone`, text, context: common },
      { name: `${name} in its project`, text, context: { ...common, ...projectOf(name, text) } },
    ];
  });
