// What the shipped container starts, and what is known of it.
import { lastPart } from '../text/paths.ts';
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';
import type { CommandState } from './state.ts';

/** Runtimes, servers and shells that stay the user they are started as. */
const keepsUser: ReadonlySet<string> = new Set(
  `node nodejs npm npx yarn pnpm bun deno python python2 python3 uvicorn hypercorn daphne flask django-admin fastapi celery streamlit uv poetry pipenv
  java dotnet ruby bundle rails rackup puma irb perl sleep tail cat echo true bash sh ash dash next nest ts-node tsx serve http-server pm2-runtime`.split(
    /\s+/,
  ),
);

/** Programs that only start what follows. */
const wrappers: ReadonlySet<string> = new Set([
  'tini',
  'dumb-init',
  'catatonit',
  'env',
  'exec',
  'nice',
  'time',
]);

/** The words of ENTRYPOINT and CMD, with those of shell scripts; undefined where one is not known. */
export function startedWords(model: Model, stage: Stage): readonly string[] | undefined {
  const { entrypoint, cmd } = stage.end;
  if (entrypoint === undefined && cmd === undefined) return undefined;
  return [entrypoint, cmd].flatMap((command) => (command ? wordsOf(model, command) : []));
}

function wordsOf(model: Model, command: CommandState): string[] {
  if (command.by === 'image') return [...(command.argv ?? [])];
  const words = commandsOf(model, command.by).flatMap(({ command: { name, args } }) => [
    name?.text ?? '',
    ...args.map(({ text }) => text),
  ]);
  return [...(command.argv ?? []), ...words];
}

/**
 * What the container starts stays the user that it is started as: a runtime or shell of the list, started directly or by an init.
 * False where a script, another program or the image's own entrypoint may change the user.
 */
export function keepsItsUser(model: Model, stage: Stage): boolean {
  const { entrypoint, cmd, facts } = stage.end;
  if (entrypoint === undefined && cmd === undefined) return false;
  for (const command of [entrypoint, cmd]) {
    if (!command) continue;
    if (command.by === 'image') {
      const plain =
        facts?.role === 'base' || facts?.role === 'runtime' || facts?.role === 'toolchain-runtime';
      if (!plain || facts?.stepsDownItself === true) return false;
      continue;
    }
    // What follows the entrypoint's words are its arguments.
    if (command === cmd && entrypoint !== undefined && entrypoint.by !== 'image') continue;
    const script = command.argv?.some((word) => /^-[a-z]*c$/.test(word)) === true;
    const programs =
      command.form === 'exec' && !script
        ? [firstProgram(command.argv ?? [])]
        : commandsOf(model, command.by)
            .filter(({ name }) => !/^(cd|export|set|:|umask)$/.test(name ?? ''))
            .map(({ name }) => (name === undefined ? undefined : baseName(name)));
    if (programs.length === 0) return false;
    if (!programs.every((name) => name !== undefined && keepsUser.has(name))) return false;
  }
  const words = startedWords(model, stage) ?? [];
  return !words.some((word) => /\.(sh|bash)$|entrypoint|(^|\/)(start|run|init)$/.test(word));
}

/** The program that is started, behind an init. */
function firstProgram(argv: readonly string[]): string | undefined {
  const program = argv.find(
    (word, index) =>
      !(wrappers.has(baseName(word)) || (index > 0 && (word.startsWith('-') || word.includes('=')))),
  );
  return program === undefined ? undefined : baseName(program);
}

/** A script may be started, whose content is not known. */
export function mayStartScript(model: Model, stage: Stage): boolean {
  const words = startedWords(model, stage);
  if (words === undefined) return stage.end.facts === undefined;
  if (
    stage.end.facts === undefined &&
    [stage.end.entrypoint, stage.end.cmd].every((each) => each === undefined || each.by === 'image')
  )
    return true;
  return words.some((word) => /\.(sh|bash)$|entrypoint|(^|\/)(start|run|init|boot|launch)[\w-]*$/.test(word));
}

function baseName(path: string): string {
  return lastPart(path).replace(/(?<=^(python|ruby|perl|node|php))[\d.]+$/, '');
}
