// Which build arguments a FROM needs, and what its image and platform are without `--build-arg`.
import { readFrom, readPairs } from '../parse/arguments.ts';
import { parseImageReference } from '../parse/image-ref.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { expandVariables } from '../parse/variables.ts';
import type { Model } from './model.ts';

/** A FROM that has no valid image or platform by the file alone, or names an argument that nothing declares. */
export interface UnusableFrom {
  readonly part: 'image' | 'platform';
  readonly at: Span;
  /** What the defaults give; empty where they give nothing. */
  readonly value: string;
  /** It builds all the same: only an argument that nothing declares is in vain. */
  readonly valid: boolean;
  /** Why that is no reference; absent for a platform. */
  readonly problem?: string;
  /** Arguments that no ARG before the first FROM declares: they are always empty. */
  readonly undeclared: readonly string[];
  /** Declared, without a default or with an empty one. */
  readonly empty: readonly string[];
  /** All arguments, in order. */
  readonly used: readonly string[];
}

/** Values that stand for any platform's. Source: Dockerfile reference, automatic platform arguments. */
const samples: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/arm64',
  BUILDOS: 'linux',
  BUILDARCH: 'arm64',
  BUILDVARIANT: 'v8',
  BUILDOSVERSION: '1',
  TARGETPLATFORM: 'linux/arm64',
  TARGETOS: 'linux',
  TARGETARCH: 'arm64',
  TARGETVARIANT: 'v8',
  TARGETOSVERSION: '1',
  TARGETSTAGE: 'default',
};

/**
 * Every FROM whose image or platform is nothing valid when no `--build-arg` is given, or that names an argument that
 * nothing declares, in the order of the text.
 */
export function* unusableFroms(model: Model): Iterable<UnusableFrom> {
  const { dockerfile } = model;
  const values = new Map<string, string | null>();
  for (const [name, value] of Object.entries(samples)) values.set(name, value);
  const declared = new Set<string>(values.keys());
  const lookup = (name: string) => (values.has(name) ? (values.get(name) ?? null) : undefined);
  for (const instruction of dockerfile.instructions) {
    if (instruction.stage >= 0) break;
    if (instruction.keyword !== 'ARG') continue;
    for (const pair of readPairs(instruction)) {
      declared.add(pair.name);
      // An ARG without a default leaves an earlier one as it is. Source: BuildKit, buildMetaArgs.
      if (pair.value === undefined) continue;
      values.set(
        pair.name,
        expandVariables(pair.rawValue ?? pair.value, lookup, dockerfile.escape).value ?? null,
      );
    }
  }
  const stageNames = new Set<string>();
  for (const stage of model.stages) {
    const read = readFrom(stage.from);
    if (read) {
      const image = use(read.image.raw);
      if (image) {
        const free = image.value === 'scratch' || stageNames.has(image.value);
        const reference = free ? undefined : parseImageReference(image.value);
        const problem = reference && 'error' in reference ? reference.error : undefined;
        const valid = problem === undefined;
        if (!valid || image.undeclared.length > 0)
          yield { part: 'image', at: read.image.at, valid, ...image, ...(valid ? {} : { problem }) };
      }
      const flag = read.platform;
      const platform = flag?.value === undefined ? undefined : use(flag.value);
      const valid = platform?.value !== '';
      if (flag && platform && (!valid || platform.undeclared.length > 0))
        yield { part: 'platform', at: flag.at, valid, ...platform };
    }
    if (stage.name) stageNames.add(stage.name);
  }

  function use(text: string): Pick<UnusableFrom, 'value' | 'used' | 'undeclared' | 'empty'> | undefined {
    const expanded = expandVariables(text, lookup, dockerfile.escape);
    if (expanded.value === undefined || expanded.used.length === 0 || expanded.problem) return undefined;
    // `${NAME:-…}` says itself what holds without the argument.
    const undeclared = expanded.used.filter(
      (name) => !declared.has(name) && new RegExp(`\\$(${name}(?!\\w)|\\{${name}\\})`).test(text),
    );
    const empty = expanded.used.filter((name) => declared.has(name) && !values.get(name));
    return { value: expanded.value, used: expanded.used, undeclared, empty };
  }
}

/** The ARG of a stage that declares a name which FROM would need before the first FROM. */
export function stageArgument(model: Model, name: string): Instruction | undefined {
  return model.dockerfile.instructions.find(
    (instruction) =>
      instruction.stage >= 0 &&
      instruction.keyword === 'ARG' &&
      readPairs(instruction).some((pair) => pair.name === name),
  );
}
