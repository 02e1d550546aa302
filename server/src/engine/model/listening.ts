// On which port the shipped image's server listens, where that is certain.

import { programName } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';
import type { CommandState } from './state.ts';

/** A server that is started on a known port. */
export interface Listener {
  readonly port: number;
  /** As it is called: `uvicorn`; the image's name where the image starts it. */
  readonly program: string;
  /** It answers HTTP. */
  readonly http: boolean;
  /** The port is said here; false: it is the server's default. */
  readonly said: boolean;
}

/**
 * The port that the final stage's command names, or the one of an untouched server image. Undefined where several programs are
 * started, a script decides, a variable holds the port or the server is not a known one.
 */
export function listenerOf(model: Model, stage: Stage): Listener | undefined {
  const { entrypoint, cmd, facts } = stage.end;
  const ownCommand = (entrypoint && entrypoint.by !== 'image') || (cmd && cmd.by !== 'image');
  if (!ownCommand) {
    const [port, more] = facts?.role === 'service' ? (facts.ports ?? []) : [];
    if (port === undefined || more !== undefined || !isUntouched(model)) return undefined;
    return { port, program: facts!.id.replace(/-.*/, ''), http: httpServers.test(facts!.id), said: false };
  }
  const words = startedWords(model, entrypoint, cmd);
  return words && listenerOfWords(words, stage);
}

const httpServers = /^(nginx|httpd|caddy|dhi-nginx|dhi-httpd)/;

/** The words of what runs; undefined where a shell does more than start one program or a word is not literal. */
function startedWords(
  model: Model,
  entrypoint: CommandState | undefined,
  cmd: CommandState | undefined,
): readonly string[] | undefined {
  // The entrypoints of Docker's language images start what they are given.
  const passes =
    entrypoint?.by === 'image' && /(^|\/)docker-(php-)?entrypoint(\.sh)?$/.test(entrypoint.argv?.[0] ?? '');
  if (entrypoint && entrypoint.form !== 'none' && !passes) {
    const first = wordsOf(model, entrypoint);
    if (!first || entrypoint.form === 'shell') return first;
    if (!cmd || cmd.form === 'none') return first;
    return cmd.form === 'exec' && cmd.argv ? [...first, ...cmd.argv] : undefined;
  }
  return cmd && wordsOf(model, cmd);
}

function wordsOf(model: Model, command: CommandState): readonly string[] | undefined {
  if (command.by === 'image') return command.argv;
  const commands = commandsOf(model, command.by);
  const [first, more] = commands.filter(({ name }) => name !== 'set');
  if (!first || more || first.path === undefined || first.command.pipeline !== undefined) return undefined;
  const words = [first.path, ...first.args.map(({ value }) => value ?? '$')];
  // A variable can hold the port or anything else.
  return words.includes('$') ? undefined : words;
}

/** Programs that start the one given after them, and how many words they take. */
const starters: readonly (readonly [RegExp, number])[] = [
  [/^(tini|dumb-init|exec|catatonit) (-- )?/, 1],
  [/^(poetry|uv|pipenv|pdm|hatch|rye) run /, 2],
  [/^(bundle|pnpm|yarn) exec /, 2],
  [/^(npx|bunx) /, 1],
  [/^python[\d.]* -m /, 2],
];

