// Which commands leave a cache of downloaded packages behind, and what takes it away again.
import { readMounts } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import { mayRunAnything } from './hidden-commands.ts';
import type { Model } from './model.ts';
import { readPackageCall } from './package-calls.ts';
import type { ImageState } from './state.ts';

/** A cache that a RUN leaves in its layer. */
export interface KeptCache {
  readonly command: PlainCommand;
  /** As it is called: `pip`, `apk`. */
  readonly tool: string;
  /** What stays: `~/.cache/pip`. */
  readonly place: string;
  /** An option that avoids it, and the word that it comes after or stands for. */
  readonly option?: { readonly text: string; readonly after: ShellWord; readonly instead?: boolean };
  /** A command that removes it at the end of the RUN. */
  readonly cleaning?: string;
}

/** What is known of one manager's cache. */
interface Cache {
  /** Reads a command that fills it. */
  readonly fills: (command: PlainCommand, state: ImageState) => KeptCache | undefined;
  /** Variables that move it or switch it off; set in any way they make it unknown. */
  readonly variables: RegExp;
  /** Targets of cache mounts that hold it. */
  readonly mounts: RegExp;
  /** A command that empties it, besides `rm`. */
  readonly empties: (command: PlainCommand, filled: KeptCache, state: ImageState) => boolean;
  /** Arguments of `rm` and `find` that take it away. */
  readonly removed: RegExp;
}

/** No variable has a say. */
const none = /(?!)/;

const wholeHome = /^(\/root|~|\$HOME|\$\{HOME\})\/?(\.?\*|\.\[|$)|\.cache(\/?$|\/\*)/;

/** The caches that a RUN leaves behind; empty where a script may have removed them. */
export function keptCaches(model: Model, instruction: Instruction): KeptCache[] {
  if (instruction.keyword !== 'RUN') return [];
  const commands = commandsOf(model, instruction);
  const state = model.before(instruction);
  const found: KeptCache[] = [];
  let variables: string | undefined;
  for (const cache of caches) {
    // Of an image that nothing is known of, its environment is not known either.
    if (state.facts === undefined && cache.variables !== none) continue;
    const filling = commands.flatMap((command) => cache.fills(command, state) ?? []);
    const [first] = filling;
    if (!first || found.some(({ tool }) => tool === first.tool)) continue;
    variables ??= variablesOf(state, commands);
    if (cache.variables.test(variables) || isMounted(instruction, cache.mounts)) continue;
    const last = commands.lastIndexOf(filling.at(-1)!.command);
    const gone = commands.some(
      (command, index) =>
        index > last &&
        (cache.empties(command, first, state) || removes(command, cache.removed) || mayRunAnything(command)),
    );
    if (!gone) found.push(...filling);
  }
  return found.sort((one, other) => one.command.command.at.start - other.command.command.at.start);
}

/** The names of all variables that are set here, one a line. */
function variablesOf(state: ImageState, commands: readonly PlainCommand[]): string {
  const names = [...state.env.keys(), ...state.args.keys()];
  for (const { name, args, command } of commands) {
    for (const assignment of command.assignments) names.push(assignment.name);
    if (name === 'export') for (const { text } of args) names.push(text.replace(/=.*/s, ''));
  }
  return names.join('\n');
}

function isMounted(instruction: Instruction, pattern: RegExp): boolean {
  return readMounts(instruction).some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') &&
      (!target || /\$|\/\.cache|^\/root\/?$/.test(target) || pattern.test(target)),
  );
}

function removes({ name, args }: PlainCommand, pattern: RegExp): boolean {
  if (name !== 'rm' && name !== 'find') return false;
  return args.some(({ text }) => pattern.test(text) || /^\/?\*$|^\/var\/(cache\/?)?\*?$/.test(text));
}

/** `python -m pip` as `pip`. */
function pipArguments({ name, args }: PlainCommand): readonly ShellWord[] | undefined {
  if (name !== undefined && /^pip[\d.]*$/.test(name)) return args;
  if (name === undefined || !/^python[\d.]*$/.test(name)) return undefined;
  const at = args.findIndex(({ text }) => text === '-m');
  return at >= 0 && args[at + 1]?.text === 'pip' ? args.slice(at + 2) : undefined;
}

function verbOf(args: readonly ShellWord[], verbs: RegExp): ShellWord | undefined {
  const word = args.find(({ text }) => !text.startsWith('-'));
  return word && verbs.test(word.text) ? word : undefined;
}

const says = (args: readonly ShellWord[], pattern: RegExp) => args.some(({ text }) => pattern.test(text));

