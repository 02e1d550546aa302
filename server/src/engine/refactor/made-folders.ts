// Folders that a RUN makes for run time, for an image that can run nothing while it is built: they come from the builder.
import { directoryBefore } from '../model/start-directory.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { Arrangement } from './arrange.ts';
import { accountOfRuntime } from './carry.ts';
import type { Piece } from './plan.ts';
import { resolvePath } from './stage-files.ts';
import type { StepPart } from './steps.ts';

/** The pieces of the runtime for the folders that `mkdir` makes in these parts of an instruction. */
export function madeFolders(
  { input, choice, artifacts }: Arrangement,
  instruction: Instruction,
  parts: readonly StepPart[],
): Piece[] {
  const { uid, gid } = accountOfRuntime(choice);
  const directory = directoryBefore(input.model, input.stage, instruction);
  const folders = parts.flatMap(({ command: { name, args } }) =>
    name === 'mkdir'
      ? args.flatMap(({ value, text }, index) =>
          text.startsWith('-') || /^(-m|--mode)$/.test(args[index - 1]?.text ?? '')
            ? []
            : (resolvePath(value ?? '', directory) ?? []),
        )
      : [],
  );
  // What is copied into a folder makes it, and as a whole it would bring that twice.
  const holds = (folder: string) =>
    artifacts.pieces.some((piece) => piece.kind === 'added' && piece.text.includes(` ${folder}/`));
  const wanted = [...new Set(folders)].filter((folder) => !holds(folder));
  return wanted.map((folder) => ({
    kind: 'derived',
    instruction,
    text: `COPY --from=builder --chown=${uid}:${gid} ${folder} ${folder}`,
    why: `\`${folder}\` is made in the builder, because the runtime image has no shell to make it with.`,
  }));
}
