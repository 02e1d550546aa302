// Variables and the working folder that a toolchain's image brings, and that what moves to the runtime counts on.
import { readPairs } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { mentions } from '../../../text/mentions.ts';
import { hasNoShell } from '../../carry.ts';
import type { Piece, Plan, RuntimeChoice } from '../../plan.ts';
import type { ProgramStage } from './program-stage.ts';

/** The plan, with what its runtime counts on: `ENV GOPATH=/go` where a line there is written with it. */
export function withBaseVariables({ input }: ProgramStage, choice: RuntimeChoice, plan: Plan): Plan {
  const { text } = input.model.dockerfile;
  const own = plan.runtime.slice(1).map((piece) => {
    if ('text' in piece) return piece.text;
    return text.slice(piece.instruction.at.start, piece.instruction.at.end);
  });
  const written = own.join('\n');
  const set = new Set(
    plan.runtime.flatMap((piece) =>
      'instruction' in piece && piece.instruction.keyword === 'ENV'
        ? readPairs(piece.instruction).map(({ name }) => name)
        : [],
    ),
  );
  const pieces = Object.entries(input.base.facts?.env ?? {}).flatMap(([name, value]): Piece[] => {
    if (name === 'PATH' || set.has(name) || choice.facts.env?.[name] === value || !mentions(written, name))
      return [];
    return [
      {
        kind: 'added',
        text: `ENV ${name}=${value}`,
        why: `\`${input.base.text}\` sets \`${name}\`, which lines of this stage are written with.`,
      },
    ];
  });
  if (pieces.length === 0) return plan;
  return { ...plan, runtime: [plan.runtime[0]!, ...pieces, ...plan.runtime.slice(1)] };
}

/** Where the file has no absolute WORKDIR, the base image's own folder is what the start command counts on. */
export function baseFolder({ input, files }: ProgramStage, choice: RuntimeChoice): Piece[] {
  const { stage, base } = input;
  const folder = stage.instructions.some(({ keyword }) => keyword === 'WORKDIR')
    ? undefined
    : (files.directory ?? base.facts?.workdir);
  if (folder === undefined || folder === (choice.facts.workdir ?? '/')) return [];
  return [
    {
      kind: 'added',
      text: `WORKDIR ${folder}`,
      why: `\`${base.text}\` starts in \`${folder}\`, \`${choice.image}\` does not.`,
    },
  ];
}

/** Whether something that the runtime gets is written with a variable. */
export function isUsedLater(
  { input, steps }: ProgramStage,
  last: Instruction,
  choice: RuntimeChoice,
  name: string,
): boolean {
  const { text } = input.model.dockerfile;
  return input.stage.instructions.some((instruction) => {
    const { keyword, at } = instruction;
    if (keyword === 'ARG' || keyword === 'FROM') return false;
    if (keyword === 'RUN' && (at.start <= last.at.start || hasNoShell(choice)))
      return (
        steps.get(instruction)?.parts.some(({ kind }) => kind === 'account') === true &&
        mentions(text.slice(at.start, at.end), name)
      );
    if (keyword === 'ENV') {
      // Setting it is not using it, but another value may be made of it.
      const own = text.slice(at.start, at.end);
      return mentions(own, name) && !new RegExp(`(^|\\s)${name}[= ]`).test(own);
    }
    return mentions(text.slice(at.start, at.end), name);
  });
}
