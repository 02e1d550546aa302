// Scripts from the network that a stage runs without a check.
import type { Instruction, Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import type { Model, Stage } from './model.ts';
import { type RemoteFile, remoteFilesOf } from './remote-files.ts';

/** One run of such a script. */
export interface RemoteScript {
  /** From the download to what runs it where the two are one pipeline, else what runs it. */
  readonly at: Span;
  readonly file: RemoteFile;
  /** The instruction that runs it, where it is not the one that fetched it. */
  readonly elsewhere: boolean;
}

/** The scripts in order of the commands that fetch them. A piped script is never checked: it runs as it comes. */
export function remoteScriptsOf(model: Model, stage: Stage): RemoteScript[] {
  const scripts: RemoteScript[] = [];
  for (const file of remoteFilesOf(model, stage)) {
    if (file.use !== 'script' || file.usedBy === undefined || file.verified) continue;
    const { at } = file.usedBy.command;
    if (file.name !== undefined) {
      scripts.push({ at, file, elsewhere: !isIn(file.instruction, file.usedBy) });
      continue;
    }
    const start = Math.min(file.at.start, at.start);
    scripts.push({ at: { start, end: Math.max(file.at.end, at.end) }, file, elsewhere: false });
  }
  return scripts;
}

function isIn({ at }: Instruction, { command }: PlainCommand): boolean {
  return at.start <= command.at.start && command.at.end <= at.end;
}
