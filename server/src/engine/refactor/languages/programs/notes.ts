// What the user has to look at in a split of a compiled program.
import { readExpose } from '../../../parse/arguments.ts';
import { lastPart } from '../../../text/paths.ts';
import { hasNoShell } from '../../carry.ts';
import type { RuntimeChoice } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import { parentOf } from './outputs.ts';
import type { Placement } from './placement.ts';
import type { ProgramStage } from './program-stage.ts';

/** One sentence or two each. */
export function notesOf(
  { input, isIdle }: ProgramStage,
  { unknown, guessed, brought }: Placement,
  files: StageFiles,
  choice: RuntimeChoice,
): string[] {
  const notes: string[] = [];
  if (isIdle)
    notes.push(
      'The file does not say which program is started: the programs lie where they are built, but neither the sources nor the toolchain are in the runtime image.',
    );
  if (guessed.length > 0)
    notes.push(
      `Which files the program reads when it runs cannot be seen in the Dockerfile: ${listed(guessed)} ${guessed.length === 1 ? 'goes' : 'go'} with it, the other files of the project do not.`,
    );
  else if (unknown)
    notes.push(
      `Which files the program reads when it runs cannot be seen in the Dockerfile: none of ${files.directory ? `\`${files.directory}\`` : 'its folder'} but the program is copied. Add what it reads, such as templates, settings or migrations.`,
    );
  const data = [...brought.values()]
    .flat()
    .find(({ path, isFolder }) => !isFolder && /\.(db|sqlite3?)$/.test(path));
  if (data && (hasNoShell(choice) || parentOf(data.path) === '/'))
    notes.push(
      `\`${lastPart(data.path)}\` is a database: what writes it makes files beside it, and \`${parentOf(data.path)}\` belongs to root. Keep it in a volume.`,
    );
  if (choice.kind === 'chainguard')
    notes.push(`\`${choice.image}\` moves to the next release by itself: pin its digest.`);
  const low = input.stage.instructions
    .flatMap((instruction) => readExpose(instruction))
    .find(({ port }) => /^\d+$/.test(port) && Number(port) < 1024);
  if (low && hasNoShell(choice))
    notes.push(
      `Port ${low.port} is below 1024: Docker lets every account listen there, other platforms may not.`,
    );
  return notes;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 8).map((path) => `\`${path}\``);
  const rest = paths.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}
