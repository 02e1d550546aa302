// Moves a file to hardened images: the dev variants to build in, the runtime variant to ship, and what that asks for.
import type { Edit } from '../define-rule.ts';
import { changeBases } from '../edits/change-base.ts';
import { applyEdits } from '../fix.ts';
import type { DockerfileResult } from '../lint-result.ts';
import { artifactsOf } from '../model/artifacts.ts';
import type { Model, Stage } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { Arrangement } from './arrange.ts';
import { compilerFor } from './builder-compiler.ts';
import { carry } from './carry.ts';
import { finish } from './finish.ts';
import { hardenedBuilder, hardenedRuntime, hardenedStatic } from './hardened-images.ts';
import { inputOf } from './input.ts';
import { languages } from './languages/index.ts';
import {
  type Found,
  type Language,
  type Piece,
  type Plan,
  type RuntimeChoice,
  type SplitInput,
  SplitRefusal,
} from './plan.ts';
import type { Change, Refactoring, RefactoringOffers } from './refactoring.ts';
import { refusal } from './refusal.ts';
import { readSteps } from './steps.ts';
import { changesOf } from './summary.ts';
import { writePlan } from './write.ts';

export const hardenTitle = 'Move to hardened images';

/** The move, or why it cannot be made. */
export function hardenOffers(result: DockerfileResult): RefactoringOffers {
  const final = result.model.finalStage!;
  try {
    return { refactorings: [harden(result, final)], refusals: [] };
  } catch (error) {
    const what = { name: 'harden', id: 'harden:hardened', title: hardenTitle } as const;
    return { refactorings: [], refusals: [refusal(error, what, final.from.at)] };
  }
}

function harden(result: DockerfileResult, final: Stage): Refactoring {
  const { model } = result;
  const shared = sharedStage(final);
  const input = { ...inputOf(result, shared ?? final), stage: final };
  if (input.base.facts?.hardened)
    throw new SplitRefusal(
      `\`${input.base.text}\` is a hardened image already.`,
      'nothing to split',
      final.from.at,
    );
  const { plan, choice } = planOf(input, shared);
  const written = writePlan(model, final, plan);
  const others = otherBases(input);
  const edits = changeBases(model, others.images);
  if (typeof edits === 'string') throw new SplitRefusal(edits, 'instruction that cannot move', final.from.at);
  const text = withBases(model, final, written.text, [...edits, ...others.edits]);
  const reasons = withReasons(text, written.reasons, others.changes);
  const { edits: explained, changes } = finish(result, { text, reasons, dropped: plan.dropped });
  return {
    name: 'harden',
    id: 'harden:hardened',
    title: `${hardenTitle} (\`${choice.image}\`)`,
    at: final.from.at,
    edits: explained,
    changes: [...others.changes, ...changesOf(input, choice, plan), ...changes],
  };
}

/** The stage that only says how the others are set up (`FROM python AS base` with its variables), and that the final one is built on. */
function sharedStage({ base, from }: Stage): Stage | undefined {
  if (base.kind !== 'stage') return undefined;
  const { stage } = base;
  const plain = stage.instructions.every(({ keyword }) =>
    /^(ENV|ARG|WORKDIR|LABEL|EXPOSE|STOPSIGNAL)$/.test(keyword),
  );
  if (plain && stage.base.kind === 'image') return stage;
  throw new SplitRefusal(
    `The shipped stage is built on the stage \`${stage.name ?? stage.index}\`, which does more than to set variables.`,
    'several stages',
    from.at,
  );
}

/** The final stage on a hardened image: split, where it builds or installs; else its instructions as that image can have them. */
function planOf(input: SplitInput, shared: Stage | undefined): { plan: Plan; choice: RuntimeChoice } {
  const language = languages.find((one) => one.recognises(input));
  const split = language && splitOf(input, language);
  if (split && shared)
    throw new SplitRefusal(
      'The shipped stage installs or builds on a stage that others share.',
      'several stages',
      input.stage.from.at,
    );
  if (split) return split;
  const found = runtimeOf(input);
  const choice: RuntimeChoice = { kind: 'hardened', image: found.image, facts: found.facts };
  return { plan: carryAll(input, choice, shared), choice };
}

/** Undefined: the stage builds and installs nothing. */
function splitOf(input: SplitInput, language: Language): { plan: Plan; choice: RuntimeChoice } | undefined {
  try {
    const choice = language.choices(input).find(({ kind }) => kind === 'hardened');
    if (choice) return { plan: language.plan(input, choice), choice };
  } catch (error) {
    if (error instanceof SplitRefusal && error.because === 'nothing to split') return undefined;
    throw error;
  }
  throw new SplitRefusal(
    `The catalogue has no hardened image that ${language.name} of \`${input.base.text}\` could run on.`,
    'no runtime image known',
    input.stage.from.at,
  );
}

