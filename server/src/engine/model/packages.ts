// How the distributions' package managers change which programs and accounts there are.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { ApplyContext } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import type { Closure, Closures } from './closure.ts';
import { programsOfPackage } from './package-programs.ts';
import type { ImageState, PackageState, ToolState } from './state.ts';

/** A call of a package manager. */
export interface PackageRequest {
  /** The family: apt-get, apt and aptitude are `apt`. */
  readonly manager: 'apt' | 'apk' | 'dnf' | 'microdnf' | 'tdnf' | 'yum' | 'zypper';
  readonly verb: 'install' | 'remove' | 'update' | 'upgrade' | 'clean' | 'other';
  /** Package words, without versions; a word that is not literal makes `complete` false. */
  readonly packages: readonly { readonly name: string; readonly word: ShellWord }[];
  /** Every package is known by name. */
  readonly complete: boolean;
  /** `--no-install-recommends`, or a manager that has no such thing. */
  readonly withoutRecommends: boolean;
  /** `apk add --virtual NAME`. */
  readonly virtual?: string;
}

const families: Readonly<Record<string, PackageRequest['manager']>> = {
  'apt-get': 'apt', apt: 'apt', aptitude: 'apt', apk: 'apk', dnf: 'dnf', dnf5: 'dnf', microdnf: 'microdnf', tdnf: 'tdnf', yum: 'yum', zypper: 'zypper',
};

const verbs: Readonly<Record<string, PackageRequest['verb']>> = {
  install: 'install', add: 'install', in: 'install', reinstall: 'install', localinstall: 'install', groupinstall: 'install', 'build-dep': 'install', swap: 'install',
  remove: 'remove', purge: 'remove', del: 'remove', erase: 'remove', rm: 'remove', autoremove: 'remove', 'auto-remove': 'remove', autopurge: 'remove',
  update: 'update', makecache: 'update', refresh: 'update', ref: 'update', 'check-update': 'update',
  upgrade: 'upgrade', 'dist-upgrade': 'upgrade', 'full-upgrade': 'upgrade', 'upgrade-minimal': 'upgrade', up: 'upgrade', dup: 'upgrade',
  clean: 'clean', autoclean: 'clean', cache: 'clean',
};

const valuedOptions = /^(-t|--target-release|--default-release|-o|--option|-c|--config-file|--virtual|-t|-X|--repository|-p|--root|--repo|--enablerepo|--disablerepo|--releasever|--installroot|--setopt|--repositories-file|--arch)$/;

/** Reads a call of a package manager; undefined for other programs. */
export function readPackageRequest(command: PlainCommand): PackageRequest | undefined {
  const manager = command.name === undefined ? undefined : families[command.name];
  if (!manager) return undefined;
  let verb: PackageRequest['verb'] | undefined;
  let virtual: string | undefined;
  let withoutRecommends = manager !== 'apt';
  let complete = true;
  const packages: { name: string; word: ShellWord }[] = [];
  for (let index = 0; index < command.args.length; index++) {
    const word = command.args[index]!;
    const { text } = word;
    if (text.startsWith('-')) {
      if (text === '--no-install-recommends' || /Install-Recommends=(false|0|no)/i.test(text)) withoutRecommends = true;
      const joined = /^(--virtual)=(.+)$/.exec(text);
      if (joined) virtual = joined[2];
      else if (manager === 'apk' && (text === '--virtual' || /^-[a-z]*t$/.test(text))) virtual = command.args[++index]?.text;
      else if (manager !== 'apk' ? valuedOptions.test(text) : /^(-X|--repository|-p|--root|--repositories-file|--arch|--cache-dir|--keys-dir)$/.test(text)) {
        const value = command.args[++index]?.text ?? '';
        if (/Install-Recommends=(false|0|no)/i.test(value)) withoutRecommends = true;
      }
      continue;
    }
    if (verb === undefined) {
      verb = verbs[text] ?? 'other';
      if (text === 'build-dep' || text === 'groupinstall' || text === 'swap') complete = false;
      continue;
    }
    if (word.value === undefined) complete = false;
    // Redirections of the list (`$(cat packages.txt)`), local files and URLs are packages of unknown name.
    const name = manager === 'apt' ? /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9]+)?(?:[=/].*)?$/.exec(text)?.[1] : /^(\.?[A-Za-z0-9_][\w+.-]*?)(?:[=<>~@].*)?$/.exec(text)?.[1];
    if (name === undefined || /\.(deb|rpm|apk)$/.test(text)) complete = false;
    else packages.push({ name: manager === 'apt' ? name.replace(/(?<!\+)\+$|-$/, '') : name, word });
  }
  return { manager, verb: verb ?? 'other', packages, complete, withoutRecommends, virtual };
}

