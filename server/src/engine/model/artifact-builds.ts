// Which commands of a RUN build, move and remove artifacts.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { buildsOf } from './artifact-languages.ts';
import { type Artifact, absolute } from './artifacts.ts';
import type { Model, Stage } from './model.ts';
import type { ImageState } from './state.ts';

/** What a build needs to know of the command and of where it runs. */
export interface BuildStep {
  readonly model: Model;
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly command: PlainCommand;
  readonly before: ImageState;
  /** A variable of the command's environment: its text, undefined where it is not set, null where it is not known. */
  variable(name: string): string | undefined | null;
  /** A word as an absolute path; undefined where it is not known. */
  path(word: ShellWord | string | undefined): string | undefined;
}

const relevant =
  /\b(venv|virtualenv|uv|pip3?|poetry|npm|yarn|pnpm|go|cargo|dotnet|gcc|g\+\+|cc|clang|javac|cp|mv|install|rm)\b/;

/** The artifacts after a RUN. */
export function builtBy(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  artifacts: readonly Artifact[],
): readonly Artifact[] {
  if (!relevant.test(instruction.body.text) && instruction.heredocs.length === 0) return artifacts;
  const exported = new Map<string, string | null>();
  let result = artifacts;
  for (const { command, before } of model.commandSteps(instruction)) {
    for (const { name, value } of command.command.assignments)
      if (command.name === undefined) exported.set(name, value ?? null);
    if (command.name === 'export') readExports(command, exported);
    if (!command.command.reached || command.name === undefined) continue;
    const step = stepOf(model, stage, instruction, command, before, exported);
    if (command.name === 'rm') result = removed(result, step);
    else if (command.name === 'cp' || command.name === 'mv' || command.name === 'install')
      result = moved(result, step);
    else result = buildsOf(step, result);
  }
  return result;
}

function readExports({ args }: PlainCommand, exported: Map<string, string | null>): void {
  for (const word of args) {
    const equals = word.text.indexOf('=');
    if (equals > 0)
      exported.set(
        word.text.slice(0, equals),
        word.value === undefined ? null : word.value.slice(equals + 1),
      );
  }
}

function stepOf(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  command: PlainCommand,
  before: ImageState,
  exported: ReadonlyMap<string, string | null>,
): BuildStep {
  const own = new Map(command.command.assignments.map(({ name, value }) => [name, value ?? null]));
  // `env A=b program` and `sudo A=b program` stand before the program's word.
  for (const word of command.command.args) {
    if (word === command.word) break;
    const match = /^([A-Za-z_]\w*)=/.exec(word.text);
    if (match) own.set(match[1]!, word.value === undefined ? null : word.value.slice(match[0].length));
  }
  return {
    model,
    stage,
    instruction,
    command,
    before,
    variable(name) {
      if (own.has(name)) return own.get(name);
      if (exported.has(name)) return exported.get(name);
      // ARG is in the environment of RUN.
      for (const variables of [before.env, before.args])
        if (variables.has(name)) return variables.get(name) ?? null;
      return undefined;
    },
    path(word) {
      const value = typeof word === 'object' ? shellValue(word, before, model) : word;
      return absolute(value, before.workdir);
    },
  };
}

function removed(artifacts: readonly Artifact[], { command, path }: BuildStep): readonly Artifact[] {
  let left = artifacts;
  for (const word of command.args) {
    const gone = word.text.startsWith('-') ? undefined : path(word);
    if (gone !== undefined)
      left = left.filter((each) => each.path !== gone && !each.path.startsWith(`${gone}/`));
  }
  return left;
}

/** What is copied or moved on, where `target` may be a folder or the new name. */
function moved(artifacts: readonly Artifact[], step: BuildStep): readonly Artifact[] {
  if (artifacts.length === 0) return artifacts;
  const words = step.command.args.filter((word) => !word.text.startsWith('-'));
  const target = words.pop();
  const to = step.path(target);
  if (to === undefined) return artifacts;
  const added: Artifact[] = [];
  const gone = new Set<Artifact>();
  for (const word of words) {
    const source = step.path(word);
    if (source === undefined) continue;
    const name = source.slice(source.lastIndexOf('/') + 1);
    for (const artifact of artifacts) {
      const isOne = artifact.path === source;
      const isInside = artifact.shape === 'inside' && source.startsWith(`${artifact.path}/`);
      if (!isOne && !isInside) continue;
      const shape = isInside ? 'file' : artifact.shape;
      if (!target?.text.endsWith('/')) added.push({ ...artifact, shape, path: to });
      added.push({ ...artifact, shape, path: `${to === '/' ? '' : to}/${name}` });
      if (isOne && step.command.name === 'mv') gone.add(artifact);
    }
  }
  return added.length === 0 ? artifacts : [...artifacts.filter((artifact) => !gone.has(artifact)), ...added];
}
