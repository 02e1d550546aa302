// Puts each instruction of a stage into the builder, the runtime or both, the same way for every language.

import { readCopy, readPairs } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { mentions } from '../text/mentions.ts';
import { lastPart } from '../text/paths.ts';
import { type Carried, carry } from './carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from './plan.ts';
import { runtimeParts } from './runtime-parts.ts';
import { fromOfBuilder, fromOfRuntime } from './stage-heads.ts';
import type { Step, StepPart } from './steps.ts';
import { placeOfRemoval } from './taken-away.ts';

/** Where an instruction, or a part of it, is needed. */
export type Place = 'builder' | 'runtime' | 'both';

/** What a language says of its stage. */
export interface Arrangement {
  readonly input: SplitInput;
  readonly choice: RuntimeChoice;
  /** Every RUN of the stage, read. */
  readonly steps: ReadonlyMap<Instruction, Step>;
  /** The last instruction that the build needs: up to here the builder keeps what the user wrote. */
  readonly last: Instruction;
  /** A variable of ENV that something in the builder reads, besides those its texts mention: `NODE_ENV`. */
  usedToBuild(name: string): boolean;
  /** A variable of ENV that nothing reads at run time: `CGO_ENABLED`. Of a variable that is not both, the runtime keeps it. */
  onlyToBuild(name: string): boolean;
  /** Packages that only a build needs, besides compilers and headers: `git` in a Go builder. */
  readonly buildPackages?: ReadonlySet<string>;
  /** Where a COPY or ADD before `last` is needed. What the program needs of it at run time is in `artifacts` or placed here. */
  copy(instruction: Instruction): Place;
  /** Where a command that makes or changes files, in a RUN before `last`, is needed. Default: `both`. */
  files?(part: StepPart, instruction: Instruction): Place;
  /** What a RUN with unknown commands before `last` is: by default it is refused. */
  unknown?(part: StepPart, instruction: Instruction): Place | undefined;
  /** Another text for an instruction of the builder. */
  builderText?(instruction: Instruction): { readonly text: string; readonly why: string } | undefined;
  /** New pieces of the builder before or after an instruction (`stage.from` too). */
  readonly before?: ReadonlyMap<Instruction, readonly Piece[]>;
  readonly after?: ReadonlyMap<Instruction, readonly Piece[]>;
  /** New pieces of the runtime after an instruction, or in its place where only the builder has it (`stage.from` too). */
  readonly runtimeAfter?: ReadonlyMap<Instruction, readonly Piece[]>;
  /** The packages that a build package leaves for run time, where the table of `runtime-libraries.ts` does not fit the runtime image. */
  libraries?(manager: string, release: string | undefined, name: string): readonly string[] | undefined;
  /** Where an ENV before `last` is needed; undefined: by the two questions above. */
  variables?(instruction: Instruction): Place | undefined;
  /** Another text for a command of a RUN before `last` that the runtime needs. */
  partText?(part: StepPart): string | undefined;
  /** What stays at run time of a package that is installed (`python3` of `python3-pip`); undefined: the package itself. */
  leaves?(manager: string, name: string): readonly string[] | undefined;
  /**
   * What the runtime gets from the builder, in the place of an instruction: after what else that gives the runtime, or with `first`
   * before it.
   */
  readonly artifacts: {
    readonly at: Instruction;
    readonly pieces: readonly Piece[];
    readonly first?: boolean;
  };
  /** An instruction of the runtime that is written otherwise there, or left out with a reason. */
  runtimeText?(
    instruction: Instruction,
  ): { readonly text: string; readonly why: string } | { readonly dropped: string } | undefined;
  readonly notes?: readonly string[];
}

/**
 * The plan of a stage.
 * @throws SplitRefusal where it is not known which stage needs something
 */
