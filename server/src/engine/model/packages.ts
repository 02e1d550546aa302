// How the distributions' package managers change which programs and accounts there are.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import type { ApplyContext } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import type { Closure, Closures } from './closure.ts';
import { programsOfPackage } from './package-programs.ts';
import { Snapshot } from './snapshot.ts';
import type { ImageState, ToolState } from './state.ts';

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
  /** What was only installed as a dependency goes too. */
  readonly removesUnused: boolean;
}

const families: ReadonlyMap<string, PackageRequest['manager']> = new Map([
  ['apt-get', 'apt'],
  ['apt', 'apt'],
  ['aptitude', 'apt'],
  ['apk', 'apk'],
  ['dnf', 'dnf'],
  ['dnf5', 'dnf'],
  ['microdnf', 'microdnf'],
  ['tdnf', 'tdnf'],
  ['yum', 'yum'],
  ['zypper', 'zypper'],
]);

const verbs: ReadonlyMap<string, PackageRequest['verb']> = new Map(
  Object.entries({
    install: 'install add in reinstall rei localinstall groupinstall build-dep swap module group groups',
    remove: 'remove purge del erase rm autoremove auto-remove autopurge',
    update: 'update makecache refresh ref check-update',
    upgrade: 'upgrade dist-upgrade full-upgrade upgrade-minimal up dup',
    clean: 'clean autoclean cache',
  }).flatMap(([verb, words]) => words.split(' ').map((word) => [word, verb as PackageRequest['verb']])),
);

/** Verbs whose words are not the names of what is installed. */
const indirectVerbs: ReadonlySet<string> = new Set([
  'build-dep',
  'groupinstall',
  'swap',
  'module',
  'group',
  'groups',
]);

const valuedOptions: Readonly<Record<'apk' | 'other', RegExp>> = {
  apk: /^(-X|--repository|-p|--root|--repositories-file|--arch|--cache-dir|--keys-dir)$/,
  other:
    /^(-t|--target-release|--default-release|-o|--option|-c|--config-file|--root|--repo|--repository|--enablerepo|--disablerepo|--releasever|--installroot|--setopt|-x|--exclude|-r|-p)$/,
};

/** Reads a call of a package manager; undefined for other programs. */
export function readPackageRequest(command: PlainCommand): PackageRequest | undefined {
  const manager = command.name === undefined ? undefined : families.get(command.name);
  if (!manager) return undefined;
  let verb: PackageRequest['verb'] | undefined;
  let virtual: string | undefined;
  let withoutRecommends = manager !== 'apt';
  let complete = true;
  let removesUnused = manager === 'apk';
  const packages: { name: string; word: ShellWord }[] = [];
  for (let index = 0; index < command.args.length; index++) {
    const word = command.args[index]!;
    const { text } = word;
    if (text.startsWith('-')) {
      if (text === '--no-install-recommends' || /Install-Recommends=(false|0|no)/i.test(text))
        withoutRecommends = true;
      if (text === '--auto-remove' || text === '--autoremove') removesUnused = true;
      // Packages of another repository may bring other things.
      if (manager === 'apk' && /^(-X|--repository(=.*)?)$/.test(text)) complete = false;
      if (text.startsWith('--virtual=')) virtual = text.slice('--virtual='.length);
      else if (manager === 'apk' && (text === '--virtual' || /^-[a-z]*t$/.test(text)))
        virtual = command.args[++index]?.text;
      else if (valuedOptions[manager === 'apk' ? 'apk' : 'other'].test(text)) {
        const value = command.args[++index]?.text ?? '';
        if (/Install-Recommends=(false|0|no)/i.test(value)) withoutRecommends = true;
      }
      continue;
    }
    if (verb === undefined) {
      verb = verbs.get(text) ?? 'other';
      if (indirectVerbs.has(text)) complete = false;
      if (/^auto-?(remove|purge)$/.test(text)) removesUnused = true;
      continue;
    }
    // Lists from elsewhere (`$(cat packages.txt)`), local files and URLs are packages of unknown name.
    const name =
      manager === 'apt'
        ? /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9]+)?(?:[=/].*)?$/.exec(text)?.[1]
        : /^(\.?[A-Za-z0-9_][\w+.-]*?)(?:[=<>~@].*)?$/.exec(text)?.[1];
    if (name === undefined || /\.(deb|rpm|apk)$/.test(text)) complete = false;
    else packages.push({ name: manager === 'apt' ? name.replace(/(?<!\+)\+$|-$/, '') : name, word });
  }
  return { manager, verb: verb ?? 'other', packages, complete, withoutRecommends, virtual, removesUnused };
}

/** The state after a package manager's call; undefined when the command is none. */
export function applyPackageCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState | undefined {
  // What is marked so may go with the next removal.
  if (command.name === 'apt-mark')
    return command.args.some((word) => word.text === 'auto')
      ? forgetTools(state.change({ packages: Snapshot.of() }), instruction, () => true)
      : state;
  if (command.name === 'dpkg' || command.name === 'rpm') {
    const installs = command.args.some((word) =>
      /^(-[a-hj-zA-EG-TV-Z]*[iUF][a-zA-Z]*|--install|--upgrade|--unpack)$/.test(word.text),
    );
    const asks = command.args.some((word) => /^(-q[a-zA-Z]*|--query)$/.test(word.text));
    return installs && !asks
      ? state.change({ opaqueBy: state.opaqueBy ?? instruction, accountsComplete: false })
      : state;
  }
  const request = readPackageRequest(command);
  if (!request) return undefined;
  if (request.verb === 'install') return install(state, request, instruction, context);
  if (request.verb === 'remove') return remove(state, request, instruction, context);
  return state;
}

