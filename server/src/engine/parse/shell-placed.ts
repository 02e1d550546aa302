// A script that was read in its own text, put where it stands in the file.
import type { ShellCommand, ShellScript, ShellWord } from './shell-syntax.ts';
import type { Joined, Span } from './syntax.ts';

/** The script with every place mapped by `text`, whose own text is the one that the script was read in. */
export function placedScript(script: ShellScript, text: Joined): ShellScript {
  const place = ({ start, end }: Span): Span => text.span(start, end);
  const word = ({ raw, value, text: whole, at }: ShellWord): ShellWord => ({
    raw,
    value,
    text: whole,
    at: place(at),
  });
  const command = (one: ShellCommand): ShellCommand => ({
    name: one.name === undefined ? undefined : word(one.name),
    args: one.args.map(word),
    assignments:
      one.assignments.length === 0
        ? one.assignments
        : one.assignments.map(({ name, value, at }) => ({ name, value, at: place(at) })),
    redirects:
      one.redirects.length === 0
        ? one.redirects
        : one.redirects.map(({ operator, target }) => ({ operator, target: target && word(target) })),
    at: place(one.at),
    certainty: one.certainty,
    reached: one.reached,
    pipeline: one.pipeline,
    depth: one.depth,
  });
  return { commands: script.commands.map(command), incomplete: script.incomplete, at: text.at };
}
