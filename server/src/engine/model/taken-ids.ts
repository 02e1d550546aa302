// Names and numbers that an account command asks for and that somebody has already.
import type { ShellWord } from '../parse/shell-syntax.ts';
import { isBusyBox } from './account-commands.ts';
import type { AccountStep } from './account-steps.ts';
import type { ImageState, Origin } from './state.ts';

/** Why an account command fails. */
export interface Clash {
  /** `user` and `group` are names, `uid` and `gid` numbers. */
  readonly what: 'user' | 'group' | 'uid' | 'gid';
  /** The name or number that is taken. */
  readonly value: string;
  /** Who has it. */
  readonly holder: string;
  readonly by: Origin;
  /** The word to look at. */
  readonly word: ShellWord;
}

/** Distributions whose useradd gives a new account a group of its own (USERGROUPS_ENAB in /etc/login.defs). */
const ownGroups = /^(debian|ubuntu|alpine|fedora|rhel|ubi|centos|rocky|almalinux|amazonlinux|oraclelinux)$/;

/**
 * The clash that certainly lets the command fail; undefined where there is none, or where it is not certain.
 * Sources: useradd(8), groupadd(8), Debian's adduser 3.134, BusyBox' loginutils/adduser.c and addgroup.c.
 */
export function clashOf({ account, before: state, command }: AccountStep): Clash | undefined {
  const { kind, program, word, name, id, primary } = account;
  if ((kind !== 'add-user' && kind !== 'add-group') || !state.accountsKept || !word) return undefined;
  if (state.tool(program).presence === 'absent') return undefined;
  const shadow = program === 'useradd' || program === 'groupadd';
  const known = shadow || state.tool(program).variant !== undefined || state.facts?.distro === 'alpine';
  if (!known) return undefined;
  const busybox = !shadow && isBusyBox(state, account.read);
  // Debian's adduser leaves a system account or group that is there as it is.
  const lenient = !shadow && !busybox && account.system;
  const numberWord =
    account.read.options.findLast(({ name: option }) =>
      kind === 'add-user' ? option === 'u' || option === 'uid' : option === 'g' || option === 'gid',
    )?.word ??
    command.args.find((arg) => account.idText !== undefined && arg.text.includes(account.idText)) ??
    word;
  if (kind === 'add-user') {
    if (name !== undefined && !lenient) {
      const holder = state.accounts.get(name);
      if (holder) return { what: 'user', value: name, holder: name, by: holder.by, word };
    }
    if (id !== undefined && !account.sharesId) {
      const holder = holderOf(state.accounts, (each) => each.uid === id);
      if (holder && holder.name !== name)
        return { what: 'uid', value: String(id), holder: holder.name, by: holder.by, word: numberWord };
    }
    if (primary?.kind !== 'own' || lenient) return undefined;
    const group = name === undefined ? undefined : state.groups.get(name);
    if (name !== undefined && group && (!shadow || ownGroups.test(state.facts?.distro ?? '')))
      return { what: 'group', value: name, holder: name, by: group.by, word };
    // BusyBox and Debian want the group's number to be that of the account.
    const holder = shadow || id === undefined ? undefined : holderOf(state.groups, (each) => each.gid === id);
    return holder && { what: 'gid', value: String(id), holder: holder.name, by: holder.by, word: numberWord };
  }
  // `groupadd -f` is content with a group that is there, and takes another number.
  if (shadow && account.read.options.some((option) => option.name === 'f' || option.name === 'force'))
    return undefined;
  const same = name === undefined ? undefined : state.groups.get(name);
  if (same && name !== undefined && !lenient)
    return { what: 'group', value: name, holder: name, by: same.by, word };
  if (id === undefined || account.sharesId) return undefined;
  const holder = holderOf(state.groups, (each) => each.gid === id);
  if (!holder || holder.name === name) return undefined;
  return { what: 'gid', value: String(id), holder: holder.name, by: holder.by, word: numberWord };
}

function holderOf<Value extends { readonly by: Origin }>(
  names: ReadonlyMap<string, Value>,
  has: (value: Value) => boolean,
): { readonly name: string; readonly by: Origin } | undefined {
  for (const [name, value] of names) if (has(value)) return { name, by: value.by };
  return undefined;
}

/** A number from `from` on that no known account or group has. */
export function freeId(state: ImageState, from: number): number {
  const taken = new Set([
    ...[...state.accounts.values()].flatMap(({ uid, gid }) => [uid, gid]),
    ...[...state.groups.values()].map(({ gid }) => gid),
  ]);
  let id = from;
  while (taken.has(id)) id++;
  return id;
}