function runtimeOf({ model, stage, base, facts, images }: SplitInput): Found {
  const twin = hardenedRuntime(facts, images, base.reference, base.facts);
  if (twin) return twin;
  const programs = artifactsOf(model, stage).filter(({ kind }) => kind === 'program');
  const libcs = new Set(programs.map(({ libc }) => libc));
  const [libc] = libcs;
  const plain = /^(debian|alpine|scratch|static|base|cc)/.test(
    base.reference.repository.replace(/^.*\//, ''),
  );
  if (plain && libcs.size === 1 && libc !== undefined) {
    const found = hardenedStatic(images, libc, base.facts?.distro === 'alpine' ? 'alpine' : 'debian');
    if (found) return found;
  }
  throw new SplitRefusal(
    `The catalogue has no hardened image that stands for \`${base.text}\` here.`,
    'no runtime image known',
    stage.from.at,
  );
}

function carryAll(input: SplitInput, choice: RuntimeChoice, shared: Stage | undefined): Plan {
  const { model, stage } = input;
  const steps = readSteps(model, stage.instructions, () => false);
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last: stage.from,
    usedToBuild: () => false,
    onlyToBuild: () => false,
    copy: () => 'runtime',
    artifacts: { at: stage.from, pieces: [] },
  };
  const runtime: Piece[] = [fromPiece(input, choice), ...setUp(input, shared)];
  const dropped: { instruction: Instruction; why: string }[] = [];
  for (const instruction of stage.instructions) {
    const given = broughtByImage(arrangement, instruction);
    if (given) {
      dropped.push({ instruction, why: given });
      continue;
    }
    const taken = carry(arrangement, instruction);
    if (instruction.keyword === 'RUN' && (taken.builder || taken.pieces.length > 0))
      throw new SplitRefusal(
        `\`${choice.image}\` cannot run this step: it has no package manager, and its account is not root. Do it in an earlier stage and copy the result.`,
        'instruction that cannot move',
        instruction.at,
      );
    runtime.push(...taken.pieces);
    if (taken.dropped) dropped.push({ instruction, why: taken.dropped });
  }
  return { builder: [], runtime, dropped, notes: [] };
}

/** What the shared stage set, said again, because the shipped stage no longer stands on it. */
function setUp({ model }: SplitInput, shared: Stage | undefined): Piece[] {
  const { text } = model.dockerfile;
  return (shared?.instructions ?? []).map((instruction) => ({
    kind: 'derived',
    instruction,
    text: text.slice(instruction.at.start, instruction.at.end).replaceAll('\r\n', '\n'),
    why: `\`${shared!.name ?? shared!.index}\` set it for this stage, which now stands on another image.`,
  }));
}

function fromPiece({ model, stage }: SplitInput, choice: RuntimeChoice): Piece {
  const { from, imageWord } = stage;
  const { text } = model.dockerfile;
  const written = `${text.slice(from.at.start, imageWord!.at.start)}${choice.image}${text.slice(imageWord!.at.end, from.at.end)}`;
  return {
    kind: 'changed',
    instruction: from,
    text: written.replaceAll('\r\n', '\n'),
    why: `\`${choice.image}\` is the hardened image with the same program.`,
  };
}

/** Packages that every hardened runtime image has already. */
function broughtByImage({ steps, choice }: Arrangement, instruction: Instruction): string | undefined {
  const step = steps.get(instruction);
  if (!step || choice.facts.caCertificates !== true) return undefined;
  const useful = step.parts.filter(({ kind }) => kind !== 'setting' && kind !== 'cleaning');
  const only = useful.every(
    ({ request, command }) =>
      (request !== undefined &&
        request.verb !== 'remove' &&
        request.complete &&
        request.packages.every(({ name }) => name === 'ca-certificates')) ||
      command.name === 'update-ca-certificates',
  );
  return only && useful.length > 0 ? `\`${choice.image}\` has the CA certificates.` : undefined;
}

interface OtherBases {
  readonly images: ReadonlyMap<Stage, string>;
  /** Steps that the new images ask for. */
  readonly edits: readonly Edit[];
  readonly changes: readonly Change[];
}

/** The stages that are not shipped, on dev variants where there are such. */
function otherBases({ model, stage: final, images }: SplitInput): OtherBases {
  const chosen = new Map<Stage, string>();
  const edits: Edit[] = [];
  const changes: Change[] = [];
  for (const stage of model.stages) {
    if (stage === final || stage.base.kind !== 'image' || stage.base.facts?.hardened) continue;
    const { text, reference, facts: known } = stage.base;
    const found = hardenedBuilder(images, reference, known);
    if (!found || reference.digest !== undefined) {
      changes.push({
        kind: 'check',
        what: `\`${text}\` stays: the catalogue has no hardened image to build in instead of it.`,
        at: stage.from.at,
      });
      continue;
    }
    chosen.set(stage, found.image);
    changes.push({
      kind: 'changed',
      what: `\`${text}\` becomes \`${found.image}\`, the hardened image to build in.`,
      at: stage.from.at,
    });
    const compiler = compilerFor(model, stage, found.image, found.facts);
    if (!compiler) continue;
    const { step, why } = compiler;
    const { end } = stage.from.at;
    if (step !== undefined) edits.push({ start: end, end, text: step });
    changes.push({ kind: step === undefined ? 'check' : 'added', what: why, at: stage.from.at });
  }
  return { images: chosen, edits, changes };
}

/** The text with the final stage rewritten, and other FROMs (which may stand before or after it) changed too. */
function withBases(model: Model, final: Stage, written: string, edits: readonly Edit[]): string {
  const { text } = model.dockerfile;
  const start = text.lastIndexOf('\n', final.from.at.start - 1) + 1;
  const shift = written.length - text.length;
  const moved = edits.map((edit) =>
    edit.end <= start ? edit : { start: edit.start + shift, end: edit.end + shift, text: edit.text },
  );
  return applyEdits(written, moved);
}

/** The lines of the other FROMs, which stay where they are, with why they changed. */
function withReasons(
  text: string,
  reasons: readonly (string | undefined)[],
  changes: readonly Change[],
): (string | undefined)[] {
  const lines = text.split('\n');
  return lines.map((line, index) => {
    const of = (wanted: Change['kind'], place: string) =>
      changes.find(({ kind, what }) => kind === wanted && place.includes(what.split('`')[3] ?? '\u0000'));
    const isAdded = /^RUN .*build-essential/.test(line) && index > 0;
    return reasons[index] ?? (isAdded ? of('added', lines[index - 1]!) : of('changed', line))?.what;
  });
}
