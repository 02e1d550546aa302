// Names of users and groups that a command looks up in /etc/passwd and /etc/group, and fails without.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Dockerfile } from '../parse/syntax.ts';
import { isBusyBox, readAccountCommand } from './account-commands.ts';
import { expand, shellValue } from './apply.ts';
import { type PlainCommand, programName } from './apply-run.ts';
import type { ImageState } from './state.ts';

/** A name that is looked up. */
export interface AccountUse {
  /** The program that looks it up. */
  readonly program: string;
  readonly kind: 'user' | 'group';
  readonly name: string;
  readonly word: ShellWord;
}

/** Programs that look up names in their arguments. */
export const lookupPrograms =
  /\b(chown|chgrp|install|su|runuser|gosu|su-exec|setpriv|sudo|useradd|adduser|usermod|addgroup)\b/;

interface Context {
  readonly dockerfile: Dockerfile;
}

/**
 * The names that a command certainly looks up. Sources: chown(1), install(1), su(1), useradd(8), usermod(8), the READMEs of gosu and
 * su-exec, BusyBox' loginutils.
 */
export function accountUses(command: PlainCommand, state: ImageState, context: Context): AccountUse[] {
  return lookups(command, state, context).map((use) => ({ program: command.name ?? '', ...use }));
}

type Lookup = Omit<AccountUse, 'program'> & { readonly program?: string };

function lookups(command: PlainCommand, state: ImageState, context: Context): Lookup[] {
  const { name, args } = command;
  const value = (word: ShellWord | undefined) => word && shellValue(word, state, context);
  const owner = (word: ShellWord | undefined): Lookup[] => ownerUses(value(word), word);
  const user = (word: ShellWord | undefined): Lookup[] => single('user', value(word), word);
  const uses: Lookup[] = [];
  const first = command.command.name?.value;
  if (first !== undefined && programName(first) === 'sudo') {
    const words = command.command.args;
    const at = words.findIndex(({ text }) => text === '-u' || text === '--user');
    const before = words.slice(0, Math.max(at, 0));
    // Only an option of sudo's own, in front of the command.
    if (at >= 0 && before.every(({ text }) => text.startsWith('-')))
      uses.push(...user(words[at + 1]).map((use) => ({ ...use, program: 'sudo' })));
  }
  switch (name) {
    case 'chown':
    case 'chgrp': {
      if (args.some(({ text }) => text.startsWith('--reference') || text.startsWith('--from'))) break;
      const word = args.find(({ text }) => !text.startsWith('-'));
      uses.push(...(name === 'chown' ? owner(word) : single('group', value(word), word)));
      break;
    }
    case 'install':
      uses.push(...optionWord(args, '-o', '--owner').flatMap(user));
      uses.push(...optionWord(args, '-g', '--group').flatMap((word) => single('group', value(word), word)));
      break;
    case 'su':
    case 'runuser': {
      const named = optionWord(args, '-u', '--user');
      if (named.length > 0) uses.push(...(name === 'runuser' ? named.flatMap(user) : []));
      else if (args[0] && /^(-|-l|--login)$/.test(args[0].text)) uses.push(...user(args[1]));
      else if (args[0] && !args[0].text.startsWith('-')) uses.push(...user(args[0]));
      break;
    }
    case 'gosu':
    case 'su-exec':
      if (args[0] && !args[0].text.startsWith('-')) uses.push(...owner(args[0]));
      break;
    default:
      uses.push(...groupsOfAccount(command, state, context));
  }
  return uses;
}

/** The groups that an account command wants to be there. */
function groupsOfAccount(command: PlainCommand, state: ImageState, context: Context): Lookup[] {
  const read = readAccountCommand(command, state, context);
  if (!read?.word) return [];
  const { word, primary, program } = read;
  const option = (...names: readonly string[]) =>
    read.read.options.findLast((each) => names.includes(each.name));
  const list = (text: string | undefined, at: ShellWord): Lookup[] =>
    (text === undefined ? '' : (expand(text, state, context) ?? ''))
      .split(',')
      .flatMap((each) => single('group', each, at));
  const uses: Lookup[] = [];
  if (read.kind === 'add-user' && primary?.kind === 'named') {
    const at = option('g', 'gid', 'G', 'ingroup')?.word;
    uses.push(...single('group', expand(primary.text, state, context), at ?? word));
  }
  if (program === 'useradd' || program === 'usermod') {
    const groups = option('G', 'groups');
    if (groups) uses.push(...list(groups.value, groups.word ?? word));
  }
  if (program === 'usermod') uses.push(...single('user', read.name, word));
  if (read.kind === 'join-group' && program !== 'usermod') {
    const group = read.read.positional[1];
    uses.push(...single('user', read.name, word));
    // BusyBox' addgroup with options makes a group instead.
    if (group && (read.read.options.length === 0 || !isBusyBox(state, read.read)))
      uses.push(...single('group', shellValue(group, state, context), group));
  }
  return uses;
}

/** `user`, `user:group`, `:group`; also as COPY's `--chown` has it. A dot may be part of a name or the old colon. */
export function ownerUses(
  text: string | undefined,
  word: ShellWord | undefined,
): Omit<AccountUse, 'program'>[] {
  if (text === undefined) return [];
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  return [
    ...(user.includes('.') ? [] : single('user', user, word)),
    ...(colon < 0 ? [] : single('group', text.slice(colon + 1), word)),
  ];
}

function single(
  kind: AccountUse['kind'],
  name: string | undefined,
  word: ShellWord | undefined,
): Omit<AccountUse, 'program'>[] {
  return name !== undefined && word !== undefined && /^[A-Za-z_][\w.-]*\$?$/.test(name)
    ? [{ kind, name, word }]
    : [];
}

function optionWord(args: readonly ShellWord[], short: string, long: string): ShellWord[] {
  const at = args.findIndex(({ text }) => text === short || text === long);
  const word = at < 0 ? undefined : args[at + 1];
  return word ? [word] : [];
}

/** The user or group of `USER NAME:GROUP`, or of Compose's `user`, that the image certainly does not have. */
export function missingAccount(
  state: ImageState,
  user: string,
  group: string | undefined,
): { readonly kind: 'user' | 'group'; readonly name: string } | undefined {
  if (state.account(user) === 'absent') return { kind: 'user', name: user };
  if (group !== undefined && group !== '' && state.group(group) === 'absent')
    return { kind: 'group', name: group };
  return undefined;
}
