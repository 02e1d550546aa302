// Calls of the distributions' package managers, read for what they do and how they ask.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { type PackageRequest, readPackageRequest } from './packages.ts';

/** What a call does. `refresh` fetches the index; `upgrade` replaces what is installed by newer releases. */
export type PackageAction = 'install' | 'remove' | 'upgrade' | 'refresh' | 'clean' | 'other';

/** A call of a package manager with its verb. */
export interface PackageCall {
  readonly command: PlainCommand;
  /** As it is called: `apt-get`. */
  readonly program: string;
  readonly manager: PackageRequest['manager'];
  readonly action: PackageAction;
  readonly verb: ShellWord;
  readonly packages: PackageRequest['packages'];
  /** Options, each with the value that follows it: `-o Dpkg::Use-Pty=0`. */
  readonly options: readonly string[];
  /** A word may hold anything: options, several packages. */
  readonly hasUnknownWord: boolean;
}

const actions: Readonly<Record<'apt' | 'apk' | 'rpm' | 'zypper', Readonly<Record<string, string>>>> = {
  apt: {
    install: 'install reinstall build-dep satisfy',
    remove: 'remove purge autoremove auto-remove autopurge',
    upgrade: 'upgrade dist-upgrade full-upgrade safe-upgrade',
    refresh: 'update',
    clean: 'clean autoclean auto-clean distclean dist-clean',
  },
  apk: { install: 'add', remove: 'del', upgrade: 'upgrade', refresh: 'update', clean: 'cache' },
  rpm: {
    install:
      'install in reinstall rei downgrade dg localinstall groupinstall builddep swap group groups module',
    remove: 'remove rm erase autoremove groupremove',
    upgrade: 'update upgrade up upgrade-minimal update-minimal up-min distro-sync distrosync dsync',
    refresh: 'makecache mc check-update',
    clean: 'clean',
  },
  zypper: {
    install: 'install in source-install si',
    remove: 'remove rm',
    upgrade: 'update up dist-upgrade dup patch',
    refresh: 'refresh ref',
    clean: 'clean cc',
  },
};

const actionOf: ReadonlyMap<string, ReadonlyMap<string, PackageAction>> = new Map(
  Object.entries(actions).map(([family, verbs]) => [
    family,
    new Map(
      Object.entries(verbs).flatMap(([action, words]) =>
        words.split(' ').map((word) => [word, action as PackageAction]),
      ),
    ),
  ]),
);

const valued: Readonly<Record<string, RegExp>> = {
  apt: /^(-t|--target-release|--default-release|-o|--option|-c|--config-file|-a|--host-architecture)$/,
  apk: /^(-X|--repository|-p|--root|--repositories-file|--arch|--cache-dir|--keys-dir|-t|--virtual|--cache-max-age|--wait)$/,
  rpm: /^(--repo|--repoid|--enablerepo|--disablerepo|--releasever|--installroot|--setopt|-x|--exclude|-c|--config|--forcearch|-d|--debuglevel|-e|--errorlevel|--advisory|--comment)$/,
  zypper:
    /^(-R|--root|--installroot|-r|--repo|--from|-t|--type|-C|--cache-dir|-D|--reposd-dir|--pkg-cache-dir|--releasever|-p|--plus-repo)$/,
};

/** Which rules of words a manager follows. */
function familyOf(manager: PackageRequest['manager']): 'apt' | 'apk' | 'rpm' | 'zypper' {
  return manager === 'apt' || manager === 'apk' || manager === 'zypper' ? manager : 'rpm';
}

/** Reads a call; undefined for other programs and where no verb is given. */
export function readPackageCall(command: PlainCommand): PackageCall | undefined {
  const request = readPackageRequest(command);
  if (!request || command.name === undefined) return undefined;
  const family = familyOf(request.manager);
  const options: string[] = [];
  let verb: ShellWord | undefined;
  let hasUnknownWord = false;
  for (let index = 0; index < command.args.length; index++) {
    const word = command.args[index]!;
    const { text } = word;
    // A variable or a substitution on its own; one inside a word is part of a name or a version.
    if (word.value === undefined && /^["']?[$`]/.test(word.raw)) hasUnknownWord = true;
    if (text.startsWith('-')) {
      const takes = valued[family]!.test(text);
      options.push(takes ? `${text} ${command.args[++index]?.text ?? ''}` : text);
    } else verb ??= word;
  }
  if (verb === undefined) return undefined;
  const action = actionOf.get(family)?.get(verb.text) ?? 'other';
  const { packages } = request;
  return {
    command,
    program: command.name,
    manager: request.manager,
    action,
    verb,
    packages,
    options,
    hasUnknownWord,
  };
}

/** Whether the call fetches the package index, by its verb or first of all. Source: apt-get(8) of Debian 13 (`--update`). */
export function fetchesIndex({ manager, action, options }: PackageCall): boolean {
  if (action === 'refresh') return true;
  return manager === 'apt' && options.some((option) => /^(-[a-zA-Z]*U[a-zA-Z]*|--update)$/.test(option));
}

/**
 * Whether the call goes on without an answer: it is told to, or only shows what it would do. Undefined where its options
 * cannot be seen. Sources: apt-get(8) (`-qq` implies `-y`), dnf(8), zypper(8); apk asks only with `-i`; microdnf never asks
 * (from Fedora 38 on the name stands for dnf, which is not told apart here).
 */
export function goesOnUnasked(call: PackageCall): boolean | undefined {
  const { options } = call;
  const has = (pattern: RegExp) => options.some((option) => pattern.test(option));
  switch (familyOf(call.manager)) {
    case 'apk':
      return true;
    case 'apt':
      if (has(/^-[a-zA-Z]*y|^--(yes|assume-yes|force-yes|assume-no)$|Assume-Yes/)) return true;
      if (has(/^-[a-zA-Z]*q[a-zA-Z]*q|^-q=[2-9]$|^--quiet=[2-9]$/)) return true;
      if (
        has(
          /^(--simulate|--just-print|--dry-run|--recon|--no-act|--print-uris|--download-only|--help|--version)$/,
        )
      )
        return true;
      if (options.filter((option) => /^(-q|--quiet)$/.test(option)).length > 1) return true;
      if (has(/^-[a-zA-Z]*[sdh]/)) return true;
      break;
    case 'rpm':
      if (call.manager === 'microdnf') return true;
      if (has(/^-[a-zA-Z]*[yh]|^--(assumeyes|assumeno|downloadonly|help|version)$|assumeyes/)) return true;
      break;
    default:
      if (has(/^-[a-zA-Z]*[nyDh]|^--(non-interactive|no-confirm|dry-run|download-only|help)$/)) return true;
  }
  return call.hasUnknownWord ? undefined : false;
}
