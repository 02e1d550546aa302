// Which calls of package managers may install something else than the lock file says.
import type { PlainCommand } from './apply-run.ts';
import { type LanguageCall, readLanguageCall } from './language-installs.ts';
import { hasOption } from './options.ts';
import type { ImageState } from './state.ts';

/** A call that reads a lock file and may go beyond it. */
export interface UnfrozenCall {
  readonly call: LanguageCall;
  /** Names of the lock file, one of which must be there. */
  readonly locks: readonly string[];
  /** As it is called: `yarn install`. */
  readonly shown: string;
  /** The option that holds it to the lock file; absent where the verb itself is the matter. */
  readonly option?: string;
  /** The same as a variable, for a program without such an option. */
  readonly variable?: string;
  /** The verb asks for new versions. */
  readonly renews: boolean;
}

interface Manager {
  readonly verbs: RegExp;
  readonly locks: readonly string[];
  readonly frozen: readonly string[];
  readonly option?: string;
  readonly variable?: string;
  /** Variables of the environment that do the same. */
  readonly environment: readonly string[];
}

/** Sources: the documentation of each tool. poetry, npm ci and composer install hold to their lock files by themselves. */
const managers: Readonly<Record<string, Manager>> = {
  yarn: {
    verbs: /^(install)?$/,
    locks: ['yarn.lock'],
    frozen: ['frozen-lockfile', 'immutable', 'immutable-cache', 'version', 'v', 'help'],
    option: '--frozen-lockfile',
    environment: ['YARN_ENABLE_IMMUTABLE_INSTALLS', 'CI'],
  },
  pnpm: {
    verbs: /^(install|i)$/,
    locks: ['pnpm-lock.yaml'],
    frozen: ['frozen-lockfile', 'lockfile-only', 'g', 'global'],
    option: '--frozen-lockfile',
    environment: ['CI'],
  },
  bun: {
    verbs: /^(install|i)$/,
    locks: ['bun.lock', 'bun.lockb'],
    frozen: ['frozen-lockfile', 'g', 'global'],
    option: '--frozen-lockfile',
    environment: [],
  },
  uv: {
    verbs: /^sync$/,
    locks: ['uv.lock'],
    frozen: ['locked', 'frozen', 'check'],
    option: '--locked',
    environment: ['UV_LOCKED', 'UV_FROZEN'],
  },
  pipenv: {
    verbs: /^install$/,
    locks: ['Pipfile.lock'],
    frozen: ['deploy', 'ignore-pipfile'],
    option: '--deploy',
    environment: [],
  },
  bundle: {
    verbs: /^(install)?$/,
    locks: ['Gemfile.lock'],
    frozen: ['frozen', 'deployment', 'version', 'v'],
    variable: 'BUNDLE_FROZEN=true',
    environment: ['BUNDLE_FROZEN', 'BUNDLE_DEPLOYMENT'],
  },
  cargo: {
    verbs: /^(build|b|check|test|run|rustc)$/,
    locks: ['Cargo.lock'],
    frozen: ['locked', 'frozen', 'manifest-path', 'help'],
    option: '--locked',
    environment: [],
  },
};

/** Verbs that ask for new versions and write the lock file anew. */
const renewing: Readonly<Record<string, { readonly verbs: RegExp; readonly locks: readonly string[] }>> = {
  composer: { verbs: /^(update|upgrade|u)$/, locks: ['composer.lock'] },
  poetry: { verbs: /^update$/, locks: ['poetry.lock'] },
  bundle: { verbs: /^update$/, locks: ['Gemfile.lock'] },
  yarn: { verbs: /^(upgrade|up)$/, locks: ['yarn.lock'] },
  npm: { verbs: /^(update|upgrade|up)$/, locks: ['package-lock.json'] },
  pnpm: { verbs: /^(update|upgrade|up)$/, locks: ['pnpm-lock.yaml'] },
  cargo: { verbs: /^update$/, locks: ['Cargo.lock'] },
};

/** Reads such a call; undefined for any other command, and where the environment holds it to the lock file. */
export function unfrozenCall(command: PlainCommand, state: ImageState): UnfrozenCall | undefined {
  const call = readLanguageCall(command);
  if (!call) return undefined;
  const shown = `${command.name} ${call.verb}`.trim();
  const renews = renewing[call.manager];
  if (renews?.verbs.test(call.verb))
    return hasOption(call.read, 'g', 'global', 'prefix', 'cwd', 'dir')
      ? undefined
      : { call, locks: renews.locks, shown, renews: true };
  const manager = managers[call.manager];
  if (!manager?.verbs.test(call.verb) || call.words.length > 0) return undefined;
  if (hasOption(call.read, ...manager.frozen, 'C', 'cwd', 'dir', 'prefix', 'directory', 'project', 'gemfile'))
    return undefined;
  const set = (name: string) =>
    state.env.has(name) ||
    state.args.has(name) ||
    command.command.assignments.some((assignment) => assignment.name === name);
  if (manager.environment.some(set)) return undefined;
  const { option, variable, locks } = manager;
  return { call, locks, shown, renews: false, ...(option && { option }), ...(variable && { variable }) };
}

/** `bundle config set frozen true`, `yarn config set enableImmutableInstalls true`: holds from here on. */
export function freezes(command: PlainCommand): string | undefined {
  const { name, args } = command;
  if (name !== 'bundle' && name !== 'bundler' && name !== 'yarn' && name !== 'pnpm') return undefined;
  const words = args.map(({ text }) => text);
  const says = words.some((text) =>
    /^(frozen|deployment|enableImmutableInstalls|frozen-lockfile)(=.*)?$/.test(text),
  );
  return words[0] === 'config' && says ? (name === 'bundler' ? 'bundle' : name) : undefined;
}
