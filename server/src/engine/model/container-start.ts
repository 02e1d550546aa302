// What the container starts first: the program that ENTRYPOINT and CMD name together.
import type { ExecForm, Instruction, Span } from '../parse/syntax.ts';
import { commandsOf } from './commands.ts';
import { hasNoEntrypoint } from './minimal-tools.ts';
import type { Model } from './model.ts';
import type { ImageState, Presence } from './state.ts';

/** The first program that the container starts, where the file names it. */
export interface FirstProgram {
  readonly instruction: Instruction;
  /** As written: a name or a path. */
  readonly program: string;
  readonly at: Span;
  /** What follows it, CMD's words among them where they are in exec form. */
  readonly args: readonly string[];
  readonly form: 'exec' | 'shell';
}

/** Whether there is an ENTRYPOINT that gets CMD's words as its arguments. `ENTRYPOINT []` is none. */
export function entrypointPresence(state: ImageState): Presence {
  const { entrypoint, facts } = state;
  if (entrypoint !== undefined)
    return entrypoint.form === 'exec' && entrypoint.argv?.length === 0 ? 'absent' : 'present';
  return facts !== undefined && (facts.id === 'scratch' || hasNoEntrypoint(facts)) ? 'absent' : 'unknown';
}

/** Undefined where the image's own entrypoint decides, or where the script cannot be read. */
export function firstProgram(model: Model): FirstProgram | undefined {
  const end = model.finalStage?.end;
  if (!end) return undefined;
  const presence = entrypointPresence(end);
  if (presence === 'unknown') return undefined;
  const command = presence === 'present' ? end.entrypoint : end.cmd;
  if (command === undefined || command.by === 'image') return undefined;
  const instruction = command.by;
  if (command.form === 'exec') {
    const [first, ...rest] = command.exec?.items ?? [];
    if (!first) return undefined;
    const more = presence === 'present' ? (end.cmd?.argv ?? []) : [];
    const args = [...rest.map(({ value }) => value), ...more];
    return { instruction, program: first.value, at: insideQuotes(first), args, form: 'exec' };
  }
  const first = commandsOf(model, instruction).find(
    (each) => each.command.depth === 0 && each.command.reached,
  );
  if (first?.word?.value === undefined) return undefined;
  const args = first.args.map((word) => word.value ?? word.text);
  return { instruction, program: first.word.value, at: first.word.at, args, form: 'shell' };
}

/** Where the text of an exec form's word stands, without its quotes; with them where escapes make it longer. */
export function insideQuotes({ value, at }: ExecForm['items'][number]): Span {
  const plain = value !== '' && at.end - at.start === value.length + 2;
  return plain ? { start: at.start + 1, end: at.end - 1 } : at;
}
