// The commands of a stage that name a file from the network, and those that check one.
import type { Instruction } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { verifies } from './downloads.ts';
import { pathTokens } from './path-tokens.ts';
import { isCheckName } from './remote-use.ts';

/** A command of the stage in order. */
export interface Step {
  readonly command: PlainCommand;
  readonly instruction: Instruction;
  readonly index: number;
}

/** Which commands of a stage name a file. */
export class Mentions {
  readonly #byName = new Map<string, Step[]>();
  readonly #checks = new Map<string, Step[]>();
  /** Checks whose list of files is not seen here. */
  readonly #lists: Step[] = [];

  constructor(steps: readonly Step[]) {
    for (const step of steps) {
      if (checksList(step.command)) this.#lists.push(step);
      const checks = verifies(step.command) || announcesCheck(step.command);
      const { args, word, command } = step.command;
      const targets = command.redirects.flatMap(({ operator, target }) =>
        target && operator.startsWith('<') ? [target] : [],
      );
      for (const { text } of [...(word ? [word] : []), ...args, ...targets])
        for (const token of pathTokens(text)) {
          add(this.#byName, token, step);
          if (checks) add(this.#checks, token, step);
        }
    }
  }

  /** The first commands after this place that name the file, or `*` with its ending. */
  after(name: string, index: number): PlainCommand[] {
    const dot = name.lastIndexOf('.');
    const names = dot > 0 ? [name, `*${name.slice(dot)}`] : [name];
    return names.flatMap((each) => {
      const list = this.#byName.get(each) ?? [];
      const start = firstFrom(list, index + 1);
      return list.slice(start, start + 12).map(({ command }) => command);
    });
  }

  /** A command from the step `from` on, and before the offset `end`, checks it by name, or checks a list of files. */
  verified(name: string, from: number, end: number): boolean {
    const list = this.#lists[firstFrom(this.#lists, from)];
    if (list && list.command.command.at.start < end) return true;
    const named = this.#checks.get(name) ?? [];
    const check = named[firstFrom(named, from)];
    return check !== undefined && check.command.command.at.start < end;
  }
}

/** `sha256sum -c FILE`, `verify.sh`: which files it checks is not seen. */
function checksList(command: PlainCommand): boolean {
  const { name = '', command: shell } = command;
  if (!verifies(command) || shell.pipeline !== undefined || shell.depth > 0) return false;
  return /sum$|verif|checksum/i.test(name);
}

/** `echo "HASH  NAME" | sha256sum -c`: the name stands in the first command. */
function announcesCheck({ name, command }: PlainCommand): boolean {
  return (name === 'echo' || name === 'printf') && command.pipeline !== undefined;
}

function add(index: Map<string, Step[]>, name: string, step: Step): void {
  const list = index.get(name);
  if (!list) index.set(name, [step]);
  else if (list.at(-1) !== step) list.push(step);
}

function firstFrom(list: readonly Step[], index: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The checks of one RUN: which file each speaks of, as far as that can be told. */
export class Checks {
  /** Index of the last check that names no file of this RUN: it may check any. */
  #general = -1;
  readonly #byName = new Map<string, number>();

  constructor(own: readonly Step[], names: ReadonlySet<string>) {
    const piped = new Map<number, PlainCommand[]>();
    for (const { command } of own) {
      const { pipeline } = command.command;
      if (pipeline !== undefined) piped.set(pipeline, [...(piped.get(pipeline)?.slice(-8) ?? []), command]);
    }
    for (const { command, index } of own) {
      if (!verifies(command)) continue;
      if (checksList(command)) {
        this.#general = index;
        continue;
      }
      const { pipeline } = command.command;
      let named = false;
      for (const each of pipeline === undefined ? [command] : (piped.get(pipeline) ?? [command])) {
        const targets = each.command.redirects.flatMap(({ target }) => target ?? []);
        for (const { text } of [...each.args, ...targets]) {
          for (const token of pathTokens(text)) {
            if (!names.has(token) || isCheckName(token)) continue;
            named = true;
            this.#byName.set(token, index);
          }
        }
      }
      if (!named) this.#general = index;
    }
  }

  covers(name: string, index: number): boolean {
    return this.#general > index || (this.#byName.get(name) ?? -1) > index;
  }
}