function listenerOfWords(all: readonly string[], stage: Stage): Listener | undefined {
  let words = all;
  for (let guard = 0; guard < 4; guard++) {
    const line = `${programName(words[0] ?? '')} ${words.slice(1, 3).join(' ')} `;
    const starter = starters.find(([pattern]) => pattern.test(line));
    if (!starter) break;
    const taken = starter[1] + (words[starter[1]] === '--' ? 1 : 0);
    words = words.slice(taken);
  }
  const [first = '', ...args] = words;
  const program = programName(first).replace(/^(python|php)[\d.]+$/, '$1');
  const say = (port: number | undefined, http = true): Listener | undefined =>
    port === undefined ? undefined : { port, program, http, said: true };
  switch (program) {
    case 'uvicorn': {
      if (firstValue(args, '--uds', '--fd') !== undefined) return undefined;
      const given = firstValue(args, '--port');
      if (given !== undefined) return say(portOf(given));
      const moved = stage.end.env.has('UVICORN_PORT') || args.some((word) => word.startsWith('--env-file'));
      return moved ? undefined : { port: 8000, program, http: true, said: false };
    }
    case 'gunicorn':
    case 'hypercorn': {
      const binds = valuesOf(args, '-b', '--bind');
      return binds.length === 1 && !binds[0]!.includes(',') ? say(portAfterColon(binds[0]!)) : undefined;
    }
    case 'fastapi':
    case 'daphne':
    case 'waitress-serve':
    case 'http-server':
    case 'next':
    case 'vite':
    case 'puma':
    case 'rackup':
    case 'jupyter':
    case 'streamlit':
    case 'flask':
    case 'rails': {
      const given = valuesOf(args, '-p', '--port', '--server.port', '--listen', '-b', '--bind').flatMap(
        (value) => portOf(value) ?? portAfterColon(value) ?? [],
      );
      return new Set(given).size === 1 ? say(given[0]) : undefined;
    }
    case 'http.server': {
      const given = args.find((word) => /^\d+$/.test(word));
      return given === undefined ? { port: 8000, program, http: true, said: false } : say(portOf(given));
    }
    case 'php': {
      const given = firstValue(args, '-S');
      return given === undefined ? undefined : say(portAfterColon(given));
    }
    case 'python':
    case 'manage.py': {
      const at = args.indexOf('runserver');
      const given =
        at < 0
          ? undefined
          : args.slice(at + 1).find((word) => /^[\w.[\]:-]*\d$/.test(word) && !word.startsWith('-'));
      return given === undefined ? undefined : say(portOf(given) ?? portAfterColon(given));
    }
    case 'java': {
      const given = args.flatMap((word) => /^(?:-D|--)server\.port=(\d+)$/.exec(word)?.[1] ?? []);
      return given.length === 1 ? say(portOf(given[0]!)) : undefined;
    }
    default:
      return undefined;
  }
}

function valuesOf(args: readonly string[], ...names: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    if (names.includes(word)) return args[index + 1] ?? [];
    const name = names.find(
      (each) => word.startsWith(each.startsWith('--') ? `${each}=` : each) && word !== each,
    );
    if (name === undefined || (!name.startsWith('--') && word.startsWith('--'))) return [];
    return word.slice(name.length).replace(/^=/, '');
  });
}

function firstValue(args: readonly string[], ...names: readonly string[]): string | undefined {
  return valuesOf(args, ...names)[0];
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65536 ? port : undefined;
}

/** `0.0.0.0:8000`, `:8000`, `tcp://0.0.0.0:8000`. */
function portAfterColon(text: string): number | undefined {
  if (text.startsWith('unix:')) return undefined;
  return portOf(text.slice(text.lastIndexOf(':') + 1));
}

/** Nothing of the file can have changed where the image's own server listens: only its content is copied in. */
function isUntouched(model: Model): boolean {
  return model.finalChain.every(({ instructions }) =>
    instructions.every(({ keyword, words, body }) => {
      if (keyword === 'COPY' || keyword === 'ADD')
        return /^\/(usr\/share\/nginx\/html|usr\/local\/apache2\/htdocs|srv|app|var\/www)(\/|$)/.test(
          words.at(-1)?.value ?? '',
        );
      if (keyword === 'RUN')
        return (
          /^(apk|apt-get|mkdir|chown|chmod|rm -rf \/usr\/share\/nginx\/html)\b[^;|]*$/.test(body.text) &&
          !/\/etc|conf|ngin[^x]/.test(body.text)
        );
      if (keyword === 'ENV' || keyword === 'ARG') return !/PORT|LISTEN|CONF/i.test(body.text);
      return keyword !== 'VOLUME' && keyword !== 'ONBUILD';
    }),
  );
}

/** EXPOSE, a variable, an option or anything else of the file names that port; health checks and FROM aside. */
export function namesPort(model: Model, stage: Stage, port: number): boolean {
  const number = new RegExp(`(^|\\D)${port}(\\D|$)`);
  for (const exposed of stage.end.exposed.keys()) {
    const [from, to] = exposed.replace(/\/.*/, '').split('-').map(Number);
    if (from === undefined || Number.isNaN(from) || (from <= port && port <= (to ?? from))) return true;
  }
  for (const value of stage.end.env.values()) if (value !== undefined && number.test(value)) return true;
  return model.dockerfile.instructions.some((instruction) => {
    // Another check, which this one takes the place of, says nothing of the server.
    if (instruction.keyword === 'HEALTHCHECK' || instruction.keyword === 'FROM') return false;
    return number.test(instruction.body.text) || instruction.heredocs.some(({ body }) => number.test(body));
  });
}