export function arrange(arrangement: Arrangement): Plan {
  const { input, choice, last, artifacts } = arrangement;
  const { stage } = input;
  const builder: Piece[] = [fromOfBuilder(input, choice)];
  const runtime: Piece[] = [fromOfRuntime(input, choice)];
  const dropped: { instruction: Instruction; why: string }[] = [];
  builder.push(...(arrangement.after?.get(stage.from) ?? []));
  runtime.push(...(arrangement.runtimeAfter?.get(stage.from) ?? []));
  const builderTexts = textsOfBuilder(arrangement);
  for (const instruction of stage.instructions) {
    builder.push(...(arrangement.before?.get(instruction) ?? []));
    const early = instruction.at.start <= last.at.start;
    const placed = early
      ? placeEarly(arrangement, instruction, builderTexts)
      : placeLate(arrangement, instruction);
    builder.push(...placed.builder);
    const here = instruction === artifacts.at ? artifacts.pieces : [];
    runtime.push(...(artifacts.first ? here : []), ...placed.runtime, ...(artifacts.first ? [] : here));
    for (const why of placed.dropped ?? []) dropped.push({ instruction, why });
    builder.push(...(arrangement.after?.get(instruction) ?? []));
    runtime.push(...(arrangement.runtimeAfter?.get(instruction) ?? []));
  }
  return { builder, runtime, dropped, notes: arrangement.notes ?? [] };
}

/** The source of everything that surely stands in the builder, to see which variables it uses. */
function textsOfBuilder({ input, last, steps }: Arrangement): string {
  const { text } = input.model.dockerfile;
  return input.stage.instructions
    .filter(
      (one) =>
        one.at.start <= last.at.start && (steps.has(one) || readCopy(one) || one.keyword === 'WORKDIR'),
    )
    .map(({ at }) => text.slice(at.start, at.end))
    .join('\n');
}

interface Placed {
  readonly builder: readonly Piece[];
  readonly runtime: readonly Piece[];
  readonly dropped?: readonly string[];
}

function placeEarly(arrangement: Arrangement, instruction: Instruction, builderTexts: string): Placed {
  const { input } = arrangement;
  switch (instruction.keyword) {
    case 'RUN':
      return placeRun(arrangement, instruction);
    case 'COPY':
    case 'ADD':
      return placeCopy(arrangement, instruction);
    case 'WORKDIR':
    case 'SHELL':
    case 'USER': {
      const taken = inRuntime(arrangement, instruction);
      const repeated: Piece = { kind: 'repeated', instruction };
      // What the runtime has no use for is kept by the builder.
      if (taken.dropped) return { builder: [{ kind: 'kept', instruction }], runtime: [] };
      return { builder: [repeated], runtime: taken.pieces };
    }
    case 'ARG': {
      const names = readPairs(instruction).map(({ name }) => name);
      const used = names.some((name) => usedInRuntime(arrangement, name));
      return {
        builder: [{ kind: 'kept', instruction }],
        runtime: used
          ? [
              {
                kind: 'repeated',
                instruction,
                why: 'A build argument holds for one stage only, and both use it.',
              },
            ]
          : [],
      };
    }
    case 'ENV': {
      const place = arrangement.variables?.(instruction);
      if (place === 'builder') return { builder: [{ kind: 'kept', instruction }], runtime: [] };
      const names = readPairs(instruction).map(({ name }) => name);
      const builds =
        place === 'both' ||
        names.some((name) => arrangement.usedToBuild(name) || mentions(builderTexts, name));
      if (names.length > 0 && names.every((name) => arrangement.onlyToBuild(name)))
        return { builder: [{ kind: 'kept', instruction }], runtime: [] };
      const taken = inRuntime(arrangement, instruction);
      return {
        builder: builds ? [{ kind: 'repeated', instruction, why: 'The build reads it too.' }] : [],
        runtime: taken.pieces,
        ...(taken.dropped && { dropped: [taken.dropped] }),
      };
    }
    default:
      return placeLate({ ...arrangement, input }, instruction);
  }
}

function placeLate(arrangement: Arrangement, instruction: Instruction): Placed {
  const taken = inRuntime(arrangement, instruction);
  return {
    builder: taken.builder ?? [],
    runtime: taken.pieces,
    ...(taken.dropped && { dropped: [taken.dropped] }),
  };
}

/** An instruction as the runtime image can have it: the language's own text before what holds for every language. */
function inRuntime(arrangement: Arrangement, instruction: Instruction): Carried {
  const own = arrangement.runtimeText?.(instruction);
  if (own && 'dropped' in own) return { pieces: [], dropped: own.dropped };
  if (own) return { pieces: [{ kind: 'changed', instruction, ...own }] };
  return carry(arrangement, instruction);
}

