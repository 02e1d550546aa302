// The commands that are left of a RUN for the runtime, in their own order.
import type { Arrangement } from './arrange.ts';
import { SplitRefusal } from './plan.ts';
import type { PackagesLeft } from './runtime-packages.ts';
import { commandText, type Step, type StepPart, textBetween } from './steps.ts';

/**
 * The commands of a RUN that are left of it, as text: those of a pipe stay together, and what says where or how they run (`cd`,
 * `export`) comes along. Packages are installed where the RUN installs them, so that a source that it adds before is there.
 * @param wanted files, accounts and other programs that are needed at run time
 * @throws SplitRefusal where the shell decides what runs, so that a part cannot be taken out
 */
export function commandsLeft(
  arrangement: Arrangement,
  step: Step,
  wanted: readonly StepPart[],
  packages: PackagesLeft,
  upgrades: readonly StepPart[],
): string[] {
  const { model } = arrangement.input;
  // What stands inside a substitution or a string comes with the command around it.
  const outer = step.parts.filter(({ command }) => command.command.depth === 0);
  const chosen = wanted.filter(({ command }) => command.command.depth === 0);
  const installs = new Installs(arrangement, step, packages, upgrades);
  const found: string[] = [];
  const waiting: string[] = [];
  for (let index = 0; index < outer.length; index++) {
    const part = outer[index]!;
    const { pipeline } = part.command.command;
    let end = index;
    while (pipeline !== undefined && outer[end + 1]?.command.command.pipeline === pipeline) end++;
    const group = outer.slice(index, end + 1);
    index = end;
    if (chosen.length > 0 && !simplyJoined(arrangement, outer, end))
      throw new SplitRefusal(
        'What this RUN does at run time depends on a condition in the shell.',
        'conditions in the shell',
        part.command.command.at,
      );
    if (part.request) {
      const left = installs.commands(part);
      if (left.length > 0) found.push(...waiting.splice(0), ...left);
      continue;
    }
    const text =
      group.length === 1
        ? (arrangement.partText?.(part) ?? commandText(model, part.command))
        : textBetween(model, part.command.command.at, group.at(-1)!.command.command.at);
    if (!group.some((one) => chosen.includes(one))) {
      if (part.kind === 'setting' && /^(cd|export|umask)$/.test(part.command.name ?? 'export'))
        waiting.push(text);
      // What a download leaves goes again where it came.
      else if (
        part.kind === 'cleaning' &&
        found.length > 0 &&
        !/\/var\/lib\/apt|\.cache/.test(text) &&
        !cleansBuilder(arrangement, part, step)
      )
        found.push(text);
      continue;
    }
    if (group.some((one) => !chosen.includes(one) && one.kind === 'own'))
      throw new SplitRefusal(
        'A pipe joins what builds and what is needed at run time.',
        'conditions in the shell',
        part.command.command.at,
      );
    found.push(...waiting.splice(0), text);
  }
  return [...found, ...installs.cleaning()];
}

/** It removes what is in the builder only, and fails where that is not. */
export function cleansBuilder(arrangement: Arrangement, part: StepPart, { instruction }: Step): boolean {
  if (part.kind !== 'cleaning' || part.command.args.some(({ text }) => /^-\w*f|^--force$/.test(text)))
    return false;
  return arrangement.files?.(part, instruction) === 'builder';
}

/** Whether nothing but `&&`, `;` and line ends stands between a command and the next one. */
function simplyJoined({ input }: Arrangement, parts: readonly StepPart[], index: number): boolean {
  const next = parts[index + 1];
  if (next === undefined) return true;
  const { text } = input.model.dockerfile;
  const between = text.slice(parts[index]!.command.command.at.end, next.command.command.at.start);
  const plain = between
    .split(/\r?\n/)
    .map((line, at) => (at > 0 && /^\s*#/.test(line) ? '' : line))
    .join(' ');
  return /^[\s\\`]*(&&|;)?[\s\\`]*$/.test(plain);
}

/** The calls of the package manager, as they are left, with the index that they need. */
class Installs {
  readonly #arrangement: Arrangement;
  readonly #packages: PackagesLeft;
  readonly #upgrades: readonly StepPart[];
  readonly #text: string;
  #hasIndex = false;
  #manager: string | undefined;

  constructor(
    arrangement: Arrangement,
    { instruction }: Step,
    packages: PackagesLeft,
    upgrades: readonly StepPart[],
  ) {
    this.#arrangement = arrangement;
    this.#packages = packages;
    this.#upgrades = upgrades;
    const { at } = instruction;
    this.#text = arrangement.input.model.dockerfile.text.slice(at.start, at.end);
  }

  commands(part: StepPart): string[] {
    const { manager, verb, withoutRecommends } = part.request!;
    // A source may have been added before: the next install fetches the index again.
    if (verb === 'update') this.#hasIndex = false;
    const names = this.#packages.byCommand.get(part) ?? [];
    const upgrades = this.#upgrades.includes(part);
    if (names.length === 0 && !upgrades) return [];
    this.#manager = manager;
    const fetch =
      manager === 'apt' && !this.#hasIndex
        ? ['apt-get update']
        : manager === 'apk' && upgrades && !this.#hasIndex
          ? ['apk update']
          : [];
    this.#hasIndex = true;
    if (upgrades) return [...fetch, commandText(this.#arrangement.input.model, part.command)];
    const listed = names.join(' ');
    if (manager === 'apk') return [`apk add --no-cache ${listed}`];
    if (manager === 'apt')
      return [...fetch, `apt-get install -y ${withoutRecommends ? '--no-install-recommends ' : ''}${listed}`];
    return [`${manager} install -y ${listed}`];
  }

  /** What the calls leave in the layer. */
  cleaning(): string[] {
    if (this.#manager === undefined || this.#manager === 'apk') return [];
    if (this.#manager !== 'apt') return [`${this.#manager} clean all`];
    const alone = this.#packages.names.length === 0;
    return alone || /\/var\/lib\/apt\/lists/.test(this.#text) ? ['rm -rf /var/lib/apt/lists/*'] : [];
  }
}
