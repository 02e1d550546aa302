// Which calls of package managers install what only development needs.
// Sources: the documentation of each tool (npm 11, yarn 1, pnpm 10, bun 1, pip 25, poetry 2, pipenv, uv, composer 2, bundler 2).
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { type LanguageCall, readLanguageCall } from './language-installs.ts';
import { hasOption, optionValue } from './options.ts';
import type { ImageState } from './state.ts';

/** Such a call. */
export interface DevelopmentInstall {
  readonly call: LanguageCall;
  /** As it is called: `npm ci`. */
  readonly shown: string;
  /** What comes along, as the object of "installs": `the devDependencies too`. */
  readonly what: string;
  /** The word that asks for them, where one does. */
  readonly word?: ShellWord;
  /** An option that leaves them out; the call has none like it. */
  readonly option?: string;
  /** The same as a variable, for a program without such an option. */
  readonly variable?: string;
  /** The file that says whether there are any: `package.json`. */
  readonly manifest?: string;
}

interface Manager {
  readonly verbs: RegExp;
  /** Options that leave the development packages out, or ask for something else altogether. */
  readonly without: readonly string[];
  /** Variables that may do the same, in whatever way they are set. */
  readonly variables: RegExp;
  readonly what: string;
  readonly option?: string;
  readonly variable?: string;
  readonly manifest: string;
}

const other = [
  'g',
  'global',
  'help',
  'version',
  'C',
  'prefix',
  'cwd',
  'dir',
  'filter',
  'F',
  'workspace',
  'w',
];
const devDependencies = 'the devDependencies too';
const managers: Readonly<Record<string, Manager>> = {
  npm: {
    verbs: /^(install|i|in|ci|clean-install)$/,
    without: [...other, 'omit', 'production', 'prod', 'P', 'only', 'package-lock-only', 'dry-run'],
    variables: /^npm_config_(omit|production|only|include|userconfig)$/i,
    what: devDependencies,
    option: '--omit=dev',
    manifest: 'package.json',
  },
  yarn: {
    verbs: /^(install)?$/,
    without: [...other, 'production', 'prod', 'P', 'v', 'mode'],
    variables: /^(npm_config_production|yarn_production)$/i,
    what: devDependencies,
    option: '--production',
    manifest: 'package.json',
  },
  pnpm: {
    verbs: /^(install|i)$/,
    without: [...other, 'prod', 'P', 'production', 'lockfile-only', 'r', 'recursive'],
    variables: /^npm_config_(omit|production|only)$/i,
    what: devDependencies,
    option: '--prod',
    manifest: 'package.json',
  },
  bun: {
    verbs: /^(install|i)$/,
    without: [...other, 'production', 'p', 'omit'],
    variables: /^(?!)/,
    what: devDependencies,
    option: '--production',
    manifest: 'package.json',
  },
  poetry: {
    verbs: /^(install|sync)$/,
    without: ['only', 'without', 'no-dev', 'only-root', 'C', 'directory', 'P', 'project', 'help', 'dry-run'],
    variables: /^POETRY_/,
    what: 'the development group too',
    option: '--only main',
    manifest: 'pyproject.toml',
  },
  uv: {
    verbs: /^sync$/,
    without: [
      'no-dev',
      'no-group',
      'no-default-groups',
      'only-group',
      'package',
      'all-packages',
      'project',
      'directory',
      'help',
      'dry-run',
    ],
    variables: /^UV_(NO_DEV|NO_GROUP|NO_DEFAULT_GROUPS|CONFIG_FILE)$/,
    what: 'the development group too',
    option: '--no-dev',
    manifest: 'pyproject.toml',
  },
  composer: {
    verbs: /^(install|i)$/,
    without: ['no-dev', 'd', 'working-dir', 'help', 'dry-run', 'download-only'],
    variables: /^COMPOSER(_NO_DEV)?$/,
    what: 'the packages of require-dev too',
    option: '--no-dev',
    manifest: 'composer.json',
  },
  bundle: {
    verbs: /^(install)?$/,
    without: ['without', 'with', 'gemfile', 'v', 'version', 'help'],
    variables: /^BUNDLE_(WITHOUT|ONLY|GEMFILE|WITH|APP_CONFIG)$/,
    what: 'the groups development and test too',
    variable: 'BUNDLE_WITHOUT=development:test',
    manifest: 'Gemfile',
  },
};

/** Only hostile files set more; of those nothing is said. */
const mostVariables = 500;

/** Names of requirements files that say they are for development or tests. */
const developmentFile =
  /(^|\/)(requirements[-_.]?(dev|develop|development|test|tests|testing|lint|local|ci)|(dev|develop|development|test|tests|lint|local)[-_.]?requirements)[\w.-]*\.(txt|in)$|(^|\/)requirements\/(dev|develop|development|test|tests|testing|local|lint|ci)\.(txt|in)$/;