const caches: readonly Cache[] = [
  {
    fills(command) {
      const args = pipArguments(command);
      const verb = args && verbOf(args, /^(install|wheel|download)$/);
      if (!args || !verb || says(args, /^(--no-cache|--cache-dir|--no-index|--help|\$)/)) return undefined;
      return { command, tool: 'pip', place: '~/.cache/pip', option: { text: '--no-cache-dir', after: verb } };
    },
    variables: /^(PIP_NO_CACHE_DIR|PIP_CACHE_DIR|PIP_CONFIG_FILE|XDG_CACHE_HOME)$/m,
    mounts: /pip/,
    empties: (command) => says(pipArguments(command) ?? [], /^(purge)$/),
    removed: new RegExp(`${wholeHome.source}|pip`),
  },
  {
    fills(command) {
      const call = readPackageCall(command);
      if (call?.manager !== 'apk' || !/^(install|upgrade|refresh)$/.test(call.action) || call.hasUnknownWord)
        return undefined;
      if (
        call.options.some((option) =>
          /^(--no-cache|--cache-dir|--root|-p|--repositories-file|--help|--no-network)/.test(option),
        )
      )
        return undefined;
      const update = command.args.find(({ text }) => /^(-U|--update|--update-cache)$/.test(text));
      const kept = { command, tool: 'apk', place: '/var/cache/apk' };
      if (call.action === 'refresh') return { ...kept, cleaning: 'rm -rf /var/cache/apk/*' };
      return update
        ? { ...kept, option: { text: '--no-cache', after: update, instead: true } }
        : { ...kept, option: { text: '--no-cache', after: call.verb } };
    },
    variables: none,
    mounts: /apk/,
    empties: (command) => readPackageCall(command)?.verb.text === 'cache',
    removed: /\/apk(\/|$)|^\/var\/(cache|\*)/,
  },
  {
    fills(command) {
      const call = readPackageCall(command);
      if (!call || !/^(dnf|yum|microdnf|tdnf|zypper)$/.test(call.manager)) return undefined;
      if (!/^(install|upgrade|refresh)$/.test(call.action) || call.verb.text === 'check-update')
        return undefined;
      if (
        call.options.some((option) => /installroot|cachedir|--root|--help|--no-cache|cacheonly/.test(option))
      )
        return undefined;
      const place =
        call.manager === 'zypper'
          ? '/var/cache/zypp'
          : call.manager === 'yum'
            ? '/var/cache/yum'
            : '/var/cache/dnf';
      return {
        command,
        tool: call.program,
        place,
        cleaning: `${call.program} clean${call.manager === 'zypper' ? '' : ' all'}`,
      };
    },
    variables: none,
    mounts: /dnf|yum|zypp|^\/var\/cache/,
    // microdnf keeps its downloads in a folder of its own, but from Fedora 38 on it is dnf. Source: Fedora's dnf5.spec.
    empties(command, filled, state) {
      const call = readPackageCall(command);
      if (call?.action !== 'clean') return false;
      const { distro } = state.facts ?? {};
      return (
        distro === undefined ||
        distro === 'fedora' ||
        (call.manager === 'microdnf') === (filled.tool === 'microdnf')
      );
    },
    removed: /dnf|yum|zypp|^\/var\/(cache|\*)/,
  },
  {
    fills(command) {
      const { name, args } = command;
      const verb = name === 'npm' ? verbOf(args, /^(install|i|ci|add|clean-install|update)$/) : undefined;
      if (!verb || says(args, /^(--cache|--offline|--help)/)) return undefined;
      return { command, tool: 'npm', place: '~/.npm', cleaning: 'npm cache clean --force' };
    },
    variables: /^npm_config_cache$/im,
    mounts: /npm/,
    empties: ({ name, args }) => name === 'npm' && args[0]?.text === 'cache',
    removed: new RegExp(`${wholeHome.source}|npm`),
  },
  {
    fills(command) {
      const { name, args } = command;
      if (name !== 'yarn' && name !== 'yarnpkg') return undefined;
      if (
        args.length > 0 &&
        !verbOf(args, /^(install|add|global)$/) &&
        args.some(({ text }) => !text.startsWith('-'))
      )
        return undefined;
      if (says(args, /^(--cache-folder|--version|-v|--help)/)) return undefined;
      // What `yarn cache clean` takes away differs between its releases.
      return { command, tool: 'yarn', place: 'the cache folder of yarn' };
    },
    variables: /^(YARN_CACHE_FOLDER|YARN_ENABLE_GLOBAL_CACHE|YARN_GLOBAL_FOLDER)$/m,
    mounts: /yarn/,
    empties: ({ name, args }) => name === 'yarn' && args[0]?.text === 'cache',
    removed: new RegExp(`${wholeHome.source}|yarn`),
  },
  {
    fills(command) {
      const { name, args } = command;
      if (
        name !== 'cargo' ||
        !verbOf(
          args.filter(({ text }) => !text.startsWith('+')),
          /^(build|install)$/,
        )
      )
        return undefined;
      if (says(args, /^(--offline|--frozen|--help)$/)) return undefined;
      return { command, tool: 'cargo', place: "cargo's registry" };
    },
    variables: none,
    mounts: /cargo|registry/,
    empties: ({ name }) => name === 'cargo-cache',
    removed: /cargo|registry/i,
  },
  {
    fills(command) {
      const { name, args } = command;
      // What `go mod download` fetches is there for the build that follows.
      if (name !== 'go' || !/^(build|install)$/.test(args[0]?.text ?? '')) return undefined;
      return { command, tool: 'go', place: "Go's caches of modules and builds" };
    },
    variables: /^(GOCACHE|GOMODCACHE)$/m,
    mounts: /go|\/pkg|mod/,
    empties: ({ name, args }) => name === 'go' && args[0]?.text === 'clean',
    removed: /(^|\/)go(\/|$|\*)|GOPATH|\.cache|gopath/i,
  },
];
