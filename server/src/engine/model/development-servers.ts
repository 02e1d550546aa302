// Servers that are made for development, and the variables that switch a framework into its development mode.
// Sources: the documentation of each framework, which says so of the command or variable.
import type { Span } from '../parse/syntax.ts';
import { programName } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import { insideQuotes } from './container-start.ts';
import type { Model, Stage } from './model.ts';

/** A word of what the container starts. */
export interface StartWord {
  readonly text: string;
  /** Without quotes where it stands in an exec form. */
  readonly at: Span;
  /** The CMD or ENTRYPOINT that it stands in: where that starts. */
  readonly from: number;
}

/** A development server that the container starts. */
export interface DevelopmentServer {
  readonly at: Span;
  /** As it is called: `flask run`. */
  readonly shown: string;
  /** Goes on after the call: `is Flask's own server for development`. */
  readonly what: string;
  /** A sentence without its full stop. */
  readonly advice: string;
  /** The word to take away, or to put another in the place of. */
  readonly word?: { readonly at: Span; readonly instead?: string };
}

/** What the container starts, each command with what wraps it taken away. ENTRYPOINT's words and CMD's are one command. */
export function startedCommands(model: Model, stage: Stage): readonly (readonly StartWord[])[] {
  const { entrypoint, cmd } = stage.end;
  const own = [entrypoint, cmd].filter((command) => command && command.by !== 'image');
  const commands: StartWord[][] = [];
  const [first, second] = own;
  const joined = first?.form === 'exec' && second?.form === 'exec' && first === entrypoint;
  for (const command of own) {
    if (!command || command.by === 'image') continue;
    const from = command.by.at.start;
    const isShell = /^(ba|da|a)?sh$/.test(programName(command.argv?.[0] ?? ''));
    if (command.form === 'exec' && !isShell) {
      const words =
        command.exec?.items.map((item) => ({ text: item.value, at: insideQuotes(item), from })) ?? [];
      if (joined && command === second && commands.length === 1) commands[0]!.push(...words);
      else commands.push(words);
      continue;
    }
    for (const { word, args } of commandsOf(model, command.by))
      if (word) commands.push([word, ...args].map(({ text, at }) => ({ text, at, from })));
  }
  return commands.map(unwrapped);
}

/** Programs that start what follows, with the words of theirs that come before it. */
const wrappers: ReadonlyMap<string, RegExp | undefined> = new Map<string, RegExp | undefined>([
  ['tini', undefined],
  ['dumb-init', undefined],
  ['catatonit', undefined],
  ['exec', undefined],
  ['env', undefined],
  ['cross-env', undefined],
  ['npx', undefined],
  ['bunx', undefined],
  ['gosu', /^[\w:-]+$/],
  ['su-exec', /^[\w:-]+$/],
  ['poetry', /^run$/],
  ['pipenv', /^run$/],
  ['pdm', /^run$/],
  ['uv', /^run$/],
  ['bundle', /^exec$/],
  ['doppler', /^run$/],
  ['infisical', /^run$/],
  ['corepack', undefined],
]);

/** The words of a command without the programs that only start it. */
export function unwrapped(words: readonly StartWord[]): readonly StartWord[] {
  let rest = words;
  for (let guard = 0; guard < 6; guard++) {
    const name = programName(rest[0]?.text ?? '');
    const second = rest[1]?.text ?? '';
    if (/^(npm|pnpm|yarn)$/.test(name) && /^(exec|dlx|x)$/.test(second)) rest = skipOptions(rest.slice(2));
    else if (wrappers.has(name)) {
      const verb = wrappers.get(name);
      if (verb && !verb.test(second)) return rest;
      rest = skipOptions(rest.slice(verb ? 2 : 1));
    } else if (/^python[\d.]*$/.test(name) && second === '-m') rest = rest.slice(2);
    else return rest;
  }
  return rest;
}

function skipOptions(words: readonly StartWord[]): readonly StartWord[] {
  const at = words.findIndex(({ text }) => !/^-|^[A-Za-z_]\w*=/.test(text));
  return at < 0 ? [] : words.slice(at);
}

