// The plan of a stage that builds programs: the compiler stays in the builder, the runtime gets the programs and what they read.
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { arrange } from '../../arrange.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { resolvePath } from '../../stage-files.ts';
import type { StepPart } from '../../steps.ts';
import { baseFolder, isUsedLater, withBaseVariables } from './base-variables.ts';
import { placeFileCommand } from './file-commands.ts';
import { healthWithoutTools } from './health.ts';
import { notesOf } from './notes.ts';
import { placeFiles } from './placement.ts';
import type { ProgramStage } from './program-stage.ts';
import { runtimeBasics } from './runtime-basics.ts';
import { copiesOf, folderCopies, ownedPaths, ownsNothing, programCopies } from './runtime-copies.ts';
import { addsOnlyTools } from './search-path.ts';
import { placeUnknown } from './unknown-commands.ts';

/**
 * The plan for a runtime image.
 * @throws SplitRefusal where the image cannot run the programs, or where it is not known what they need
 */
export function planPrograms(stage: ProgramStage, chosen: RuntimeChoice): Plan {
  const { input, files } = stage;
  const choice = withoutSteps(chosen);
  const noShell = hasNoShell(choice);
  const begin = stage.start.instructions[0]?.at ?? input.stage.from.at;
  if (hasNoShell(chosen) && stage.isIdle)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the file does not say which program is started in it.`,
      'start command',
      begin,
    );
  const tool = noShell ? stage.needs.tools[0] : undefined;
  if (tool !== undefined)
    throw new SplitRefusal(
      `The program starts \`${tool}\`, which \`${choice.image}\` does not have.`,
      'start command',
      begin,
    );
  const { accounts } = stage.needs;
  if (accounts !== undefined && choice.facts.id === 'scratch')
    throw new SplitRefusal(
      `The program asks for accounts with \`${accounts}\`, and an empty image has none.`,
      'start command',
      begin,
    );
  const script = stage.origins.find(({ kind }) => kind === 'script');
  if (hasNoShell(chosen) && script)
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, which \`${script.started.program.text}\` needs.`,
      'start command',
      script.started.program.at,
    );
  const gives = noShell || ownsNothing(stage);
  const last = lastOfBuild(stage, noShell, gives);
  const placement = placeFiles(stage, last);
  const health = choice.facts.packageManager === 'none' ? healthWithoutTools(stage, choice) : undefined;
  const basics = runtimeBasics(stage, choice);
  const runtimeAfter = new Map<Instruction, Piece[]>();
  const put = (at: Instruction, pieces: readonly Piece[]) => {
    if (pieces.length > 0) runtimeAfter.set(at, [...(runtimeAfter.get(at) ?? []), ...pieces]);
  };
  put(input.stage.from, [...basics.pieces, ...(health?.pieces ?? []), ...baseFolder(stage, choice)]);
  const owned = noShell ? ownedPaths(stage) : [];
  const there = [...placement.brought.values()].flat().map(({ path }) => path);
  for (const [at, brought] of placement.brought) put(at, copiesOf(stage, brought, owned, choice));
  // Without an account of its own the file leaves it to the runtime which one it is: that one gets the folders.
  if (gives) put(last, folderCopies(stage, choice, placement));
  const added = stage.addedBuild;
  const onlyTools = addsOnlyTools(stage);
  const plan = arrange({
    input,
    choice,
    steps: stage.steps,
    last,
    usedToBuild: (name) => stage.toolVariables.test(name),
    onlyToBuild: (name) =>
      name === 'PATH'
        ? onlyTools
        : stage.onlyToolVariables.test(name) && !isUsedLater(stage, last, choice, name),
    buildPackages: basics.buildPackages,
    libraries: basics.libraries,
    copy: (instruction) => placement.copies.get(instruction) ?? 'both',
    files(part: StepPart) {
      const at = stage.commands.get(part.command);
      if (at === undefined || noShell) return 'builder';
      if (gives && part.command.name === 'mkdir') return 'builder';
      return placeFileCommand(stage, at, there).place;
    },
    unknown: (part, instruction) => placeUnknown(stage, part, instruction),
    builderText: (instruction) => stage.builderTexts.get(instruction),
    ...(added && { after: new Map([[added.after, [added.piece]]]) }),
    runtimeAfter,
    artifacts: { at: last, pieces: programCopies(stage) },
    runtimeText: (instruction) =>
      stage.startTexts.get(instruction) ??
      health?.texts.get(instruction) ??
      intoFolder(stage, choice, instruction) ??
      withoutShow(stage, instruction, last),
    notes: [
      ...stage.notes,
      ...basics.notes,
      ...(health?.notes ?? []),
      ...notesOf(stage, placement, files, chosen),
    ],
  });
  return withBaseVariables(stage, choice, forItsPlatform(plan));
}

