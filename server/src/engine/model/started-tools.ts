// Whether what the container starts is a tool of the developer: a shell, a compiler, a build program.
import { programName } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import { entrypointPresence } from './container-start.ts';
import type { Model, Stage } from './model.ts';

const shells = /^(bash|sh|ash|dash|zsh|fish|tail|sleep)$/;

/** An image for people to work in, or to build upon: the file gives it no program of its own, or a shell, or one that only waits. */
export function startsShellOrNothing(model: Model, stage: Stage): boolean {
  const { entrypoint, cmd } = stage.end;
  if (entrypoint !== undefined && entrypoint.by !== 'image' && entrypointPresence(stage.end) === 'present')
    return false;
  if (cmd === undefined || cmd.by === 'image') return stage.end.facts?.role !== 'service';
  if (cmd.form === 'exec') {
    const [program, ...rest] = cmd.argv ?? [];
    return (
      program === undefined || (shells.test(programName(program)) && !rest.includes('-c') && !script(rest))
    );
  }
  const [only, ...more] = commandsOf(model, cmd.by);
  return (
    only?.name !== undefined &&
    more.length === 0 &&
    shells.test(only.name) &&
    !script(only.args.map(({ text }) => text))
  );
}

/** `bash start.sh`: the first word that is no option. `bash -l` has none. */
function script(words: readonly string[]): boolean {
  return words.some((word) => /\.\w+$|\//.test(word) && !word.startsWith('/dev/'));
}

/** One of the programs or words that ENTRYPOINT and CMD name is such a tool. */
export function startsTool(model: Model, stage: Stage, tools: RegExp): boolean {
  for (const command of [stage.end.entrypoint, stage.end.cmd]) {
    if (!command) continue;
    if (command.argv?.some((word) => tools.test(programName(word)))) return true;
    if (command.by === 'image') continue;
    if (commandsOf(model, command.by).some(({ name }) => name !== undefined && tools.test(name))) return true;
  }
  return false;
}
