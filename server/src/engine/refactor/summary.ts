// What a refactoring did, in sentences: for the preview in the editor and for the command line.
import type { Span } from '../parse/syntax.ts';
import type { Plan, RuntimeChoice, SplitInput } from './plan.ts';
import type { Change } from './refactoring.ts';

/** The summary: what each instruction became, in the order of the file, then what is to be looked at. */
export function changesOf(input: SplitInput, choice: RuntimeChoice, plan: Plan): Change[] {
  const changes: Change[] = [];
  const { text } = input.model.dockerfile;
  const named = (at: Span) => {
    const line = text.slice(at.start, at.end).split(/\r?\n/, 1)[0]!.trim();
    return `\`${line.length > 60 ? `${line.slice(0, 57)}…` : line}\``;
  };
  const inRuntime = new Set(
    plan.runtime.flatMap((piece) => (piece.kind === 'added' ? [] : [piece.instruction])),
  );
  for (const piece of plan.builder) {
    if (piece.kind === 'kept' && !inRuntime.has(piece.instruction))
      changes.push({
        kind: 'moved',
        what: `${named(piece.instruction.at)} is in the builder only.`,
        at: piece.instruction.at,
      });
    else changes.push(...changeOf(piece, named));
  }
  for (const piece of plan.runtime) changes.push(...changeOf(piece, named));
  for (const { instruction, why } of plan.dropped)
    changes.push({
      kind: 'dropped',
      what: `${named(instruction.at)} is left out: ${why}`,
      at: instruction.at,
    });
  for (const what of traitsOf(input, choice)) changes.push({ kind: 'check', what });
  for (const what of plan.notes) changes.push({ kind: 'check', what });
  return changes;
}

function changeOf(piece: Plan['builder'][number], named: (at: Span) => string): Change[] {
  switch (piece.kind) {
    case 'kept':
      return [];
    case 'repeated':
      return piece.why
        ? [
            {
              kind: 'repeated',
              what: `${named(piece.instruction.at)} stands in both stages: ${piece.why}`,
              at: piece.instruction.at,
            },
          ]
        : [];
    case 'added':
      return [{ kind: piece.check ? 'check' : 'added', what: piece.why }];
    default:
      return [
        { kind: piece.kind === 'changed' ? 'changed' : 'added', what: piece.why, at: piece.instruction.at },
      ];
  }
}

/** What another runtime image changes for those who use it. */
function traitsOf({ base }: SplitInput, choice: RuntimeChoice): string[] {
  if (choice.kind === 'same') return [];
  const { facts } = choice;
  const list: string[] = [];
  if (facts.shell === false && base.facts?.shell !== false)
    list.push(`\`${choice.image}\` has no shell: \`docker exec … sh\` does not work there.`);
  if (facts.packageManager === 'none' && base.facts?.packageManager !== 'none')
    list.push(`\`${choice.image}\` has no package manager: nothing can be installed in it.`);
  // A web server keeps nothing, and starts no program of the project.
  const serves = choice.kind === 'nginx';
  const user = facts.user?.name;
  if (!serves && user !== undefined && user !== 'root' && user !== base.facts?.user?.name)
    list.push(
      `It runs as \`${user}\`${facts.user?.uid === undefined || String(facts.user.uid) === user ? '' : ` (${facts.user.uid})`}: volumes have to be writable for that account.`,
    );
  if (facts.ports?.length) list.push(`It listens on ${facts.ports.join(', ')} by default.`);
  if (
    !serves &&
    facts.libc !== undefined &&
    base.facts?.libc !== undefined &&
    facts.libc !== base.facts.libc &&
    facts.libc !== 'none'
  )
    list.push(`Its C library is ${facts.libc}, not ${base.facts.libc}.`);
  return list;
}
