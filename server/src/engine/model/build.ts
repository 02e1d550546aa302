// Builds the model of a file: stages in order, the state at each instruction.
import type { LintContext } from '../context.ts';
import { readFrom, readPairs } from '../parse/arguments.ts';
import type { Dockerfile, Instruction } from '../parse/syntax.ts';
import { expandVariables } from '../parse/variables.ts';
import { type ApplyContext, applyInstruction, platformArguments } from './apply.ts';
import { applyRun, type CommandStep } from './apply-run.ts';
import { resolveBase, stateOfBase } from './base.ts';
import type { FactsTable } from './facts.ts';
import type { Model, Stage } from './model.ts';
import type { ImageState } from './state.ts';

/**
 * The model of a parsed file. Linear in the number of instructions; never throws.
 * @param facts what is known of images and packages
 */
export function buildModel(dockerfile: Dockerfile, facts: FactsTable, context: LintContext): Model {
  const globals = new Map<string, string | undefined>();
  const stages: Stage[] = [];
  const named = new Map<string, Stage>();
  const before = new Map<Instruction, ImageState>();
  const after = new Map<Instruction, ImageState>();
  const commandSteps = new Map<Instruction, readonly CommandStep[]>();
  const given = new Map(Object.entries(context.buildArguments ?? {}));
  const applyContext: ApplyContext = { dockerfile, closures: facts.closures, globals, given, stages, named };

  const { instructions } = dockerfile;
  let index = 0;
  for (; index < instructions.length && instructions[index]!.keyword !== 'FROM'; index++) {
    const instruction = instructions[index]!;
    if (instruction.keyword !== 'ARG') continue;
    for (const pair of readPairs(instruction)) {
      const value =
        pair.value === undefined
          ? undefined
          : expandVariables(
              pair.rawValue ?? pair.value,
              (name) => (globals.has(name) ? (globals.get(name) ?? null) : undefined),
              dockerfile.escape,
            ).value;
      globals.set(pair.name, given.has(pair.name) ? given.get(pair.name) : value);
    }
  }
  for (const name of platformArguments) if (!globals.has(name)) globals.set(name, given.get(name));

  while (index < instructions.length) {
    const from = instructions[index++]!;
    const read = readFrom(from);
    const base = resolveBase(read?.image.raw ?? '', named, globals, dockerfile.escape, facts);
    let state = stateOfBase(base, facts);
    if (base.kind === 'stage') {
      for (const own of base.stage.instructions) {
        if (own.keyword === 'ONBUILD' && own.trigger)
          state = applyInstruction(state, own.trigger, applyContext);
      }
    }
    const start = state;
    before.set(from, start);
    after.set(from, start);
    const own: Instruction[] = [];
    for (; index < instructions.length && instructions[index]!.keyword !== 'FROM'; index++) {
      const instruction = instructions[index]!;
      own.push(instruction);
      before.set(instruction, state);
      if (instruction.keyword === 'RUN') {
        const steps: CommandStep[] = [];
        state = applyRun(state, instruction, applyContext, steps);
        commandSteps.set(instruction, steps);
      } else state = applyInstruction(state, instruction, applyContext);
      after.set(instruction, state);
    }
    const name = read?.alias?.value.toLowerCase();
    const stage: Stage = {
      index: stages.length,
      name,
      from,
      imageWord: read?.image,
      base,
      instructions: own,
      start,
      end: state,
    };
    stages.push(stage);
    if (name) named.set(name, stage);
    // What ONBUILD keeps for later meets the finished image.
    let later = state;
    for (const { keyword, trigger } of own) {
      if (keyword !== 'ONBUILD' || !trigger) continue;
      before.set(trigger, later);
      if (trigger.keyword === 'RUN') {
        const steps: CommandStep[] = [];
        later = applyRun(later, trigger, applyContext, steps);
        commandSteps.set(trigger, steps);
      } else later = applyInstruction(later, trigger, applyContext);
      after.set(trigger, later);
    }
  }

  const { target } = context;
  const finalStage =
    (target &&
      (named.get(target.toLowerCase()) ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined))) ||
    stages.at(-1);
  const finalChain: Stage[] = [];
  for (
    let stage: Stage | undefined = finalStage;
    stage;
    stage = stage.base.kind === 'stage' ? stage.base.stage : undefined
  )
    finalChain.push(stage);
  const empty = stateOfBase({ kind: 'unknown', reason: 'no stage' }, facts);
  return {
    dockerfile,
    stages,
    finalStage,
    finalChain,
    globalArguments: globals,
    context,
    before: (instruction) => before.get(instruction) ?? empty,
    after: (instruction) => after.get(instruction) ?? empty,
    commandSteps(instruction) {
      let steps = commandSteps.get(instruction);
      if (steps === undefined) {
        // What an ONBUILD keeps is no instruction of a stage.
        const own: CommandStep[] = [];
        if (instruction.keyword === 'RUN')
          applyRun(before.get(instruction) ?? empty, instruction, applyContext, own);
        steps = own;
        commandSteps.set(instruction, steps);
      }
      return steps;
    },
    stageOf: (instruction) => stages[instruction.stage],
  };
}
