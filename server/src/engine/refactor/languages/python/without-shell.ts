// Steps that prepare files, for a runtime image that can run nothing while it is built.
import { absolute } from '../../../model/artifacts.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { accountOfRuntime, hasNoShell } from '../../carry.ts';
import { type Piece, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { isWithin, type StageFiles } from '../../stage-files.ts';
import { has, type Step, type StepPart } from '../../steps.ts';
import { folderOf, type Reading } from './reading.ts';

/** What becomes of the steps that only make folders and give files away. */
export interface FolderSteps {
  /** Folders that the builder makes for steps after its last one. */
  readonly builder: readonly Piece[];
  /** Absolute folders that are given to the account of the program. */
  readonly owned: readonly string[];
  /** Such a step in the runtime, or a COPY of files that one gives away. */
  text(
    instruction: Instruction,
  ): { readonly text: string; readonly why: string } | { readonly dropped: string } | undefined;
}

/**
 * Reads the steps that only change files.
 * @param held absolute folders that the runtime gets from the builder
 * @param inBuilder tells the commands whose files only the builder has
 * @throws SplitRefusal where one changes files that come from the build context: the runtime gets them as they are there
 */
export function folderSteps(
  { input, steps }: Reading,
  choice: RuntimeChoice,
  last: Instruction,
  files: StageFiles,
  held: readonly string[],
  inBuilder: (part: StepPart) => boolean,
): FolderSteps {
  const late = new Map<Instruction, readonly string[]>();
  const owned: string[] = [];
  const noShell = hasNoShell(choice);
  if (noShell)
    for (const [instruction, step] of steps) {
      if (has(step, 'own') || has(step, 'unknown') || !has(step, 'files')) continue;
      const folders = foldersOf(step);
      if (instruction.at.start > last.at.start && !has(step, 'packages')) late.set(instruction, folders);
    }

  function foldersOf({ instruction, parts }: Step): string[] {
    const states = new Map(
      input.model.commandSteps(instruction).map(({ command, before }) => [command, before]),
    );
    const made: string[] = [];
    for (const part of parts) {
      const { kind, command } = part;
      if (kind !== 'files' || inBuilder(part)) continue;
      const before = states.get(command);
      const workdir = before && folderOf(input, command, before);
      const words = command.args.filter(({ text }) => !text.startsWith('-'));
      const paths = words.map(({ value }) => absolute(value, workdir));
      if (command.name === 'mkdir' && paths.every((path) => path !== undefined)) {
        made.push(...paths);
        continue;
      }
      // The mode or the owner is the first word.
      const targets = command.name === 'touch' ? paths : paths.slice(1);
      const inside = targets.every(
        (path) => path !== undefined && made.some((folder) => isWithin(folder, path)),
      );
      if (/^(chown|chgrp)$/.test(command.name ?? '') && inside)
        owned.push(...targets.filter((path) => path !== undefined && holds(path)).map((path) => path!));
      if (/^(chmod|chown|chgrp|touch)$/.test(command.name ?? '') && inside) continue;
      if (/^(chown|chgrp)$/.test(command.name ?? '') && targets.every((path) => path !== undefined)) {
        owned.push(...targets);
        continue;
      }
      // No such script can run there.
      if (command.name === 'chmod' && targets.every((path) => path?.endsWith('.sh'))) continue;
      throw new SplitRefusal(
        `\`${choice.image}\` has no shell, and this step changes files that come from the build context.`,
        'instruction that cannot move',
        instruction.at,
      );
    }
    return [...new Set(made)].filter((path) => !holds(path));
  }

  /** It comes with what it holds, and as a whole it would bring that twice. */
  function holds(folder: string): boolean {
    return held.some((path) => path !== folder && isWithin(folder, path));
  }

  const { uid, gid } = accountOfRuntime(choice);
  const folders = [...new Set([...late.values()].flat())];
  return {
    builder:
      folders.length === 0
        ? []
        : [
            {
              kind: 'added',
              text: `RUN mkdir -p ${folders.join(' ')}`,
              why: `The builder makes the folders, because \`${choice.image}\` has no shell to make them with.`,
            },
          ],
    owned,
    text(instruction) {
      if (noShell && instruction.keyword === 'COPY') return givenAway(instruction);
      const mine = late.get(instruction);
      if (mine === undefined) return undefined;
      if (mine.length === 0)
        return {
          dropped: `\`${choice.image}\` has its own account, and what is given to one is copied with \`--chown\`.`,
        };
      return {
        text: mine
          .map((folder) => `COPY --from=builder --chown=${uid}:${gid} ${folder} ${folder}`)
          .join('\n'),
        why: 'The folder comes from the builder, empty, and belongs to the account that the program runs as.',
      };
    },
  };

  function givenAway(instruction: Instruction): { text: string; why: string } | undefined {
    const copy = readCopy(instruction);
    const copied = files.copied.filter((one) => one.instruction === instruction);
    const given = copied.some(({ target }) => owned.some((folder) => isWithin(folder, target)));
    if (!copy || copy.chown || !given) return undefined;
    const { text } = input.model.dockerfile;
    const { keywordAt, at } = instruction;
    return {
      text: `${text.slice(at.start, keywordAt.end)} --chown=${uid}:${gid}${text.slice(keywordAt.end, at.end)}`.replaceAll(
        '\r\n',
        '\n',
      ),
      why: `The files belong to the account of \`${choice.image}\`, as a step gave them to the one of the file.`,
    };
  }
}
