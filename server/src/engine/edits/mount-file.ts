// Mounts a secret file for the steps that read it, in place of a copy in a layer.
import type { Edit } from '../define-rule.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model, Stage } from '../model/model.ts';
import { readCopy, readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { mayReadEnvironment } from './environment-readers.ts';
import { removeCommand } from './remove-command.ts';
import { addSecretMount, secretId } from './secret-mounts.ts';

/** A secret file of a stage. */
export interface StageFile {
  readonly stage: Stage;
  /** Brings it into the image; itself among the steps where it is a RUN. */
  readonly by: Instruction;
  /** Absolute. */
  readonly target: string;
}

/** The steps that are given the file, and what has to be changed for it. */
export interface MountedFile {
  readonly edits: readonly Edit[];
  readonly steps: number;
  /** For `--secret id=…`. */
  readonly id: string;
}

/** These read what they are given. */
const reads =
  /^(cat|source|\.|test|\[|ls|head|tail|grep|npm|yarn|pnpm|pip3?|git|ssh|ssh-add|curl|wget|python3?|node|openssl|export)$/;

/**
 * @param folder what the build context calls it, where it is a folder: secrets are files, so that it is bound from the context
 * @param isReader whether a RUN may read the file; the default holds for what any program may read
 * @returns a reason where the file cannot be mounted instead
 */
export function mountFile(
  model: Model,
  file: StageFile,
  folder?: string,
  isReader: (run: Instruction) => boolean = (run) => mayReadEnvironment(model, run),
): MountedFile | string {
  const { by, stage, target } = file;
  const name = lastPart(target);
  const id = secretId(name);
  const edits: Edit[] = [];
  let steps = 0;
  if (/[\s,"'$]/.test(target)) return 'Its path cannot be written into a mount.';
  const takers = model.stages.some(({ instructions }) =>
    instructions.some((other) => {
      const copy = readCopy(other);
      return copy?.from !== undefined && copy.sources.some(({ value }) => value.endsWith(name));
    }),
  );
  if (takers) return 'Another stage copies it.';
  for (const run of stepsBehind(model, stage, by)) {
    const changed = withoutChanges(model, run, file, folder !== undefined);
    if (typeof changed === 'string') return changed;
    edits.push(...changed.edits);
    if (changed.gone || !(changed.named || isReader(run))) continue;
    if (folder !== undefined && readMounts(run).some((mount) => mount.target === target))
      return 'A step mounts something there already.';
    const at = run.keywordAt.end;
    const edit =
      folder === undefined
        ? addSecretMount(run, { id, target, forAll: model.before(run).runsAsRoot !== true })
        : { start: at, end: at, text: ` --mount=type=bind,source=${folder},target=${target},rw` };
    if (!edit) return 'A step mounts something there already.';
    edits.push(edit);
    steps++;
  }
  return { edits, steps, id };
}

/** The RUNs that have what an instruction brings: those behind it in the stage and in the stages built on it, and itself. */
function* stepsBehind(model: Model, stage: Stage, by: Instruction): Iterable<Instruction> {
  const has = new Set([stage]);
  for (const each of model.stages) {
    if (each.base.kind === 'stage' && has.has(each.base.stage)) has.add(each);
    if (!has.has(each)) continue;
    for (const other of each.instructions)
      if (other.keyword === 'RUN' && (each !== stage || other.at.start >= by.at.start)) yield other;
  }
}

/** Without the commands that remove the file or change its mode; they fail on a mount. */
function withoutChanges(
  model: Model,
  run: Instruction,
  { by, target }: StageFile,
  isFolder: boolean,
): { edits: Edit[]; named: boolean; gone: boolean } | string {
  const name = lastPart(target);
  const edits: Edit[] = [];
  let named = false;
  const commands = commandsOf(model, run);
  for (const command of commands) {
    const words = command.args.filter(({ text }) => lastPart(text) === name);
    const redirected = command.command.redirects.some(({ target: to }) => lastPart(to?.text ?? '') === name);
    if (words.length === 0 && !redirected) continue;
    const others = command.args.filter((word) => !word.text.startsWith('-') && !words.includes(word));
    const removes = /^(rm|unlink|shred)$/.test(command.name ?? '') && others.length === 0;
    const changes = /^(chmod|chown)$/.test(command.name ?? '') && others.length === 1 && words.length === 1;
    const writes = redirected && run === by;
    if (removes || changes || writes) {
      const edit = removeCommand(model, run, command);
      if (!edit) return `\`${command.name}\` cannot be taken out of the step by itself.`;
      edits.push(edit);
    } else if (redirected || (!reads.test(command.name ?? '') && !isFolder)) {
      return `\`${(command.name ?? 'a command').slice(0, 40)}\` may change the file, which a mount does not allow.`;
    } else named = true;
  }
  const sorted = [...edits].sort((one, other) => one.start - other.start);
  if (sorted.some((edit, index) => index > 0 && edit.start <= sorted[index - 1]!.end))
    return 'The commands that remove the file stand too close together.';
  const gone = edits.some(({ start, end }) => start <= run.at.start && run.at.end <= end);
  return { edits, named, gone };
}