function install(
  state: ImageState,
  request: PackageRequest,
  instruction: Instruction,
  context: ApplyContext,
): ImageState {
  let { packages, tools, opaqueBy, accountsComplete } = state;
  // What was there before stays what it is, and nothing is copied for it.
  const set = (name: string, tool: ToolState) => {
    const now = tools.get(name)?.presence;
    if (now !== 'present' && now !== tool.presence) tools = tools.with(name, tool);
  };
  const bring = (name: string) => set(name, { presence: 'present', by: instruction, packaged: true });
  const perhaps = (name: string) => set(name, { presence: 'unknown', by: instruction });
  for (const { name } of request.packages) {
    packages = packages.with(name, { manager: request.manager, by: instruction });
    for (const program of programsOfPackage(name)) bring(program);
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
      : state.virtualPackages.with(
          request.virtual,
          request.packages.map(({ name }) => name),
        );
  return state.change({
    tools,
    packages,
    opaqueBy,
    accountsComplete,
    virtualPackages,
    untrackedBy: state.untrackedBy ?? instruction,
    tracked: context.closures?.tracked,
  });
}

/** What the package brings; a tag whose release is not known may mean any of those that the tables cover. */
function closureIn(closures: Closures | undefined, state: ImageState, name: string): Closure | undefined {
  const { distro, release } = state.facts ?? {};
  if (!closures || distro === undefined) return undefined;
  if (release !== undefined) return closures.closureOf(distro, release, name);
  const releases = closures.releasesOf(distro);
  const all = releases.map((each) => closures.closureOf(distro, each, name));
  if (all.length === 0 || !all.every((closure) => closure !== undefined)) return undefined;
  const tools = all[0]!.tools.filter((tool) => all.every((closure) => closure.tools.includes(tool)));
  return {
    tools,
    maybeTools: all
      .flatMap((closure) => [...closure.tools, ...closure.maybeTools])
      .filter((tool) => !tools.includes(tool)),
    toolsWithRecommends: all.flatMap((closure) => closure.toolsWithRecommends),
    mayCreateUsers: all.some((closure) => closure.mayCreateUsers),
    mayCreateUsersWithRecommends: all.some((closure) => closure.mayCreateUsersWithRecommends),
  };
}

/** Whether a package may need a program, or may bring it by itself. */
function neededBy(
  packages: Iterable<string>,
  state: ImageState,
  { closures }: ApplyContext,
): (program: string) => boolean {
  const brought = new Set<string>();
  for (const name of packages) {
    const closure = closureIn(closures, state, name);
    if (!closure) return () => true;
    for (const program of closure.toolsWithRecommends) brought.add(program);
  }
  return (program) => brought.has(program);
}

function remove(
  state: ImageState,
  request: PackageRequest,
  instruction: Instruction,
  context: ApplyContext,
): ImageState {
  const names = request.packages.flatMap(({ name }) => state.virtualPackages.get(name) ?? [name]);
  let { tools, packages } = state;
  for (const name of names) packages = packages.without(name);
  // apk keeps what a package that stays depends on; apt removes that package too.
  const needed = request.manager === 'apt' ? undefined : neededBy(packages.keys(), state, context);
  for (const name of names) {
    for (const program of programsOfPackage(name)) {
      const known = tools.get(program);
      if (known === undefined) continue;
      // What the image has of its own, in /usr/local, is no package of the distribution.
      if (known.by === 'image' && known.variant?.startsWith('/') && !/^\/(usr\/)?s?bin\//.test(known.variant))
        continue;
      const gone = needed === undefined || (known.by !== 'image' && !needed(program));
      tools = tools.with(program, { presence: gone ? 'absent' : 'unknown', by: instruction });
    }
  }
  const next = state.change({ tools, packages });
  if (!request.removesUnused) return next;
  if (packages.size > mostTracked) return forgetAll(next, instruction);
  const kept = new Set([...packages.keys()].flatMap(programsOfPackage));
  return forgetTools(next, instruction, (program) => !kept.has(program));
}

/**
 * With more programs or packages than this no removal is followed any more, which would look at all of them each time.
 * Real files name some hundred.
 */
const mostTracked = 2000;

/** Programs that came with packages of the file may be gone. */
function forgetTools(
  state: ImageState,
  instruction: Instruction,
  which: (program: string) => boolean,
): ImageState {
  let { tools } = state;
  if (tools.size > mostTracked) return forgetAll(state, instruction);
  for (const [program, { presence, packaged }] of state.tools) {
    if (presence === 'present' && packaged && which(program))
      tools = tools.with(program, { presence: 'unknown', by: instruction });
  }
  return state.change({ tools });
}

/** Nothing is known of the programs from here on. */
function forgetAll(state: ImageState, instruction: Instruction): ImageState {
  return state.change({ tools: Snapshot.of(), opaqueBy: state.opaqueBy ?? instruction });
}
