// Packages of languages that a command installs in whatever version is the newest.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { type LanguageCall, readLanguageCall } from './language-installs.ts';
import { hasOption } from './options.ts';
import { readPipInstall } from './pip-installs.ts';
import type { ImageState } from './state.ts';

/** The packages of one command that have no version. */
export interface UnpinnedPackages {
  readonly words: readonly ShellWord[];
  /** How to write one with its version. */
  readonly example: string;
  /** They are only the package manager's own parts: pip, setuptools, wheel. */
  readonly own: boolean;
}

const pythonName = /^[A-Za-z0-9][\w.-]*(\[[^\]]*\])?$/;
const nodeName = /^(@[\w.-]+\/)?[A-Za-z0-9_][\w.-]*(@(latest|next|\*|x)?)?$/;
const gemName = /^[A-Za-z][\w-]*$/;
const crateName = /^[A-Za-z][\w-]*$/;
const movingModule = /^[\w.-]+(\/\S*)?@(latest|master|main|HEAD|upgrade)$/;
const plainModule = /^[\w.-]+\.[a-z]+\/[^@\s]+$/;
const ownParts: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel']);

/**
 * Reads what a command installs without a version; undefined where every package has one, or nothing is installed.
 * @param mayHaveModule whether a go.mod may be at hand: `go install` and `go run` then take the version that it says, where
 *   `go get` takes the newest all the same. Source: go help install, go help get
 */
export function unpinnedPackages(
  command: PlainCommand,
  state: ImageState,
  mayHaveModule: () => boolean = () => true,
): UnpinnedPackages | undefined {
  const pip = readPipInstall(command);
  if (pip) {
    if (pip.constrained || pip.offline || pip.requiresHashes) return undefined;
    if (['PIP_CONSTRAINT', 'UV_CONSTRAINT', 'PIP_NO_INDEX'].some((name) => state.env.has(name)))
      return undefined;
    return found(pip.packages, pythonName, (name) => `${name}==<version>`);
  }
  const call = readLanguageCall(command);
  if (!call) return undefined;
  const { manager, verb, words, read } = call;
  switch (manager) {
    case 'pipx':
    case 'uv':
      return verb === (manager === 'uv' ? 'tool install' : 'install')
        ? found(words, pythonName, (name) => `${name}==<version>`)
        : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return addsNodePackages(call) && !hasOption(read, 'offline')
        ? found(words, nodeName, (name) => `${name.replace(/(?<=.)@.*$/, '')}@<version>`)
        : undefined;
    case 'gem':
      return /^(install|i)$/.test(verb) && !hasOption(read, 'v', 'version', 'l', 'local', 'g', 'file')
        ? found(gemsOf(command, words), gemName, (name) => `${name}:<version>`)
        : undefined;
    case 'cargo':
      return verb === 'install' && !hasOption(read, 'version', 'vers', 'git', 'path')
        ? found(words, crateName, (name) => `${name}@<version>`)
        : undefined;
    case 'go':
      return /^(install|get|run)$/.test(verb)
        ? found(
            words,
            (name) =>
              movingModule.test(name) || (plainModule.test(name) && (verb === 'get' || !mayHaveModule())),
            (name) => `${name.replace(/@[^@]*$/, '')}@<version>`,
          )
        : undefined;
    case 'dotnet':
      return verb === 'tool install' && !hasOption(read, 'version')
        ? found(words, /^[A-Za-z][\w.-]*$/, (name) => `${name} --version <version>`)
        : undefined;
    case 'composer':
      return verb === 'global require'
        ? found(words, /^[\w.-]+\/[\w.-]+$/, (name) => `${name}:<version>`)
        : undefined;
    case 'corepack':
      return /^(prepare|use|install)$/.test(verb)
        ? found(words, /^\w+@(latest|stable)$/, (name) => name.replace(/@.*/, '@<version>'))
        : undefined;
    default:
      return undefined;
  }
}

function addsNodePackages({ manager, verb }: LanguageCall): boolean {
  if (manager === 'npm') return /^(install|i|in|add)$/.test(verb);
  if (manager === 'yarn') return verb === 'add' || verb === 'global add';
  return /^(add|install|i)$/.test(verb);
}

const gemSwitches =
  /^--((no-)?(force|document|ri|rdoc|conservative|minimal-deps|user-install|env-shebang|prerelease|suggestions|wrappers|vendor|lock|post-install-message|format-executable|development|development-all|update-sources|verbose)|pre|quiet|silent|local|remote|both|default|explain|ignore-dependencies|clear-sources|norc|backtrace|debug)$/;

/** The words that are gems: not what follows `--`, nor what may be the value of an option that is not known. */
function gemsOf({ args }: PlainCommand, words: readonly ShellWord[]): ShellWord[] {
  const end = args.findIndex(({ text }) => text === '--');
  return words.filter((word) => {
    const index = args.indexOf(word);
    const before = args[index - 1]?.text ?? '';
    const isValue = /^--[^=]*$/.test(before) && !gemSwitches.test(before);
    return !isValue && (end < 0 || index < end);
  });
}

/** A file that is at hand, or its address: its name says the version. */
const archive = /\.(whl|zip|tgz|tar(\.\w+)?|gem|crate)$/;

function found(
  words: readonly ShellWord[],
  pattern: RegExp | ((name: string) => boolean),
  example: (name: string) => string,
): UnpinnedPackages | undefined {
  const unpinned = typeof pattern === 'function' ? pattern : (name: string) => pattern.test(name);
  const open = words.filter(
    ({ value }) => value !== undefined && value.length < 200 && unpinned(value) && !archive.test(value),
  );
  const [first] = open;
  if (!first) return undefined;
  return {
    words: open,
    example: example(first.value!),
    own: open.every(({ text }) => ownParts.has(text)),
  };
}
