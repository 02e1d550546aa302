// Whether what a file adds to PATH is for the toolchain alone.
import { expand } from '../../../model/apply.ts';
import { defaultPath } from '../../../model/programs.ts';
import { readPairs } from '../../../parse/arguments.ts';
import type { ProgramStage } from './program-stage.ts';

/** True where every folder that the file's ENVs add to PATH is the toolchain's, or every image has it. */
export function addsOnlyTools({ input, toolFolders }: ProgramStage): boolean {
  const { model, stage } = input;
  return stage.instructions.every((instruction) => {
    if (instruction.keyword !== 'ENV') return true;
    const state = model.before(instruction);
    return readPairs(instruction).every(({ name, rawValue }) => {
      if (name !== 'PATH' || rawValue === undefined) return true;
      // What `$PATH` stands for was there before.
      const added = expand(rawValue.replace(/\$\{?PATH\}?/g, ''), state, model);
      return (
        added?.split(':').every((entry) => entry === '' || isPlain(entry) || toolFolders.test(entry)) === true
      );
    });
  });

  function isPlain(entry: string): boolean {
    return defaultPath.split(':').includes(entry);
  }
}
