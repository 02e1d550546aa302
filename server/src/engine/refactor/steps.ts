// What each command of a RUN is for: packages of the distribution, accounts, files, cleaning, or the language's own work.
import { accountPrograms } from '../model/account-commands.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import { type PackageRequest, readPackageRequest } from '../model/packages.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { SplitRefusal } from './plan.ts';

/**
 * `own`: the language's (an install, a build). `packages`: the distribution's. `account`: a user or group. `files`: makes, moves or
 * changes files. `cleaning`: removes what a build leaves. `setting`: changes only how the script itself runs. `unknown`: anything else.
 */
export type PartKind = 'own' | 'packages' | 'account' | 'files' | 'cleaning' | 'setting' | 'unknown';

export interface StepPart {
  readonly kind: PartKind;
  readonly command: PlainCommand;
  /** For `packages`. */
  readonly request?: PackageRequest;
}

/** A RUN, read. */
export interface Step {
  readonly instruction: Instruction;
  readonly parts: readonly StepPart[];
}

/** Commands that change files and nothing else. */
const fileCommands = new Set(
  'cp mv ln mkdir touch chmod chown chgrp install sed truncate tar unzip gunzip ldconfig setcap tee cat dos2unix'.split(
    ' ',
  ),
);

const cleaningCommands = new Set('rm rmdir find'.split(' '));

const settingCommands = new Set(
  'set cd export unset true : echo printf test [ [[ ls pwd umask shopt which command type env id whoami date exit sleep uname arch ldd'.split(
    ' ',
  ),
);

/**
 * Reads a RUN.
 * @param own tells the language's own commands
 * @throws SplitRefusal where the RUN cannot be read as commands of a shell
 */
export function readStep(
  model: Model,
  instruction: Instruction,
  own: (command: PlainCommand) => boolean,
): Step {
  const commands = commandsOf(model, instruction);
  if (commands.length === 0)
    throw new SplitRefusal(
      'This RUN cannot be read as commands of a shell.',
      'step of unknown purpose',
      instruction.at,
    );
  return { instruction, parts: commands.map((command) => readPart(command, own)) };
}

function readPart(command: PlainCommand, own: (command: PlainCommand) => boolean): StepPart {
  if (own(command)) return { kind: 'own', command };
  const request = readPackageRequest(command);
  if (request) return { kind: 'packages', command, request };
  const { name } = command;
  // A bare assignment, or what a substitution starts.
  if (command.command.name === undefined) return { kind: 'setting', command };
  if (name === undefined) return { kind: 'unknown', command };
  if (accountPrograms.has(name)) return { kind: 'account', command };
  const writes = command.command.redirects.some(
    ({ operator, target }) => operator.includes('>') && !/^(\/dev\/|&?\d$)/.test(target?.text ?? ''),
  );
  if (writes)
    return { kind: fileCommands.has(name) || settingCommands.has(name) ? 'files' : 'unknown', command };
  if (fileCommands.has(name)) return { kind: 'files', command };
  if (cleaningCommands.has(name)) return { kind: 'cleaning', command };
  if (settingCommands.has(name)) return { kind: 'setting', command };
  return { kind: 'unknown', command };
}

/** The RUNs of a stage, read. @throws SplitRefusal as `readStep` */
export function readSteps(
  model: Model,
  instructions: readonly Instruction[],
  own: (command: PlainCommand) => boolean,
): Map<Instruction, Step> {
  const steps = new Map<Instruction, Step>();
  for (const instruction of instructions)
    if (instruction.keyword === 'RUN') steps.set(instruction, readStep(model, instruction, own));
  return steps;
}

export const has = (step: Step | undefined, kind: PartKind): boolean =>
  step?.parts.some((part) => part.kind === kind) === true;

/** A script of the project whose work is not known. @param text the call as the file writes it */
export function unknownScript(text: string, at: Span): SplitRefusal {
  return new SplitRefusal(
    `What \`${text.slice(0, 60)}\` does is not known, and so neither which stage needs it.`,
    'script of the project',
    at,
  );
}

/** A command as the file writes it, over one line: continuation marks and the blanks around them become one blank. */
export function commandText(model: Model, command: PlainCommand): string {
  return textBetween(model, command.command.at, command.command.at);
}

/** The commands from one to another, with what joins them, likewise. */
export function textBetween(model: Model, first: Span, last: Span): string {
  const { text, escape: mark } = model.dockerfile;
  const lines = text.slice(first.start, last.end).split(/\r?\n/);
  return lines
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => {
      const trimmed = line.trim();
      return trimmed.endsWith(mark) ? trimmed.slice(0, -1).trimEnd() : trimmed;
    })
    .filter((line) => line !== '')
    .join(' ');
}