/** Names of scripts in package.json that start a development server. */
const devScript = /^(dev|develop|development|start:dev|start-dev|dev:[\w:-]+|serve:dev|watch)$/;

const production = {
  python: 'Start it with a server for production, such as `gunicorn` or `uvicorn`',
  site: 'Build the files in an earlier stage and serve them with a web server',
  node: 'Start what the build makes with `node`',
};

/** Reads one of `startedCommands`; undefined where it is no development server. */
export function developmentServer(words: readonly StartWord[]): DevelopmentServer | undefined {
  const [first, ...args] = words;
  if (!first) return undefined;
  const name = programName(first.text);
  const texts = args.map(({ text }) => text);
  const plain = args.filter(({ text }) => !text.startsWith('-'));
  const verb = plain[0];
  const through = (word: StartWord | undefined): Span => {
    if (!word || word === first) return first.at;
    return word.from === first.from ? { start: first.at.start, end: word.at.end } : word.at;
  };
  const found = (what: string, advice: string, word?: StartWord): DevelopmentServer => ({
    at: through(word),
    shown: [name, word?.text].filter(Boolean).join(' '),
    what,
    advice,
  });
  const reload = args.find(({ text }) => /^--reload(=true)?$/.test(text));
  if (reload && /^(uvicorn|gunicorn|hypercorn|granian|fastapi|sanic|daphne)$/.test(name))
    return {
      at: reload.at,
      shown: `${name} --reload`,
      what: 'watches the files and starts again when one changes',
      advice: 'Leave `--reload` out',
      word: { at: reload.at },
    };
  if (name === 'flask') {
    const run = plain.find(({ text }) => text === 'run');
    return run && found('is Flask’s own server for development', production.python, run);
  }
  const runserver =
    /^(python[\d.]*|django-admin)$|\.py$/.test(name) &&
    plain.slice(0, 2).find(({ text }) => /^runserver(_plus)?$/.test(text));
  if (runserver) {
    const { text } = runserver;
    return {
      ...found('is Django’s own server for development', production.python, runserver),
      shown: `${runserver === verb ? name : programName(verb?.text ?? '')} ${text}`,
    };
  }
  if (name === 'fastapi' && verb?.text === 'dev')
    return {
      ...found('reloads and is for development', 'Use `fastapi run`', verb),
      word: { at: verb.at, instead: 'run' },
    };
  if (name === 'http.server') return found('is Python’s simple server without any security', production.site);
  if (/^(nodemon|ts-node-dev|tsnd|node-dev)$/.test(name)) {
    const script = args[0]?.text ?? '';
    const isPlain = name === 'nodemon' && /\.[cm]?js$/.test(script);
    return {
      ...found('watches the files and starts again when one changes', production.node),
      ...(isPlain && { word: { at: first.at, instead: 'node' } }),
    };
  }
  if (name === 'tsx' && verb?.text === 'watch')
    return found('watches the files and starts again when one changes', production.node, verb);
  const watch = name === 'node' ? args.find(({ text }) => /^--watch(-path.*)?$/.test(text)) : undefined;
  if (watch)
    return {
      at: watch.at,
      shown: 'node --watch',
      what: 'watches the files and starts again when one changes',
      advice: 'Leave `--watch` out',
      ...(watch.text === '--watch' && { word: { at: watch.at } }),
    };
  if (/^(npm|yarn|pnpm|bun)$/.test(name)) {
    const script = /^(run|run-script)$/.test(verb?.text ?? '') ? plain[1] : name === 'npm' ? undefined : verb;
    if (!script || !devScript.test(script.text)) return undefined;
    return {
      ...found(
        'starts the server for development',
        'Build in an earlier stage and start what it made',
        script,
      ),
      shown: [name, ...(script === verb ? [] : ['run']), script.text].join(' '),
    };
  }
  const entry = siteTools.get(name);
  if (entry && (verb ? entry.verbs.test(verb.text) : entry.alone))
    return found('is a server for development', entry.advice ?? production.site, verb);
  const tool = otherTools.find(
    ([program, word]) => program === name && texts.some((text) => word.test(text)),
  );
  if (tool) {
    const [, word, what, advice] = tool;
    return found(
      what,
      advice,
      args.find(({ text }) => word.test(text)),
    );
  }
  return undefined;
}