function usedInRuntime(arrangement: Arrangement, name: string): boolean {
  const { input, last, steps } = arrangement;
  const { text } = input.model.dockerfile;
  return input.stage.instructions.some((one) => {
    if (one.keyword === 'ARG') return false;
    const step = one.keyword === 'RUN' ? steps.get(one) : undefined;
    // Any command may read it from its environment.
    if (one.keyword === 'RUN' && one.at.start > last.at.start) return true;
    if (!mentions(text.slice(one.at.start, one.at.end), name)) return false;
    // Of a step before the last one, the runtime gets what is not only the builder's.
    if (step) return step.parts.some((part) => placeOfPart(arrangement, part, one) !== 'builder');
    return true;
  });
}

function placeCopy(arrangement: Arrangement, instruction: Instruction): Placed {
  const place = readCopy(instruction) ? arrangement.copy(instruction) : 'both';
  const changed = arrangement.builderText?.(instruction);
  if (place === 'builder')
    return {
      builder: [changed ? { kind: 'changed', instruction, ...changed } : { kind: 'kept', instruction }],
      runtime: [],
    };
  const taken = inRuntime(arrangement, instruction);
  const repeated: Piece = changed
    ? { kind: 'derived', instruction, ...changed }
    : { kind: 'repeated', instruction, why: 'The build needs these files, and so does the program.' };
  return {
    builder: place === 'both' ? [repeated] : [],
    runtime: taken.pieces,
    ...(taken.dropped && { dropped: [taken.dropped] }),
  };
}

/** A RUN that runs before the build is done. */
function placeRun(arrangement: Arrangement, instruction: Instruction): Placed {
  const step = arrangement.steps.get(instruction)!;
  const changed = arrangement.builderText?.(instruction);
  const placed = step.parts.map((part) => placeOfPart(arrangement, part, instruction));
  const places = placed.map((place, index) =>
    place === 'builder' && feeds(step.parts, placed, index) ? 'both' : place,
  );
  const wanted = step.parts.filter((_, index) => places[index] !== 'builder');
  const built = places.some((place, index) => {
    const { kind } = step.parts[index]!;
    return kind === 'cleaning' ? place === 'both' : kind !== 'setting' && place !== 'runtime';
  });
  const rest = runtimeParts(arrangement, step, wanted);
  const own: Piece = changed ? { kind: 'changed', instruction, ...changed } : { kind: 'kept', instruction };
  if (rest === 'nothing') return { builder: [own], runtime: [] };
  if (rest === 'as written') {
    const taken = inRuntime(arrangement, instruction);
    if (taken.dropped) return { builder: [own], runtime: [] };
    if (taken.builder) return { builder: taken.builder, runtime: taken.pieces };
    const repeated: Piece = {
      kind: 'repeated',
      instruction,
      why: 'The program needs it, and the build may need it too.',
    };
    return { builder: built ? [repeated] : [], runtime: taken.pieces };
  }
  return { builder: [own], runtime: rest };
}

/** A download of the builder that a later command of the same step, which the runtime gets, reads. */
function feeds(parts: readonly StepPart[], places: readonly Place[], index: number): boolean {
  const { name, args } = parts[index]!.command;
  if (name !== 'curl' && name !== 'wget') return false;
  const files = args
    .map(({ text }) => lastPart(text.replace(/[?#].*$/, '')))
    .filter((file) => file.length > 2);
  return parts.some(
    ({ kind, command }, at) =>
      at > index &&
      kind === 'files' &&
      places[at] !== 'builder' &&
      command.args.some(({ text }) => files.includes(lastPart(text))),
  );
}

function placeOfPart(arrangement: Arrangement, part: StepPart, instruction: Instruction): Place {
  switch (part.kind) {
    case 'own':
    case 'setting':
      return 'builder';
    case 'cleaning':
      return placeOfRemoval(arrangement, part, instruction) ?? 'builder';
    case 'packages':
    case 'account':
      return 'both';
    case 'files':
      return arrangement.files?.(part, instruction) ?? 'both';
    default: {
      const place = arrangement.unknown?.(part, instruction);
      if (place) return place;
      throw new SplitRefusal(
        `It is not known whether \`${part.command.name ?? 'this command'}\` is needed to build or at run time.`,
        'step of unknown purpose',
        part.command.command.at,
      );
    }
  }
}
