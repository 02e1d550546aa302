// Tells the build that no C library is needed: CGO_ENABLED=0 before the commands that build.
import type { Instruction } from '../../../parse/syntax.ts';
import type { SplitInput } from '../../plan.ts';
import type { Linkage } from '../programs/program-stage.ts';
import type { GoCall } from './commands.ts';

/** The instructions with those commands, rewritten. */
export function withoutCgo(
  { model }: SplitInput,
  calls: readonly GoCall[],
  { libc }: Linkage,
  why: string,
): Map<Instruction, { readonly text: string; readonly why: string }> {
  const texts = new Map<Instruction, { readonly text: string; readonly why: string }>();
  if (libc !== 'none') return texts;
  const { text } = model.dockerfile;
  for (const instruction of new Set(calls.map(({ at }) => at.instruction))) {
    if (instruction.keyword !== 'RUN') continue;
    const { start, end } = instruction.at;
    let written = '';
    let from = start;
    const places = calls
      .filter(({ at }) => at.instruction === instruction)
      .map(({ at }) => at.command.command.at.start)
      .sort((a, b) => a - b);
    for (const place of places) {
      written += `${text.slice(from, place)}${instruction.exec ? '' : 'CGO_ENABLED=0 '}`;
      from = place;
    }
    written += text.slice(from, end);
    if (instruction.exec) continue;
    texts.set(instruction, {
      text: written.replaceAll('\r\n', '\n'),
      why,
    });
  }
  return texts;
}
