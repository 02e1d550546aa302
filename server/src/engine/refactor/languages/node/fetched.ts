// Programs that a step downloads as a single file: the builder fetches them, and the runtime gets the file.
import { downloads } from '../../../model/downloads.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Step, StepPart } from '../../steps.ts';

/** Says of a curl or wget which file it leaves in the image, absolute; undefined where another command works on the file. */
export type FetchedFile = (
  part: StepPart,
  instruction: Instruction,
  folder: string | undefined,
) => string | undefined;

/** Looks at each command once. */
export function fetchedFiles(steps: ReadonlyMap<Instruction, Step>, files: StageFiles): FetchedFile {
  const mentions = new Map<string, number>();
  for (const { parts } of steps.values())
    for (const { command } of parts) {
      if (/^(chmod|chown|ls)$/.test(command.name ?? '')) continue;
      for (const { text } of command.args) {
        const name = lastPart(text);
        mentions.set(name, (mentions.get(name) ?? 0) + 1);
      }
    }
  return ({ command }, instruction, folder) => {
    if (command.name !== 'curl' && command.name !== 'wget') return undefined;
    if (command.command.pipeline !== undefined || command.command.certainty !== 'always') return undefined;
    const download = downloads(command);
    if (!download?.outputWord || download.fetches.length !== 1) return undefined;
    const path = files.path(download.outputWord, instruction, folder);
    // What lies where things are put for a while is taken away again.
    if (path === undefined || !/^\/(usr\/|opt\/|bin\/|sbin\/|srv\/|[\w.-]+$)/.test(path)) return undefined;
    const itself = command.args.filter(({ text }) => lastPart(text) === lastPart(path)).length;
    return (mentions.get(lastPart(path)) ?? 0) <= itself ? path : undefined;
  };
}
