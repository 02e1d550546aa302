// The compiler that a full image has and its hardened twin to build in has not.
import { installCommand } from '../edits/install-package.ts';
import { commandsOf } from '../model/commands.ts';
import type { ImageFacts } from '../model/facts.ts';
import type { Model, Stage } from '../model/model.ts';
import { lineBreakOf } from '../text/lines.ts';

/** A step to add below FROM. */
export interface CompilerStep {
  /** Where it goes: at the end of FROM, as whole lines that begin with a line break. */
  readonly text: string;
  readonly why: string;
}

/**
 * What compilers of native packages ask for besides a compiler.
 * Sources: node-gyp, "Installation"; the package lists of python-dev and node-dev in the catalogue of Docker Hardened Images, which
 * name no compiler.
 */
const wanted: Readonly<Record<string, readonly string[]>> = {
  python: ['build-essential'],
  node: ['build-essential', 'python3'],
};

/** Commands that may compile what they install. */
const installers: Readonly<Record<string, RegExp>> = {
  python: /^(?:pip\d?(?:\.\d+)?|python\d?(?:\.\d+)?|uv|poetry|pipenv|pdm)$/,
  node: /^(?:npm|yarn|pnpm)$/,
};

/**
 * The step that gives a stage on `image` the compiler that it had in its present image; undefined where it had none, or installs
 * nothing that could need one.
 * @param stage the stage as it is written
 * @param facts those of `image`
 */
export function compilerStep(
  model: Model,
  stage: Stage,
  image: string,
  facts: ImageFacts,
): CompilerStep | undefined {
  if (stage.base.kind !== 'image') return undefined;
  const { text: old, facts: known } = stage.base;
  const runtime = known?.runtime?.name ?? '';
  const packages = wanted[runtime];
  const start = model.before(stage.instructions[0] ?? stage.from);
  // In the small variants there is no compiler either: what is installed there needs none, or installs one itself.
  if (!packages || start.tool('gcc').presence !== 'present' || facts.packageManager !== 'apt')
    return undefined;
  const commands = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((one) => [...commandsOf(model, one)]);
  const calls = (program: RegExp, verb: RegExp) =>
    commands.some(
      ({ name, args }) =>
        program.test(name?.replace(/^.*\//, '') ?? '') && args.some(({ value }) => verb.test(value ?? '')),
    );
  if (!calls(installers[runtime]!, /^(?:install|ci|i|add|sync|wheel|build)$/)) return undefined;
  if (calls(/^apt(?:-get)?$/, /^(?:gcc|g\+\+|build-essential)$/)) return undefined;
  const br = lineBreakOf(model.dockerfile.text);
  return {
    text: `${br}RUN ${installCommand('apt', packages.join(' '))}`,
    why: `\`${old}\` has a compiler and \`${image}\` has none. Leave this step out where no package is compiled.`,
  };
}
