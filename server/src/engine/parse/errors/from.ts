// What BuildKit refuses about FROM, and about the stages that COPY --from and mounts name.
import { readFrom, readMounts } from '../arguments.ts';
import { parseImageReference } from '../image-ref.ts';
import type { Instruction, SyntaxProblem } from '../syntax.ts';
import { expansionProblem, literalValue } from './expansion.ts';
import { problem, quoted } from './problem.ts';
import { isPlatform } from './values.ts';

/** The form of a FROM. */
export function fromArgumentsProblem({ words, keywordAt, body }: Instruction): SyntaxProblem | undefined {
  const [image, as, alias] = words;
  if (image === undefined)
    return problem(keywordAt, 'FROM has no image. Write FROM IMAGE, or FROM IMAGE AS NAME.');
  if (words.length === 1) return undefined;
  if (words.length !== 3 || as?.raw.toLowerCase() !== 'as' || alias === undefined) {
    return problem(body.at, 'FROM takes an image, or an image, AS and a name: FROM IMAGE AS NAME.');
  }
  if (/^[a-z][a-z0-9\-_.]*$/.test(alias.raw.toLowerCase())) return undefined;
  return problem(
    alias.at,
    `${quoted(alias.raw)} cannot be a stage's name. It begins with a letter and has letters, digits, '-', '_' and '.' only.`,
  );
}

/** A stage's number as COPY --from takes it. */
const stageNumber = /^[-+]?\d+$/;

/** The stages of a file, to tell a stage's name from an image's. */
export class StageNames {
  readonly #names = new Map<string, number[]>();
  readonly count: number;
  /** Images that COPY --from and mounts use: BuildKit counts them on as if they were stages. */
  readonly images: number;

  constructor(instructions: readonly Instruction[]) {
    let count = 0;
    for (const instruction of instructions) {
      if (instruction.keyword !== 'FROM') continue;
      const name = readFrom(instruction)?.alias?.value;
      if (name !== undefined) this.#names.set(name, [...(this.#names.get(name) ?? []), count]);
      count++;
    }
    this.count = count;
    this.images = instructions.reduce((sum, instruction) => sum + this.#imagesOf(instruction), 0);
  }

  #imagesOf(instruction: Instruction): number {
    const { keyword, flags } = instruction;
    if (keyword === 'RUN') return flags.length;
    const from = keyword === 'COPY' ? flags.find(({ name }) => name === 'from')?.value : undefined;
    return from && !stageNumber.test(from) && this.find(from) === undefined ? 1 : 0;
  }

  /** FROM sees only the stages above it, by their exact lower-case name. */
  isStageBefore(name: string, stage: number): boolean {
    return (this.#names.get(name)?.[0] ?? Number.POSITIVE_INFINITY) < stage;
  }

  /** COPY --from sees all stages; the last of that name counts. */
  find(name: string): number | undefined {
    return this.#names.get(name.toLowerCase())?.at(-1);
  }
}

/** The image and the platform of a FROM, as far as they hold no variables. */
export function fromProblem(
  instruction: Instruction,
  stages: StageNames,
  escaper: '\\' | '`',
): SyntaxProblem | undefined {
  const from = readFrom(instruction);
  if (from === undefined) return undefined;
  const { image, platform } = from;
  const at = platform?.valueAt ?? image.at;
  const broken =
    expansionProblem(image.raw, escaper, image.at) ?? expansionProblem(platform?.value ?? '', escaper, at);
  if (broken !== undefined) return broken;
  const name = literalValue(image.raw, escaper);
  if (name === '') return problem(image.at, 'FROM has an empty image name.');
  const target = platform?.value && literalValue(platform.value, escaper);
  if (target && !isPlatform(target)) {
    return problem(at, `${quoted(target)} is not a platform. Write one such as linux/amd64 or linux/arm64.`);
  }
  if (target === '' && platform?.value) return problem(at, '--platform is empty.');
  return name === undefined || stages.isStageBefore(name, instruction.stage)
    ? undefined
    : imageProblem(name, image.at);
}

function imageProblem(name: string, at: SyntaxProblem['at']): SyntaxProblem | undefined {
  if (name === 'scratch') return undefined;
  const reference = parseImageReference(name);
  return 'error' in reference ? problem(at, reference.error) : undefined;
}

/** `COPY --from` and `RUN --mount=from=` of a stage that does not exist yet, of the stage itself, or of no image at all. */
export function stageReferenceProblem(
  instruction: Instruction,
  stages: StageNames,
): SyntaxProblem | undefined {
  const { keyword, flags, stage } = instruction;
  if (keyword === 'COPY') {
    const flag = flags.find(({ name }) => name === 'from');
    return flag?.value
      ? referenceProblem(flag.value, stage, stages, flag.valueAt ?? flag.at, true)
      : undefined;
  }
  for (const { from, flag } of readMounts(instruction)) {
    const wrong = from && referenceProblem(from, stage, stages, flag.valueAt ?? flag.at, false);
    if (wrong) return wrong;
  }
  return undefined;
}

function referenceProblem(
  name: string,
  current: number,
  stages: StageNames,
  at: SyntaxProblem['at'],
  allowsNumber: boolean,
): SyntaxProblem | undefined {
  const isNumber = allowsNumber && stageNumber.test(name);
  const stage = isNumber ? Number(name) : stages.find(name);
  if (stage === undefined) {
    const wrong = imageProblem(name, at);
    return wrong && { ...wrong, rule: 'copy-from-unknown' };
  }
  if (isNumber && (stage < 0 || stage >= stages.count)) {
    if (stage >= 0 && stage < stages.count + stages.images) return undefined;
    const last = stages.count - 1;
    const has = last === 0 ? 'one stage, 0' : `stages 0 to ${last}`;
    return problem(at, `There is no stage ${quoted(name)}: this file has ${has}.`, 'copy-from-unknown');
  }
  if (stage === current) {
    return problem(at, `The stage cannot take files from itself (${quoted(name)}).`, 'copy-from-unknown');
  }
  return stage > current
    ? problem(
        at,
        `Stage ${quoted(name)} comes after this one. A stage can take files only from stages above it.`,
        'copy-from-unknown',
      )
    : undefined;
}