/** An image that runs as an account of its own and can install nothing takes no steps, shell or not. */
function withoutSteps(choice: RuntimeChoice): RuntimeChoice {
  const { facts } = choice;
  const takesNone = facts.packageManager === 'none' && facts.user?.uid !== 0;
  return takesNone ? { ...choice, facts: { ...facts, shell: false } } : choice;
}

/** The builder may run on the machine that builds and compile for another one, where the runtime runs. */
function forItsPlatform(plan: Plan): Plan {
  const [from, ...rest] = plan.runtime;
  if (from?.kind !== 'derived' || !/ --platform=\S*BUILDPLATFORM\S*/.test(from.text)) return plan;
  const text = from.text.replace(/ --platform=\S*BUILDPLATFORM\S*/, '');
  const why = `${from.why} It is for the platform that the program is built for.`;
  return { ...plan, runtime: [{ ...from, text, why }, ...rest] };
}

/** The last instruction that the builder needs. */
function lastOfBuild(stage: ProgramStage, noShell: boolean, gives: boolean): Instruction {
  let last = stage.addedBuild?.after;
  for (const [instruction, { parts }] of stage.steps) {
    const builds = parts.some(
      (part) =>
        part.kind === 'own' || part.kind === 'unknown' || (part.kind === 'files' && isBuild(stage, part)),
    );
    const makes = gives && parts.some((part) => makesFolders(stage, part));
    if ((builds || noShell || makes) && (last === undefined || instruction.at.start > last.at.start))
      last = instruction;
  }
  if (last === undefined)
    throw new SplitRefusal(
      'Nothing in this file builds a program.',
      'nothing to split',
      stage.input.stage.from.at,
    );
  return last;
}

function makesFolders(stage: ProgramStage, { command }: StepPart): boolean {
  const at = command.name === 'mkdir' ? stage.commands.get(command) : undefined;
  return at !== undefined && placeFileCommand(stage, at).folders.length > 0;
}

/** Of the commands that make files, those that touch what the builder has. */
function isBuild(stage: ProgramStage, part: StepPart): boolean {
  const at = stage.commands.get(part.command);
  if (at === undefined) return true;
  const { place, folders } = placeFileCommand(stage, at);
  return place === 'builder' && folders.length === 0;
}

/** A COPY of a file into a folder that only the builder makes: without a slash it would become a file of that name. */
function intoFolder(
  { input, files, isFolder }: ProgramStage,
  choice: RuntimeChoice,
  instruction: Instruction,
): { readonly text: string; readonly why: string } | undefined {
  const copy = readCopy(instruction);
  if (copy?.sources.length !== 1 || /(^|\/)\.?$/.test(copy.destination.value) || instruction.exec)
    return undefined;
  const target = resolvePath(copy.destination.value, files.directoryBefore(instruction));
  const [from] = files.copied.filter((one) => one.instruction === instruction);
  if (target === undefined || from?.isFolder === true || !isFolder(target)) return undefined;
  // What its account needs of it is said elsewhere.
  if (copy.chown && hasNoShell(choice)) return undefined;
  const { text } = input.model.dockerfile;
  const { start, end } = instruction.at;
  const place = copy.destination.at.end;
  return {
    text: `${text.slice(start, place)}/${text.slice(place, end)}`.replaceAll('\r\n', '\n'),
    why: `\`${target}\` is a folder, which no earlier step makes in this stage.`,
  };
}

/** A RUN after the build that only shows something. */
function withoutShow(
  stage: ProgramStage,
  instruction: Instruction,
  last: Instruction,
): { dropped: string } | undefined {
  const parts = stage.steps.get(instruction)?.parts;
  if (parts === undefined || instruction.at.start <= last.at.start) return undefined;
  const shows = parts.every(
    ({ kind, command }) => kind === 'setting' || (kind === 'files' && command.name === 'cat'),
  );
  return shows ? { dropped: 'It only shows something while the image is built.' } : undefined;
}
