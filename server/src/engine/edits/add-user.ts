// Where a USER belongs in a stage, and which paths its process is known to write.
import type { Edit } from '../define-rule.ts';
import { normalisePath, shellValue } from '../model/apply.ts';
import type { Model, Stage } from '../model/model.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { insertAboveComments, insertAfter } from './insert.ts';

/** Instructions whose effect depends on the user in force. */
const needsRoot: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** Directory names that programs write to while they run. */
const writtenName =
  /^(data|db|database|logs?|uploads?|media|cache|tmp|temp|run|spool|state|storage|sessions?|backups?|instance)$/;

/** Directories that everybody may write, or that belong to the system and not to the program. */
const foreign =
  /^\/(proc|sys|dev|tmp|run|root|etc|bin|sbin|lib|usr\/(bin|sbin|lib|include|share|src)|var\/(tmp|cache|run|lib\/apt|lib\/dpkg))(\/|$)/;

/** No step of the build after this instruction depends on the user. */
export function nothingNeedsRootAfter(stage: Stage, instruction: Instruction): boolean {
  return !stage.instructions.some(
    (other) => other.at.start > instruction.at.start && needsRoot.has(other.keyword),
  );
}

/** Adds lines (without line breaks at the ends) after the last instruction that needs root and before CMD. */
export function insertBeforeCommand(model: Model, stage: Stage, lines: readonly string[]): Edit {
  const { dockerfile } = model;
  const lineBreak = lineBreakOf(dockerfile.text);
  const text = lines.map((line) => line + lineBreak).join('');
  const last = stage.instructions.findLast((instruction) => needsRoot.has(instruction.keyword));
  const from = last ? stage.instructions.indexOf(last) + 1 : 0;
  const command = stage.instructions
    .slice(from)
    .find((instruction) => instruction.keyword === 'CMD' || instruction.keyword === 'ENTRYPOINT');
  if (command) return insertAboveComments(dockerfile, command, text);
  return insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, text);
}

const written = new WeakMap<Stage, readonly string[]>();

/** Absolute paths the stage's process is known to write: volumes, and directories made for data, logs, uploads and the like. */
export function writtenPaths(model: Model, stage: Stage): readonly string[] {
  let known = written.get(stage);
  if (known === undefined) {
    known = findWrittenPaths(model, stage);
    written.set(stage, known);
  }
  return known;
}

function findWrittenPaths(model: Model, stage: Stage): string[] {
  const paths = new Set<string>();
  for (const [path, by] of stage.end.volumes)
    if (by.stage === stage.index && path.startsWith('/')) paths.add(normalisePath(path));
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const { command, before } of model.commandSteps(instruction)) {
      if (command.name !== 'mkdir') continue;
      for (const word of command.args) {
        const value = shellValue(word, before, model);
        if (value === undefined || value.startsWith('-')) continue;
        const absolute = value.startsWith('/')
          ? value
          : before.workdir === undefined
            ? undefined
            : `${before.workdir}/${value}`;
        const path = absolute === undefined ? '' : normalisePath(absolute);
        if (path.split('/').some((part) => writtenName.test(part))) paths.add(path);
      }
    }
  }
  return [...paths].filter((path) => /^[\w./@+-]+$/.test(path) && path !== '/' && !foreign.test(path)).sort();
}

/**
 * Gives what COPY and ADD of the stage bring to the account: `--chown` where none is given.
 * @param numbers of the same account, which `--link` needs; undefined where they are not known
 * @returns undefined where one of them cannot be given to it
 */
export function chownCopies(stage: Stage, owner: string, numbers: string | undefined): Edit[] | undefined {
  const edits: Edit[] = [];
  for (const instruction of stage.instructions) {
    const copy = readCopy(instruction);
    if (!copy || copy.chown) continue;
    const at = instruction.keywordAt.end;
    const who = isLinked(instruction) ? numbers : owner;
    if (who === undefined) return undefined;
    edits.push({ start: at, end: at, text: ` --chown=${who}` });
  }
  return edits;
}

/** A linked layer stands on its own: it has no /etc/passwd that a name could be looked up in, and BuildKit refuses one. */
export function isLinked({ flags }: Instruction): boolean {
  return flags.some(({ name, value }) => name === 'link' && value?.toLowerCase() !== 'false');
}
