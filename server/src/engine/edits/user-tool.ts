// An account command written again for the tool that the image has. Only where every option has an exact counterpart.
import type { Edit } from '../define-rule.ts';
import { type AccountCommand, isBusyBox } from '../model/account-commands.ts';
import { type AccountStep, accountSteps } from '../model/account-steps.ts';
import type { Model } from '../model/model.ts';
import type { ReadOption } from '../model/options.ts';
import type { ImageState } from '../model/state.ts';

/** The tools an image can have for its accounts. */
export type AccountTools = 'shadow' | 'busybox';

/** A word that can be written into a script without quotes. */
const plainWord = /^[\w./:@%+,=${}-]+$/;

/** The tools that certainly are there. */
export function accountTools(state: ImageState): AccountTools | undefined {
  const adduser = state.tool('adduser');
  if (adduser.presence === 'present' && adduser.variant === 'busybox') return 'busybox';
  const shadow = ['useradd', 'groupadd'].every((name) => state.tool(name).presence === 'present');
  return shadow ? 'shadow' : undefined;
}

/**
 * The command for other tools, as an edit; undefined where something in it has no exact counterpart, or would fail too.
 * @param writtenFor whose adduser it is written for, where that is not the image's own
 */
export function rewriteFor(
  model: Model,
  step: AccountStep,
  tools: AccountTools,
  writtenFor?: 'BusyBox' | 'Debian',
): Edit | undefined {
  const { text } = model.dockerfile;
  const { command, account, instruction } = step;
  const { word, args } = command;
  // In a pipe, a password may come in; inside another script's quotes, nothing can be written plainly.
  if (!word || command.command.pipeline !== undefined || command.command.depth > 0) return undefined;
  if (command.command.redirects.length > 0 || !step.certain || account.word === undefined) return undefined;
  const end = Math.max(word.at.end, ...args.map(({ at }) => at.end));
  const written = text.slice(word.at.start, end).replace(/[\\`][ \t]*\r?\n/g, ' ');
  const bare = written.replace(/(["'])[^"'\n$`\\]*\1/g, '');
  if (!written.startsWith(word.raw) || /[\n#"'`()]/.test(bare)) return undefined;
  if (wouldFail(step) || failsBefore(model, step)) return undefined;
  const busybox = writtenFor === undefined ? isBusyBox(step.before, account.read) : writtenFor === 'BusyBox';
  const translated = tools === 'busybox' ? forBusyBox(step) : forShadow(step, busybox);
  if (translated === undefined) return undefined;
  if (translated.includes(' && ')) {
    // Of two commands, the second is not reached where the first fails: that must be a failure of the whole.
    const after = text
      .slice(end, instruction.at.end)
      .replace(/[\\`][ \t]*\r?\n/g, ' ')
      .trimStart();
    if (after !== '' && !after.startsWith('&&')) return undefined;
  }
  return { start: word.at.start, end, text: translated };
}

/** What is asked for is taken, or a group that it needs is not there: then another tool fails too. */
function wouldFail({ account, before }: AccountStep): boolean {
  const { kind, name, id, primary } = account;
  const users = [...before.accounts];
  const groups = [...before.groups];
  if (kind === 'add-user') {
    if (name !== undefined && before.accounts.has(name)) return true;
    if (id !== undefined && users.some(([, { uid }]) => uid === id)) return true;
    if (primary?.kind === 'named' && before.group(primary.text) === 'absent') return true;
    return primary?.kind === 'own' && id !== undefined && groups.some(([, { gid }]) => gid === id);
  }
  if (kind !== 'add-group') return false;
  return (
    (name !== undefined && before.groups.has(name)) ||
    (id !== undefined && groups.some(([, { gid }]) => gid === id))
  );
}

/** An account command before this one in the same RUN also lacks its tool, and its failure goes unnoticed. */
function failsBefore(model: Model, { instruction, command }: AccountStep): boolean {
  const stage = model.stageOf(instruction);
  if (!stage) return true;
  for (const other of accountSteps(model, { ...stage, instructions: [instruction] })) {
    if (other.command.command.at.start >= command.command.at.start) return false;
    if (!other.certain && other.before.tool(other.account.program).presence === 'absent') return true;
  }
  return false;
}

/** Options taken one by one; what is left at the end has no counterpart. */
class Options {
  #left: ReadOption[];

  constructor({ read }: AccountCommand) {
    this.#left = [...read.options];
  }

  /** Whether one of these was given, without a value. */
  flag(...names: readonly string[]): boolean {
    const before = this.#left.length;
    this.#left = this.#left.filter(({ name }) => !names.includes(name));
    return this.#left.length < before;
  }

  /** The value as it can be written again; undefined when it was not given. It stays among the left ones when it cannot be written. */
  value(...names: readonly string[]): string | undefined {
    const found = this.#left.findLast(({ name }) => names.includes(name));
    if (!found) return undefined;
    const raw = found.word?.raw ?? found.value;
    const quoted = found.word !== undefined && /^(["'])[^"'\n\\`]*\1$/.test(raw ?? '');
    if (raw === undefined || !(quoted || plainWord.test(raw))) return undefined;
    this.#left = this.#left.filter(({ name }) => !names.includes(name));
    return raw;
  }

  get allTaken(): boolean {
    return this.#left.length === 0;
  }
}

function forBusyBox({ account, before }: AccountStep): string | undefined {
  const options = new Options(account);
  const name = account.word?.raw ?? '';
  if (!plainWord.test(name)) return undefined;
  const { positional } = account.read;
  switch (account.program) {
    case 'groupadd': {
      const gid = options.value('g', 'gid');
      const words = [
        'addgroup',
        ...(options.flag('r', 'system') ? ['-S'] : []),
        ...(gid ? ['-g', gid] : []),
        name,
      ];
      return options.allTaken && positional.length === 1 ? words.join(' ') : undefined;
    }
    case 'useradd':
      return positional.length === 1 ? busyBoxUser(account, options, before, name) : undefined;
    case 'adduser':
      return account.kind === 'add-user' && positional.length === 1
        ? systemUser(options, before, name)
        : undefined;
    case 'usermod': {
      const groups = options.value('G', 'groups');
      if (!options.flag('a', 'append') || groups === undefined || /[$"']/.test(groups)) return undefined;
      return options.allTaken && positional.length === 1 ? joins(name, groups) : undefined;
    }
    case 'userdel': {
      const words = ['deluser', ...(options.flag('r', 'remove') ? ['--remove-home'] : []), name];
      return options.allTaken && positional.length === 1 ? words.join(' ') : undefined;
    }
    case 'groupdel':
      return options.allTaken && positional.length === 1 ? `delgroup ${name}` : undefined;
    default:
      return undefined;
  }
}

function busyBoxUser(
  account: AccountCommand,
  options: Options,
  before: ImageState,
  name: string,
): string | undefined {
  const system = options.flag('r', 'system');
  const uid = options.value('u', 'uid');
  const home = options.value('d', 'home-dir', 'home');
  const shell = options.value('s', 'shell');
  const comment = options.value('c', 'comment');
  const group = options.value('g', 'gid');
  const more = options.value('G', 'groups');
  const makesHome = options.flag('m', 'create-home');
  options.flag('M', 'no-create-home', 'U', 'user-group', 'l', 'no-log-init');
  const shared = options.flag('N', 'no-user-group');
  if (!options.allTaken || account.name === undefined || /[$"']/.test(more ?? '')) return undefined;
  if (more?.split(',').some((each) => before.group(each) === 'absent')) return undefined;
  // BusyBox takes the group's name only, and it must be there.
  const asked = group === undefined ? (shared ? 'users' : undefined) : groupName(group, before);
  if (group !== undefined && asked === undefined) return undefined;
  // An own group: BusyBox makes one for ordinary accounts only, and none where one of that name is there.
  const own = asked === undefined ? before.group(account.name) : undefined;
  if (own === 'unknown') return undefined;
  const needsGroup = asked === undefined && own === 'absent' && system;
  const primary = asked ?? (system || own === 'present' ? name : undefined);
  const words = [
    'adduser',
    ...(system ? ['-S'] : []),
    '-D',
    ...(makesHome ? [] : ['-H']),
    ...(uid === undefined ? [] : ['-u', uid]),
    ...(primary === undefined ? [] : ['-G', primary]),
    ...(home === undefined ? [] : ['-h', home]),
    // The defaults of the two differ for system accounts.
    ...(shell === undefined ? (system ? ['-s', '/bin/sh'] : []) : ['-s', shell]),
    ...(comment === undefined ? [] : ['-g', comment]),
    name,
  ];
  const steps = [...(needsGroup ? [`addgroup -S ${name}`] : []), words.join(' ')];
  if (more !== undefined) steps.push(joins(name, more));
  return steps.join(' && ');
}

/** BusyBox joins one group at a time. */
function joins(name: string, groups: string): string {
  return groups
    .split(',')
    .filter((group) => group !== '')
    .map((group) => `addgroup ${name} ${group}`)
    .join(' && ');
}

/** A system account that is written for Debian's adduser: its home and shell are others than BusyBox gives. */
function systemUser(options: Options, before: ImageState, name: string): string | undefined {
  if (!options.flag('system')) return undefined;
  const uid = options.value('uid');
  const home = options.value('home');
  const shell = options.value('shell');
  const comment = options.value('gecos', 'comment');
  const group = options.value('ingroup');
  const noHome = options.flag('no-create-home') || home === undefined;
  const own = options.flag('group');
  options.flag('disabled-password', 'disabled-login', 'quiet', 'q');
  const there = before.group(name);
  if (!options.allTaken || (own && there === 'unknown') || (group !== undefined && /^\d/.test(group)))
    return undefined;
  const primary = group ?? (own ? name : 'nogroup');
  const words = [
    'adduser -S -D',
    ...(noHome ? ['-H'] : []),
    ...(uid === undefined ? [] : ['-u', uid]),
    '-G',
    primary,
    '-h',
    home ?? '/nonexistent',
    '-s',
    shell ?? '/sbin/nologin',
    ...(comment === undefined || /^(""|'')$/.test(comment) ? [] : ['-g', comment]),
    name,
  ];
  return `${own && group === undefined && there === 'absent' ? `addgroup -S ${name} && ` : ''}${words.join(' ')}`;
}

/** The name of a group that is given by name or number. */
function groupName(text: string, state: ImageState): string | undefined {
  if (!/^\d+$/.test(text)) return text;
  for (const [name, { gid }] of state.groups) if (gid === Number(text)) return name;
  return undefined;
}

function forShadow({ account, before }: AccountStep, busybox: boolean): string | undefined {
  const options = new Options(account);
  const name = account.word?.raw ?? '';
  const [, other, more] = account.read.positional;
  if (!plainWord.test(name) || more) return undefined;
  if (account.kind === 'join-group') {
    const plain = other !== undefined && plainWord.test(other.raw) && options.allTaken;
    return plain && before.tool('usermod').presence === 'present'
      ? `usermod --append --groups ${other.raw} ${name}`
      : undefined;
  }
  if (other) return undefined;
  options.flag('quiet', 'q', 'debug', 'force-badname', 'allow-bad-names');
  if (account.kind === 'add-group') {
    const gid = options.value('g', 'gid');
    const system = options.flag('system', 'S');
    options.flag(...(account.program === 'adduser' ? ['group'] : []));
    const words = ['groupadd', ...(system ? ['--system'] : []), ...(gid ? ['--gid', gid] : []), name];
    return options.allTaken ? words.join(' ') : undefined;
  }
  if (account.kind === 'remove-user') {
    const words = ['userdel', ...(options.flag('remove-home') ? ['--remove'] : []), name];
    return options.allTaken && before.tool('userdel').presence === 'present' ? words.join(' ') : undefined;
  }
  if (account.kind !== 'add-user') return undefined;
  const system = options.flag('system', 'S');
  const uid = options.value('uid', 'u');
  const home = options.value('home', 'h');
  const shell = options.value('shell', 's');
  const comment = options.value('gecos', 'comment', 'g');
  const group = options.value('ingroup', 'gid', 'G');
  const noHome = options.flag('no-create-home', 'H');
  const own = options.flag('group');
  options.flag('disabled-password', 'disabled-login', 'D');
  if (!options.allTaken) return undefined;
  // A system account's home is made without the files of /etc/skel, which useradd cannot do.
  if (system && !busybox && home !== undefined && !noHome) return undefined;
  const groupWords =
    group !== undefined ? ['--gid', group] : own || !system ? ['--user-group'] : ['--gid', 'nogroup'];
  const empty = comment === undefined || /^(""|'')?$/.test(comment);
  const words = [
    'useradd',
    ...(system ? ['--system'] : []),
    ...(uid === undefined ? [] : ['--uid', uid]),
    ...groupWords,
    noHome || (system && !busybox) ? '--no-create-home' : '--create-home',
    ...(home === undefined
      ? system
        ? ['--home-dir', busybox ? `/home/${name}` : '/nonexistent']
        : []
      : ['--home-dir', home]),
    '--shell',
    shell ?? (system ? (busybox ? '/bin/false' : '/usr/sbin/nologin') : busybox ? '/bin/sh' : '/bin/bash'),
    ...(empty ? [] : ['--comment', comment]),
    name,
  ];
  return words.join(' ');
}
