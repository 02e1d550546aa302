// Folders that the container is known to write to.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { expand, normalisePath, shellValue } from './apply.ts';
import { absolute } from './artifacts.ts';
import { insideQuotes } from './container-start.ts';
import type { Model, Stage } from './model.ts';
import { covers } from './ownership.ts';

export interface WrittenFolder {
  readonly path: string;
  readonly at: Span;
  readonly instruction: Instruction;
  /** `is a volume`, `is made for data`. */
  readonly why: string;
}

/** Names of folders for what a program writes while it runs. */
const written = /^(data|db|database|logs?|uploads?|media|cache|spool|storage|sessions?|backups?|instance)$/;

const system = /^\/(proc|sys|dev|tmp|run|root|etc|bin|sbin|lib|home|usr|boot|var\/(tmp|run))(\/|$)/;

/** More come only from hostile files. */
const most = 100;

/** Volumes of such names, and folders that a step makes and nothing fills. Each once, in the order of the file. */
export function writtenFolders(model: Model, stage: Stage): readonly WrittenFolder[] {
  const found = new Map<string, WrittenFolder>();
  const add = (folder: WrittenFolder) => {
    if (
      found.size < most &&
      !system.test(folder.path) &&
      folder.path !== '/' &&
      /^[\w./@+-]+$/.test(folder.path) &&
      !found.has(folder.path)
    )
      found.set(folder.path, folder);
  };
  for (const [path, instruction] of stage.end.volumes) {
    const isOne = path.split('/').some((part) => written.test(part)) || /^\/var\/(lib|log)\//.test(path);
    if (instruction.stage !== stage.index || !path.startsWith('/') || !isOne) continue;
    const items = instruction.exec?.items.map((item) => ({ value: item.value, at: insideQuotes(item) }));
    const words = items ?? instruction.words;
    const word = words.find((each) => each.value.startsWith(path)) ?? words[0];
    add({ path: normalisePath(path), at: word?.at ?? instruction.head, instruction, why: 'is a volume' });
  }
  let budget = 500;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || !/\bmkdir\b/.test(instruction.body.text) || --budget < 0) continue;
    for (const { command, before } of model.commandSteps(instruction)) {
      if (command.name !== 'mkdir' || !command.command.reached) continue;
      for (const word of command.args) {
        const path = word.text.startsWith('-')
          ? undefined
          : absolute(shellValue(word, before, model), before.workdir);
        const last = path?.slice(path.lastIndexOf('/') + 1) ?? '';
        if (path !== undefined && written.test(last))
          add({ path, at: word.at, instruction, why: 'is made empty' });
      }
    }
  }
  const filled = copyTargets(model, stage);
  return [...found.values()].filter(
    ({ path, why }) => why === 'is a volume' || !filled.some((target) => covers(path, target)),
  );
}

/** Where COPY and ADD of a stage put things, as far as that is known. */
export function copyTargets(model: Model, stage: Stage): readonly string[] {
  return stage.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    if (!copy) return [];
    const before = model.before(instruction);
    return absolute(expand(copy.destination.raw, before, model), before.workdir) ?? [];
  });
}
