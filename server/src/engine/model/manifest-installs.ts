// Installs of what a manifest names (package.json, requirements.txt), which need no other file of the project.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { readLanguageCall } from './language-installs.ts';
import { hasOption } from './options.ts';

/** Such a call. */
export interface ManifestInstall {
  readonly manager: string;
  /** As it is called: `npm ci`. */
  readonly shown: string;
  readonly verbWord: ShellWord;
  /** The files that it reads, as the advice names them. */
  readonly manifests: readonly string[];
}

interface Manager {
  readonly verbs: RegExp;
  readonly manifests: readonly string[];
  /** Options without which the source itself is needed. */
  readonly needs?: RegExp;
  /** Options with which it works elsewhere, or on several projects. */
  readonly elsewhere: readonly string[];
}

const other = ['g', 'global', 'help', 'version', 'v', 'C', 'prefix', 'cwd', 'dir'];
const workspaces = ['w', 'workspace', 'workspaces', 'r', 'recursive', 'filter', 'F', 'focus'];
const managers: Readonly<Record<string, Manager>> = {
  npm: {
    verbs: /^(install|i|ci|clean-install)$/,
    manifests: ['package.json', 'package-lock.json'],
    elsewhere: [...other, ...workspaces, 'package-lock-only'],
  },
  yarn: {
    verbs: /^(install)?$/,
    manifests: ['package.json', 'yarn.lock'],
    elsewhere: [...other, ...workspaces],
  },
  pnpm: {
    verbs: /^(install|i)$/,
    manifests: ['package.json', 'pnpm-lock.yaml'],
    elsewhere: [...other, ...workspaces],
  },
  bun: {
    verbs: /^(install|i)$/,
    manifests: ['package.json', 'bun.lock'],
    elsewhere: [...other, ...workspaces],
  },
  poetry: {
    verbs: /^(install|sync)$/,
    manifests: ['pyproject.toml', 'poetry.lock'],
    needs: /^--no-(root|directory)$/,
    elsewhere: ['C', 'directory', 'P', 'project', 'help'],
  },
  uv: {
    verbs: /^sync$/,
    manifests: ['pyproject.toml', 'uv.lock'],
    needs: /^--no-install-(project|workspace)$/,
    elsewhere: ['package', 'all-packages', 'project', 'directory', 'help'],
  },
  pipenv: {
    verbs: /^(install|sync)$/,
    manifests: ['Pipfile', 'Pipfile.lock'],
    elsewhere: ['help', 'e', 'editable'],
  },
  composer: {
    verbs: /^(install|i)$/,
    manifests: ['composer.json', 'composer.lock'],
    needs: /^--no-(scripts|autoloader)$/,
    elsewhere: ['d', 'working-dir', 'help'],
  },
  bundle: {
    verbs: /^(install)?$/,
    manifests: ['Gemfile', 'Gemfile.lock'],
    elsewhere: ['gemfile', 'v', 'version'],
  },
};

/** The reading of a command; undefined where it may need more of the project than its manifests. */
export function manifestInstall(command: PlainCommand): ManifestInstall | undefined {
  if (command.name === 'go') {
    const [mod, verb] = command.args;
    return mod?.text === 'mod' && verb?.text === 'download'
      ? { manager: 'go', shown: 'go mod download', verbWord: verb, manifests: ['go.mod', 'go.sum'] }
      : undefined;
  }
  const call = readLanguageCall(command);
  if (!call) return undefined;
  const { verbWord } = call;
  const shown = `${command.name} ${call.verb}`.trim();
  if (call.manager === 'pip' || call.manager === 'uv-pip') {
    if (call.verb !== 'install' || call.words.length > 0) return undefined;
    if (hasOption(call.read, 'e', 'editable', 't', 'target', 'help')) return undefined;
    const files = call.read.options.flatMap(({ name, value }) =>
      /^(r|requirement|c|constraint|requirements)$/.test(name) ? [value ?? ''] : [],
    );
    // A file of another folder may be anything.
    if (files.length === 0 || files.some((file) => !/^(\.\/)?[\w./-]+\.(txt|in)$/.test(file)))
      return undefined;
    return { manager: 'pip', shown, verbWord, manifests: files.map((file) => file.replace(/^\.\//, '')) };
  }
  const manager = Object.hasOwn(managers, call.manager) ? managers[call.manager] : undefined;
  if (!manager?.verbs.test(call.verb) || call.words.length > 0) return undefined;
  if (hasOption(call.read, ...manager.elsewhere)) return undefined;
  if (manager.needs && !command.args.some(({ text }) => manager.needs!.test(text))) return undefined;
  return { manager: call.manager, shown, verbWord, manifests: manager.manifests };
}
