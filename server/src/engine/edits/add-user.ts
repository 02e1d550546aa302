// Where a USER belongs in a stage, and which paths its process is known to write.
import type { Edit } from '../define-rule.ts';
import { expand, normalisePath } from '../model/apply.ts';
import { plain } from '../model/apply-run.ts';
import type { Model, Stage } from '../model/model.ts';
import { readCopy } from '../parse/arguments.ts';
import { readShellScripts } from '../parse/shell.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from './create-user.ts';
import { insertAboveComments, insertAfter } from './insert.ts';

/** Instructions whose effect depends on the user in force. */
const needsRoot: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** Directory names that programs write to while they run. */
const writtenName = /^(data|db|database|logs?|uploads?|media|cache|tmp|temp|run|spool|state|storage|sessions?|backups?|instance)$/;

/** The last instruction of a stage that needs root; undefined when none does. */
export function lastRootInstruction(stage: Stage): Instruction | undefined {
  return stage.instructions.findLast((instruction) => needsRoot.has(instruction.keyword));
}

/** Adds lines (without line breaks at the ends) after the last instruction that needs root and before CMD. */
export function insertBeforeCommand(model: Model, stage: Stage, lines: readonly string[]): Edit {
  const { dockerfile } = model;
  const lineBreak = lineBreakOf(dockerfile.text);
  const text = lines.map((line) => line + lineBreak).join('');
  const last = lastRootInstruction(stage);
  const from = last ? stage.instructions.indexOf(last) + 1 : 0;
  const command = stage.instructions.slice(from).find((instruction) => instruction.keyword === 'CMD' || instruction.keyword === 'ENTRYPOINT');
  if (command) return insertAboveComments(dockerfile, command, text);
  return insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, text);
}

/** Absolute paths the stage's process is known to write: volumes, and directories made for data, logs, uploads and the like. */
export function writtenPaths(model: Model, stage: Stage): string[] {
  const paths = new Set<string>();
  for (const [path, by] of stage.end.volumes) {
    if (path.startsWith('/') && !path.includes('$') && by.stage === stage.index) paths.add(normalisePath(path));
  }
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const state = model.before(instruction);
    for (const script of readShellScripts(instruction, { posix: true })) {
      for (const command of script.commands) {
        const { name, args } = plain(command);
        if (name !== 'mkdir') continue;
        for (const word of args) {
          const value = word.value ?? expand(word.text, state, model);
          if (value === undefined || value.startsWith('-') || /[\s'"`$*?[{(;&|<>\\]/.test(value)) continue;
          const absolute = value.startsWith('/') ? value : state.workdir === undefined ? undefined : `${state.workdir}/${value}`;
          if (absolute === undefined) continue;
          const path = normalisePath(absolute);
          if (path.split('/').some((part) => writtenName.test(part)) && !/^\/(proc|sys|dev|tmp|var\/tmp|var\/cache|var\/lib\/apt|root)(\/|$)/.test(path)) paths.add(path);
        }
      }
    }
  }
  return [...paths].filter((path) => /^[\w./@+-]+$/.test(path) && path !== '/').sort();
}

/** Gives what COPY and ADD of the stage bring to the account: `--chown` where none is given. */
export function chownCopies(stage: Stage, owner: string): Edit[] {
  const edits: Edit[] = [];
  for (const instruction of stage.instructions) {
    const copy = readCopy(instruction);
    if (!copy || copy.chown) continue;
    const at = instruction.keywordAt.end;
    edits.push({ start: at, end: at, text: ` --chown=${owner}` });
  }
  return edits;
}