interface SiteTool {
  readonly verbs: RegExp;
  /** Without a verb it serves too. */
  readonly alone: boolean;
  readonly advice?: string;
}

const siteTools: ReadonlyMap<string, SiteTool> = new Map<string, SiteTool>([
  ['vite', { verbs: /^(dev|serve)$/, alone: true }],
  ['ng', { verbs: /^(serve|s)$/, alone: false }],
  ['webpack-dev-server', { verbs: /./, alone: true }],
  ['webpack', { verbs: /^(serve|s)$/, alone: false }],
  ['react-scripts', { verbs: /^start$/, alone: false }],
  ['react-app-rewired', { verbs: /^start$/, alone: false }],
  ['craco', { verbs: /^start$/, alone: false }],
  ['vue-cli-service', { verbs: /^serve$/, alone: false }],
  [
    'next',
    { verbs: /^dev$/, alone: true, advice: 'Run `next build` in an earlier stage and use `next start`' },
  ],
  ['nuxt', { verbs: /^dev$/, alone: true, advice: production.node }],
  ['nuxi', { verbs: /^dev$/, alone: false, advice: production.node }],
  ['astro', { verbs: /^dev$/, alone: true }],
  ['gatsby', { verbs: /^develop$/, alone: false }],
  ['remix', { verbs: /^dev$/, alone: false, advice: production.node }],
  ['mkdocs', { verbs: /^serve$/, alone: false }],
  ['jekyll', { verbs: /^(serve|s)$/, alone: false }],
  ['hugo', { verbs: /^(server|serve)$/, alone: false }],
]);

const otherTools: readonly (readonly [program: string, word: RegExp, what: string, advice: string])[] = [
  ['php', /^artisan$/, 'starts PHP’s built-in server for development', 'Use PHP-FPM, Apache or FrankenPHP'],
  ['php', /^-S$/, 'starts PHP’s built-in server for development', 'Use PHP-FPM, Apache or FrankenPHP'],
  [
    'dotnet',
    /^watch$/,
    'builds anew when a file changes',
    'Publish in an earlier stage and start the `.dll`',
  ],
  ['cargo', /^watch$/, 'builds anew when a file changes', 'Build in an earlier stage and start the program'],
];

/** Variables that switch a framework into its development mode: the value, what it does, the value for production. */
const modes: ReadonlyMap<string, readonly [value: RegExp, what: string, instead: string]> = new Map([
  ['NODE_ENV', [/^(dev|development)$/, 'makes Node’s frameworks show errors and skip caches', 'production']],
  [
    'FLASK_DEBUG',
    [/^(1|true|yes|on)$/i, 'switches on Flask’s debugger, which runs any code that is sent to it', '0'],
  ],
  [
    'FLASK_ENV',
    [
      /^development$/,
      'switches on Flask’s debugger before version 2.3, which runs any code that is sent to it',
      'production',
    ],
  ],
  ['DJANGO_DEBUG', [/^(1|true|yes|on)$/i, 'makes Django show settings and code in its errors', 'False']],
  [
    'RAILS_ENV',
    [/^(development|test)$/, 'makes Rails show code in its errors and reload files', 'production'],
  ],
  ['RACK_ENV', [/^development$/, 'makes Rack show code in its errors', 'production']],
  [
    'APP_DEBUG',
    [/^(1|true|yes|on)$/i, 'makes the application show settings and code in its errors', 'false'],
  ],
  [
    'ASPNETCORE_ENVIRONMENT',
    [/^development$/i, 'makes ASP.NET Core show code and settings in its errors', 'Production'],
  ],
  ['DOTNET_ENVIRONMENT', [/^development$/i, 'makes .NET show code and settings in its errors', 'Production']],
]);

/** What such a value of ENV does, and the value for production; undefined for all other variables. */
export function developmentMode(
  name: string,
  value: string,
): { readonly what: string; readonly instead: string } | undefined {
  const mode = modes.get(name);
  if (!mode?.[0].test(value)) return undefined;
  return { what: mode[1], instead: mode[2] };
}
