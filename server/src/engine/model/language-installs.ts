// Calls of the languages' package managers: what they install, and from where.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { type ReadOptions, readOptions } from './options.ts';

/** A call of a package manager of a language. */
export interface LanguageCall {
  /** `uv-pip` is `uv pip`; `uv` is uv itself, `python -m pip` is `pip`. */
  readonly manager: string;
  /** The verb as written, without what comes before it: `install`, `global add`. Empty when there is none. */
  readonly verb: string;
  /** The last word of the verb; the program's where there is none. */
  readonly verbWord: ShellWord;
  /** Options and words after the verb (and options before it). */
  readonly read: ReadOptions;
  /** The words after the verb: packages, where the verb installs some. */
  readonly words: readonly ShellWord[];
}

interface Grammar {
  readonly short: string;
  readonly long: string;
  /** First words that have a second one: `global add`, `tool install`. */
  readonly groups?: RegExp;
}

const pip: Grammar = {
  short: 'rceiftp',
  long: `requirement constraint editable target platform python-version implementation abi prefix root src upgrade-strategy
    config-settings config-setting global-option no-binary only-binary progress-bar root-user-action report index-url
    extra-index-url find-links trusted-host proxy retries timeout exists-action cert client-cert cache-dir log use-feature
    use-deprecated python keyring-provider hash index default-index index-strategy resolution prerelease exclude-newer link-mode
    extra group override build-constraint torch-backend allow-insecure-host upgrade-package reinstall-package directory project`,
};
const node: Grammar = {
  short: 'CwF',
  long: `prefix registry omit include only loglevel workspace cache tag userconfig dir filter reporter cwd network-timeout
    network-concurrency modules-folder cache-folder mutex store-dir child-concurrency fetch-retries fetch-timeout maxsockets
    install-strategy backend global-dir global-folder`,
  groups: /^(global|config|workspaces|cache)$/,
};

// Only the options that take a value in the next word matter. Sources: the tools' own --help.
const grammars: Readonly<Record<string, Grammar>> = {
  pip,
  'uv-pip': pip,
  uv: { ...pip, groups: /^(pip|tool|python)$/ },
  pipx: { short: 'i', long: 'index-url pip-args python spec suffix' },
  pipenv: { short: 'r', long: 'requirements python pypi-mirror index categories extra-pip-args' },
  poetry: { short: 'CE', long: 'directory project with without only extras' },
  npm: node,
  yarn: node,
  pnpm: node,
  bun: node,
  gem: {
    short: 'vinPsg',
    long: 'version install-dir bindir source document platform trust-policy http-proxy build-root',
  },
  bundle: { short: 'j', long: 'jobs gemfile path retry with without binstubs', groups: /^config$/ },
  cargo: {
    short: 'jpFZC',
    long: `version vers git branch tag rev path root registry index features bin example profile target target-dir jobs
      manifest-path package config color message-format exclude lockfile-path`,
  },
  go: { short: '', long: '' },
  composer: { short: 'd', long: 'working-dir', groups: /^global$/ },
  dotnet: {
    short: 'v',
    long: 'version tool-path add-source configfile framework verbosity arch tool-manifest',
    groups: /^tool$/,
  },
  corepack: { short: '', long: 'install-directory output' },
};
const longOf = new Map(
  Object.entries(grammars).map(([name, { long }]) => [name, long.split(/\s+/).filter((word) => word !== '')]),
);
const aliases: Readonly<Record<string, string>> = { bundler: 'bundle', yarnpkg: 'yarn' };

/** Reads a call of a language's package manager; undefined for other programs. */
export function readLanguageCall(command: PlainCommand): LanguageCall | undefined {
  const { name, args, word } = command;
  if (name === undefined || word === undefined) return undefined;
  if (/^pip[\d.]*$/.test(name)) return read('pip', command, word);
  if (/^python[\d.]*$/.test(name)) {
    const at = args.findIndex(({ text }) => text === '-m');
    const module = at >= 0 && at < 4 ? args[at + 1] : undefined;
    if (module?.value !== 'pip') return undefined;
    return read('pip', { ...command, args: args.slice(at + 2) }, module);
  }
  const known = aliases[name] ?? name;
  if (!Object.hasOwn(grammars, known)) return undefined;
  if (known === 'uv' && args[0]?.value === 'pip')
    return read('uv-pip', { ...command, args: args.slice(1) }, args[0]);
  return read(known, command, word);
}

function read(manager: string, command: PlainCommand, program: ShellWord): LanguageCall {
  const grammar = grammars[manager]!;
  // Go writes its options with one dash, and they hold their value after `=`.
  const options = readOptions(command, { short: grammar.short, long: longOf.get(manager)! });
  const [first, second] = options.positional;
  if (!first) return { manager, verb: '', verbWord: program, read: options, words: [] };
  const grouped = grammar.groups?.test(first.text) && second !== undefined;
  return {
    manager,
    verb: grouped ? `${first.text} ${second.text}` : first.text,
    verbWord: grouped ? second : first,
    read: options,
    words: options.positional.slice(grouped ? 2 : 1),
  };
}
