// Who owns a path of the image, as far as the file's instructions decide it.
import { readCopy, readWorkdir } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { accountPrograms } from './accounts.ts';
import { expand, shellValue } from './apply.ts';
import { type PlainCommand, scriptsOf } from './apply-run.ts';
import { absolute } from './artifacts.ts';
import { harmless, languageTools } from './known-commands.ts';
import type { Model, Stage } from './model.ts';
import { readPackageRequest } from './packages.ts';
import type { ImageState } from './state.ts';

/** `root`: only root may write there. `other`: another account may. */
export type Ownership = 'root' | 'other' | 'unknown';

/**
 * Who may write to a folder at the end of a stage. A folder that nothing makes is made as root's when the container starts
 * (VOLUME), and counts as root's.
 * @param path absolute and normalised
 */
export function ownershipOf(model: Model, stage: Stage, path: string): Ownership {
  const chain: Stage[] = [];
  for (let at: Stage | undefined = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) {
    chain.push(at);
    if (chain.length > 50) return 'unknown';
  }
  let owner = inImage(chain.at(-1)!, path);
  for (const each of chain.toReversed()) {
    for (const instruction of each.instructions) owner = afterInstruction(model, instruction, path, owner);
  }
  return owner;
}

/** Images that are made to be built upon have nothing of their own that is not root's, but for homes. */
function inImage({ base, start }: Stage, path: string): Ownership {
  if (base.kind === 'scratch') return 'root';
  const { facts } = start;
  if (base.kind !== 'image' || facts === undefined || path.startsWith('/home/')) return 'unknown';
  const plain =
    facts.role === 'base' ||
    facts.role === 'runtime' ||
    facts.role === 'builder' ||
    facts.role === 'toolchain-runtime';
  if (!plain || facts.runsAs === path.slice(1)) return 'unknown';
  return facts.workdir !== undefined && facts.workdir !== '/' && covers(facts.workdir, path)
    ? 'unknown'
    : 'root';
}

function afterInstruction(model: Model, instruction: Instruction, path: string, owner: Ownership): Ownership {
  const before = model.before(instruction);
  switch (instruction.keyword) {
    case 'WORKDIR': {
      const word = readWorkdir(instruction);
      const made = absolute(word && expand(word.raw, before, model), before.workdir);
      // BuildKit makes it for the user in force.
      return made !== undefined && covers(path, made) && before.runsAsRoot !== true ? 'unknown' : owner;
    }
    case 'COPY':
    case 'ADD': {
      const copy = readCopy(instruction);
      const destination = copy && absolute(expand(copy.destination.raw, before, model), before.workdir);
      if (!copy || destination === undefined) return 'unknown';
      if (!covers(destination, path) && !covers(path, destination)) return owner;
      const archive =
        instruction.keyword === 'ADD' && copy.sources.some(({ value }) => /\.(tar|t[gxb]z)/.test(value));
      if (archive || copy.chmod !== undefined) return 'unknown';
      if (copy.chown === undefined || /^(root|0+)(:|$)/.test(copy.chown.value ?? '')) return owner;
      // With what is copied, or without: the folder itself may be among it.
      return destination === path ? 'other' : 'unknown';
    }
    case 'RUN':
      return afterRun(model, instruction, path, owner);
    default:
      return owner;
  }
}

function afterRun(model: Model, instruction: Instruction, path: string, given: Ownership): Ownership {
  if (scriptsOf(instruction, model.before(instruction)).some((script) => script.incomplete)) return 'unknown';
  const steps = model.commandSteps(instruction);
  if (steps.length === 0) return 'unknown';
  let owner = given;
  for (const { command, before } of steps) {
    const after = afterCommand(model, command, before, path, owner);
    // What may not have run leaves it open.
    owner = after !== owner && !command.command.reached ? 'unknown' : after;
  }
  return owner;
}

function afterCommand(
  model: Model,
  command: PlainCommand,
  before: ImageState,
  path: string,
  owner: Ownership,
): Ownership {
  const { name, args } = command;
  if (command.command.name === undefined) return owner;
  if (name === undefined) return 'unknown';
  const place = (word: ShellWord) => absolute(shellValue(word, before, model), before.workdir);
  const touches = (word: ShellWord): boolean => {
    const at = word.text.startsWith('-') ? '' : place(word);
    return at === undefined || (at !== '' && (covers(at, path) || covers(path, at)));
  };
  const words = args.filter((word) => !word.text.startsWith('-'));
  switch (name) {
    case 'chown':
    case 'chgrp':
    case 'setfacl':
    case 'chmod': {
      const [spec, ...targets] = words;
      if (!targets.some(touches)) return owner;
      if (name !== 'chown' || spec?.value === undefined) return 'unknown';
      const exact = targets.some((word) => place(word) === path);
      const recursive = args.some((word) => /^-[a-zA-Z]*R|^--recursive/.test(word.text));
      const under = recursive && targets.some((word) => covers(place(word) ?? '', path));
      if (!exact && !under)
        return targets.every((word) => covers(place(word) ?? '', path)) ? owner : 'unknown';
      return /^(root|0+)?(:|$)/.test(spec.value) ? 'unknown' : 'other';
    }
    case 'mkdir':
    case 'install':
      if (!words.some(touches)) return owner;
      if (before.runsAsRoot !== true || name === 'install') return 'unknown';
      return args.some((word) => /^(-[a-z]*m|--mode)/.test(word.text)) ? 'unknown' : owner;
    case 'cd':
    case 'rm':
    case 'ls':
    case 'echo':
    case 'printf':
    case 'cat':
    case 'test':
    case '[':
      return owner;
  }
  if (readPackageRequest(command))
    return path.startsWith('/var/') || path.startsWith('/srv/') ? 'unknown' : owner;
  if (accountPrograms.has(name)) return args.some(touches) ? 'unknown' : owner;
  if (languageTools.has(name) || harmless.has(name) || ordinary.has(name))
    return args.some((word) => word.text.startsWith('/') && touches(word)) ? 'unknown' : owner;
  return 'unknown';
}

const ordinary: ReadonlySet<string> = new Set(['cp', 'mv', 'ln', 'curl', 'wget', 'tee', 'unzip']);

/** `path` is the folder, or lies below it. */
export function covers(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
