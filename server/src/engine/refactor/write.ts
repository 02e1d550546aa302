// Writes a plan as a Dockerfile: comments travel with their instruction, and the file keeps its own line breaks and case.
import { keywordLike } from '../edits/keyword-case.ts';
import type { Model, Stage } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import type { Piece, Plan } from './plan.ts';

/** A plan as text, and why its new lines are there. */
export interface Written {
  readonly text: string;
  /** For each line of the text, split at LF, the reason why it is there; undefined for what the file said already. */
  readonly reasons: readonly (string | undefined)[];
}

/** A piece as text: whole lines, the comments above included. */
interface Rendered {
  readonly text: string;
  readonly why?: string;
}

/**
 * The whole file after the split.
 * @throws Error when an instruction is lost or stands twice: a mistake of the plan's maker
 */
export function writePlan(model: Model, stage: Stage, plan: Plan): Written {
  const { dockerfile } = model;
  const { text } = dockerfile;
  const lineBreak = lineBreakOf(text);
  const instructions = [stage.from, ...stage.instructions];
  checkComplete(instructions, plan);
  const start = text.lastIndexOf('\n', stage.from.at.start - 1) + 1;
  const chunks = new Map(
    chunksOf(dockerfile, instructions, start, lineBreak).map((chunk) => [chunk.instruction, chunk]),
  );
  const alias = freeName(model, stage);
  const own = (written: string): string => {
    const [keyword = ''] = written.split(/\s/, 1);
    const named = alias === builderName ? written : renamed(written, alias);
    const cased = keywordLike(dockerfile, keyword) + named.slice(keyword.length);
    const escaped = dockerfile.escape === '\\' ? cased : cased.replaceAll('\\\n', `${dockerfile.escape}\n`);
    return escaped.replaceAll('\n', lineBreak) + lineBreak;
  };
  const render = (piece: Piece): Rendered[] => {
    if (piece.kind === 'added' || piece.kind === 'derived') {
      const blank = piece.kind === 'added' && piece.blankBefore ? [{ text: lineBreak }] : [];
      return [...blank, { text: own(piece.text), why: piece.why }];
    }
    const chunk = chunks.get(piece.instruction)!;
    if (piece.kind === 'repeated') return [{ text: chunk.text, ...(piece.why && { why: piece.why }) }];
    if (piece.kind === 'kept') return [{ text: chunk.lead + chunk.text }];
    return [{ text: chunk.lead }, { text: own(piece.text), why: piece.why }];
  };
  // Comments above an instruction that is dropped speak of it, and go with it.
  const pieces = [...plan.builder.flatMap(render), { text: lineBreak }, ...plan.runtime.flatMap(render)];
  const tail = text.slice(endOf([...chunks.values()].at(-1)!, text));
  const head = text.slice(0, start);
  const middle = joined(pieces);
  const whole = head + middle.text + tail;
  const before = head.split('\n').length - 1;
  return {
    text: text.endsWith('\n') || tail !== '' ? whole : whole.slice(0, whole.length - lineBreak.length),
    reasons: [...new Array<undefined>(before).fill(undefined), ...middle.reasons],
  };
}

/** The name that plans give to the builder. */
const builderName = 'builder';

/** That name, or the first with a number that no other stage has. */
function freeName(model: Model, stage: Stage): string {
  const taken = new Set(model.stages.filter((one) => one !== stage).map(({ name }) => name));
  let name = builderName;
  for (let count = 2; taken.has(name); count++) name = `${builderName}-${count}`;
  return name;
}

function renamed(text: string, alias: string): string {
  return text
    .replace(/^(FROM .* AS )builder$/, `$1${alias}`)
    .replaceAll(/(from=)builder(?=[\s,]|$)/g, `$1${alias}`);
}

function checkComplete(instructions: readonly Instruction[], plan: Plan): void {
  const seen = new Map<Instruction, number>();
  const count = (instruction: Instruction) => seen.set(instruction, (seen.get(instruction) ?? 0) + 1);
  for (const piece of [...plan.builder, ...plan.runtime])
    if (piece.kind === 'kept' || piece.kind === 'changed') count(piece.instruction);
  for (const { instruction } of plan.dropped) count(instruction);
  for (const instruction of instructions) {
    const times = seen.get(instruction) ?? 0;
    if (times !== 1)
      throw new Error(`The split has ${instruction.keyword} at ${instruction.at.start} ${times} times.`);
  }
}

function endOf(chunk: Chunk, text: string): number {
  const newline = text.indexOf('\n', chunk.instruction.at.end);
  return newline < 0 ? text.length : newline + 1;
}

/** The pieces as one text; where two meet, no more than one blank line stands. Nothing inside a piece changes. */
function joined(pieces: readonly Rendered[]): { text: string; reasons: (string | undefined)[] } {
  const parts: string[] = [];
  const reasons: (string | undefined)[] = [];
  let blankBefore = true;
  for (const { text, why } of pieces) {
    const part = blankBefore ? text.replace(/^([ \t]*\r?\n)+/, '') : text;
    if (part === '') continue;
    parts.push(part);
    for (let lines = part.split('\n').length - 1; lines > 0; lines--) reasons.push(why);
    blankBefore = /(^|\n)[ \t]*\r?\n$/.test(part.slice(-200));
  }
  return { text: parts.join(''), reasons };
}
