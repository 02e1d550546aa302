// The start command as the runtime image can run it: without npm and without a shell where it has neither.
import type { Instruction } from '../../../parse/syntax.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import type { Manager } from './commands.ts';
import type { Reading } from './reading.ts';

export interface RewrittenStart {
  /** CMD and ENTRYPOINT with another text, or left out. */
  readonly texts: ReadonlyMap<
    Instruction,
    { readonly text: string; readonly why: string } | { readonly dropped: string }
  >;
  /** New instructions of the runtime: the variables that the script sets. */
  readonly pieces: readonly Piece[];
}

const unchanged: RewrittenStart = { texts: new Map(), pieces: [] };

/** @throws SplitRefusal where the runtime image cannot start what the file starts */
export function rewriteStart(input: SplitInput, reading: Reading, choice: RuntimeChoice): RewrittenStart {
  const { start } = reading;
  const ownEntrypoint = choice.kind === 'distroless' || choice.kind === 'chainguard';
  const bare = hasNoShell(choice) || ownEntrypoint;
  const at = (start.cmd ?? start.entrypoint ?? input.stage.from).at;
  if (!bare) {
    const missing = missingManager(input, reading);
    const watches = start.plain !== undefined && start.watches;
    if (missing === undefined && !watches) return unchanged;
    if (!start.plain)
      throw new SplitRefusal(
        `The container starts with ${missing}, which the builder installs, and what \`${start.shown}\` runs is not known.`,
        'start by package manager',
        at,
      );
    return written(
      start,
      start.plain,
      choice,
      missing === undefined ? start.why! : `${missing} stays in the builder. ${start.why ?? ''}`.trim(),
    );
  }
  if (!start.entrypoint && !start.cmd)
    throw new SplitRefusal(
      `The file does not say what is started, and \`${choice.image}\` has neither a shell nor npm to start it with.`,
      'start command',
      at,
    );
  if (!start.plain) {
    const byManager = start.managers.size > 0;
    const script =
      start.script === undefined
        ? undefined
        : `\`${start.script.length > 80 ? `${start.script.slice(0, 77)}…` : start.script}\``;
    const unknown = reading.project
      ? 'more than one call of node'
      : 'not known, because `package.json` is not';
    const what = script === undefined ? unknown : `${script}, no plain call of node`;
    throw new SplitRefusal(
      byManager
        ? `\`${choice.image}\` has no ${[...start.managers][0]}, and what \`${start.shown}\` runs is ${what}.`
        : `\`${choice.image}\` has no shell and nothing but Node, and \`${start.shown}\` is no call of node.`,
      byManager ? 'start by package manager' : 'start command',
      at,
    );
  }
  if (start.wrapper > 0)
    throw new SplitRefusal(
      `\`${choice.image}\` has no \`${start.words![0]}\`, which the container starts first.`,
      'start command',
      at,
    );
  return written(start, start.plain, choice, start.why);
}

/** A package manager that starts the program and that only the builder has. */
function missingManager({ stage }: SplitInput, { start, places, globals }: Reading): Manager | undefined {
  for (const manager of start.managers) {
    if (manager === 'npm' || globals.has(manager)) continue;
    const installed = places.own.some(
      ({ read, command }) =>
        (read.kind === 'global' &&
          read.packages.some((name) => name.startsWith(manager) || name.startsWith('corepack'))) ||
        command.name === 'corepack',
    );
    if (installed || (manager !== 'yarn' && stage.start.tool(manager).presence !== 'present')) return manager;
  }
  return undefined;
}

function written(
  start: Reading['start'],
  plain: readonly string[],
  choice: RuntimeChoice,
  reason: string | undefined,
): RewrittenStart {
  const texts = new Map<Instruction, { text: string; why: string } | { dropped: string }>();
  const ownEntrypoint = choice.kind === 'distroless' || choice.kind === 'chainguard';
  const { entrypoint, cmd, words = [] } = start;
  const isExec = [entrypoint, cmd].every((one) => one === undefined || one.exec !== undefined);
  const same = isExec && plain.length === words.length && plain.every((word, index) => word === words[index]);
  const itself = `\`${choice.image}\` starts Node itself`;
  if (same && !ownEntrypoint) return unchanged;
  if (same && entrypoint && start.own === 1) {
    texts.set(entrypoint, { dropped: `${itself}.` });
    return { texts, pieces: [] };
  }
  if (same && entrypoint) {
    const path = choice.facts.runtime?.path ?? 'node';
    const kept = [path, ...plain.slice(1, start.own)];
    texts.set(entrypoint, { text: `ENTRYPOINT ${execForm(kept)}`, why: `${itself}, as \`${path}\`.` });
    return { texts, pieces: [] };
  }
  const made = [...words.slice(0, start.wrapper), ...(ownEntrypoint ? plain.slice(1) : plain)];
  const why = [
    reason,
    ownEntrypoint ? `${itself}, so only what Node runs is named.` : undefined,
    !ownEntrypoint && hasNoShell(choice)
      ? `\`${choice.image}\` has no shell and no npm, so Node is started directly.`
      : undefined,
  ].filter((part) => part !== undefined);
  if (entrypoint && cmd) texts.set(entrypoint, { dropped: 'CMD holds the whole command.' });
  texts.set(cmd ?? entrypoint!, { text: `CMD ${execForm(made)}`, why: why.join(' ') });
  const pieces = start.variables.map(
    ([name, value]): Piece => ({
      kind: 'added',
      text: `ENV ${name}=${/^[\w./:-]*$/.test(value) ? value : JSON.stringify(value)}`,
      why: `The script in package.json sets \`${name}\`.`,
    }),
  );
  return { texts, pieces };
}

function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