const developmentExtra =
  /^(\.|\.?\/[\w./-]*|-e\.|file:.*)\[[\w\s,.-]*\b(dev|develop|development|test|tests|testing|lint)\b[\w\s,.-]*\]$/;

/** The reading of a command; undefined where it leaves those packages out, or where that is not known. */
export function developmentInstall(command: PlainCommand, state: ImageState): DevelopmentInstall | undefined {
  const call = readLanguageCall(command);
  if (!call) return undefined;
  const shown = `${command.name} ${call.verb}`.trim();
  if (call.manager === 'pip' || call.manager === 'uv-pip') return pip(command, call, shown);
  if (call.manager === 'pipenv') {
    const word = command.args.find(({ text }) => text === '--dev' || text === '-d');
    return word && /^(install|sync)$/.test(call.verb)
      ? { call, shown, what: 'the development packages too', word }
      : undefined;
  }
  const manager = Object.hasOwn(managers, call.manager) ? managers[call.manager] : undefined;
  if (!manager?.verbs.test(call.verb) || call.words.length > 0) return undefined;
  if (call.read.options.some(({ name, value }) => name.includes('$') || value?.includes('$')))
    return undefined;
  if (hasOption(call.read, ...manager.without)) return undefined;
  if (state.env.size + state.args.size > mostVariables) return undefined;
  const names = [
    ...state.env.keys(),
    ...state.args.keys(),
    ...command.command.assignments.map(({ name }) => name),
  ];
  if (
    names.some((name) => manager.variables.test(name) || (modes.has(name) && !isDevelopmentMode(name, state)))
  )
    return undefined;
  const { what, option, variable, manifest } = manager;
  return { call, shown, what, manifest, ...(option && { option }), ...(variable && { variable }) };
}

/** Variables that npm, yarn and pnpm take `production` from. */
const modes: ReadonlySet<string> = new Set(['NODE_ENV']);

/** The image says that it is no production; everything else may be. */
function isDevelopmentMode(name: string, state: ImageState): boolean {
  return /^(dev|development|test)$/.test(state.env.get(name) ?? '');
}

/** A longer word is no name of a file that somebody made. In UTF-16 units. */
const longestName = 300;

function pip(command: PlainCommand, call: LanguageCall, shown: string): DevelopmentInstall | undefined {
  if (call.verb !== 'install') return undefined;
  const words = command.args.filter(({ text }) => text.length <= longestName);
  const nameOf = ({ value = '' }: ShellWord) => value.replace(/^(-r|--requirement=)/, '');
  const file = words.find((word) => developmentFile.test(nameOf(word)));
  if (file && file.value !== optionValue(call.read, 'c', 'constraint'))
    return { call, shown, what: `what \`${nameOf(file)}\` names`, word: file };
  const extra = words.find(({ value }) => developmentExtra.test(value ?? ''));
  return extra && { call, shown, what: `the extras of \`${extra.value}\``, word: extra };
}

/** The command takes development packages away again, or the folder that they are in. */
export function prunes(command: PlainCommand): boolean {
  const { name, args } = command;
  const words = args.map(({ text }) => text);
  if (name === 'rm' || name === 'mv') return words.some((text) => /node_modules|vendor/.test(text));
  if (name === 'node-prune' || name === 'modclean') return true;
  if (!/^(npm|yarn|yarnpkg|pnpm|bun|composer|bundle|bundler|poetry|uv|pip\d*)$/.test(name ?? ''))
    return false;
  return words.some((text) =>
    /^(prune|deploy|focus|--production(=true)?|--prod|--omit(=dev)?|--only=prod(uction)?|--no-dev|uninstall|clean|without|--without|config)$/.test(
      text,
    ),
  );
}

/** The command runs a tool of the project, which development packages may bring. */
export function runsProjectTool(command: PlainCommand): boolean {
  const { name, args } = command;
  const verb = args.find(({ text }) => !text.startsWith('-'))?.text ?? '';
  if (/^(npm|pnpm|yarn|yarnpkg|bun)$/.test(name ?? ''))
    return name === 'npm'
      ? /^(run|run-script|test|t|start|exec|x|build)$/.test(verb)
      : !/^(|install|i|add|config|cache|global|set|import|store|fetch|prune|remove)$/.test(verb);
  if (
    /^(npx|bunx|tsc|vite|ng|webpack|rollup|esbuild|gulp|grunt|jest|turbo|nx|lerna|next|nuxt|nest|pytest|tox|nox|mypy|ruff|black|rspec|rubocop|phpunit|node)$/.test(
      name ?? '',
    )
  )
    return true;
  if (/^(poetry|uv|pipenv|bundle|bundler)$/.test(name ?? '')) return /^(run|exec)$/.test(verb);
  if (name === 'composer') return /^(run|run-script|test|exec)$/.test(verb);
  return /^(rails|rake|make)$/.test(name ?? '');
}