/** The state after a package manager's call; undefined when the command is none. */
export function applyPackageCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState | undefined {
  if (command.name === 'dpkg' || command.name === 'rpm' || command.name === 'apt-ftparchive') {
    const installs = command.args.some((word) => /^(-[a-zA-Z]*[iUF][a-zA-Z]*|--install|--upgrade|--unpack)$/.test(word.text));
    return installs ? state.change({ opaqueBy: state.opaqueBy ?? instruction, accountsComplete: false }) : state;
  }
  const request = readPackageRequest(command);
  if (!request) return undefined;
  if (request.verb === 'install') return install(state, request, instruction, context);
  if (request.verb === 'remove') return remove(state, request, instruction);
  return state;
}

function install(state: ImageState, request: PackageRequest, instruction: Instruction, context: ApplyContext): ImageState {
  const tools = new Map<string, ToolState>(state.tools);
  const packages = new Map<string, PackageState>(state.packages);
  let { opaqueBy, accountsComplete } = state;
  const bring = (name: string) => tools.set(name, { presence: 'present', by: instruction });
  const perhaps = (name: string) => {
    if (tools.get(name)?.presence !== 'present') tools.set(name, { presence: 'unknown', by: instruction });
  };
  for (const { name } of request.packages) {
    packages.set(name, { manager: request.manager, by: instruction });
    for (const program of programsOfPackage(request.manager, name)) bring(program);
    const closure = closureIn(context.closures, state, name);
    if (!closure) {
      opaqueBy ??= instruction;
      accountsComplete = false;
      continue;
    }
    for (const program of closure.tools) bring(program);
    for (const program of closure.maybeTools) perhaps(program);
    if (closure.mayCreateUsers) accountsComplete = false;
    if (request.withoutRecommends) continue;
    // Recommended packages come unless apt's own settings say otherwise, which the file does not show.
    for (const program of closure.toolsWithRecommends) if (!closure.tools.includes(program)) perhaps(program);
    if (closure.mayCreateUsersWithRecommends) accountsComplete = false;
  }
  if (!request.complete) {
    opaqueBy ??= instruction;
    accountsComplete = false;
  }
  const virtualPackages =
    request.virtual === undefined
      ? state.virtualPackages
      : new Map(state.virtualPackages).set(request.virtual, request.packages.map(({ name }) => name));
  return state.change({ tools, packages, opaqueBy, accountsComplete, virtualPackages, untrackedBy: state.untrackedBy ?? instruction, tracked: context.closures?.tracked });
}

/** Debian's releases of which the closures are known; a tag whose release is not known may mean any of them. */
const releases = ['11', '12', '13'] as const;

function closureIn(closures: Closures | undefined, state: ImageState, name: string): Closure | undefined {
  const { distro, release } = state.facts ?? {};
  if (release !== undefined || distro !== 'debian') return closures?.closureOf(distro, release, name);
  const all = releases.map((each) => closures?.closureOf(distro, each, name));
  if (!all.every((closure) => closure !== undefined)) return undefined;
  const tools = all[0]!.tools.filter((tool) => all.every((closure) => closure.tools.includes(tool)));
  return {
    tools,
    maybeTools: all.flatMap((closure) => [...closure.tools, ...closure.maybeTools]).filter((tool) => !tools.includes(tool)),
    toolsWithRecommends: all.flatMap((closure) => closure.toolsWithRecommends),
    mayCreateUsers: all.some((closure) => closure.mayCreateUsers),
    mayCreateUsersWithRecommends: all.some((closure) => closure.mayCreateUsersWithRecommends),
  };
}

function remove(state: ImageState, request: PackageRequest, instruction: Instruction): ImageState {
  const names = request.packages.flatMap(({ name }) => state.virtualPackages.get(name) ?? [name]);
  const tools = new Map(state.tools);
  const packages = new Map(state.packages);
  for (const name of names) {
    packages.delete(name);
    for (const program of programsOfPackage(request.manager, name)) {
      // A program that came with this very package goes with it; another package may hold on to it when it was there before.
      const known = tools.get(program);
      const ours = known?.by !== undefined && known.by !== 'image';
      tools.set(program, { presence: ours || request.manager === 'apt' ? 'absent' : 'unknown', by: instruction });
    }
  }
  return state.change({ tools, packages });
}
