// Where git writes the URLs it is given, and what takes them out again.
import type { Instruction, Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import type { Model } from './model.ts';

/** The git command that writes the URL into a file of the layer, where nothing later in the RUN takes it out. */
export function keptByGit(
  model: Model,
  instruction: Instruction,
  at: Span,
): { command: string; file: string } | undefined {
  const commands = commandsOf(model, instruction);
  const index = commands.findIndex(
    ({ name, command }) => name === 'git' && command.at.start <= at.start && at.end <= command.at.end,
  );
  const git = commands[index];
  if (!git) return undefined;
  const words = git.args.map(({ text }) => text);
  const verb = words.find((word) => /^(clone|config|remote|submodule)$/.test(word));
  if (
    verb === undefined ||
    (verb === 'remote' && !words.some((word) => word === 'add' || word === 'set-url'))
  )
    return undefined;
  if (verb === 'config' && words.some((word) => /^--(unset|remove-section|get)/.test(word))) return undefined;
  const folder = verb === 'clone' ? cloneFolder(words) : undefined;
  const undone = lastUndoing(instruction, commands) > index;
  // A clone into /tmp, or one that a later command moves, may be gone too; what cannot be told is let be.
  if (undone || folder?.startsWith('$') || words.includes('--bare')) return undefined;
  const global = words.includes('--global') || words.includes('--system');
  return {
    command: `git ${verb}`,
    file: verb === 'config' && global ? 'the configuration of git' : '`.git/config`',
  };
}

/** Folders that hold no clone: what a RUN tidies up at its end. */
const elsewhere = /^\/(var\/(lib|cache|log)|root\/\.(cache|npm)|usr\/share)\//;

const undoing = new WeakMap<Instruction, number>();

/** The last command of a RUN that takes a URL out of git's files, or files away; -1 for none. */
function lastUndoing(instruction: Instruction, commands: readonly PlainCommand[]): number {
  const known = undoing.get(instruction);
  if (known !== undefined) return known;
  const last = commands.findLastIndex(({ name, args }) => {
    if (name === 'find') return true;
    if (name === 'rm') return args.some(({ text }) => !text.startsWith('-') && !elsewhere.test(text));
    if (name === 'mv') return args.some(({ text }) => text.includes('.git'));
    return (
      name === 'git' &&
      args.some(({ text }) => /^(set-url|--unset(-all)?|--remove-section|rename|rm|remove)$/.test(text))
    );
  });
  undoing.set(instruction, last);
  return last;
}

/** The folder that `git clone` makes; undefined where it is not known. @param words the arguments of git */
export function cloneFolder(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word.includes('://'));
  return words.slice(at + 1).find((word) => !word.startsWith('-'));
}
