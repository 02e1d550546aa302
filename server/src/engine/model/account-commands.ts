// Reads useradd, adduser, groupadd and their like: what an account command asks for, whichever tool it is written for.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Dockerfile } from '../parse/syntax.ts';
import { expand, shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { hasOption, type OptionSpec, optionValue, type ReadOptions, readOptions } from './options.ts';
import type { ImageState } from './state.ts';

// Sources: the manual pages of shadow-utils 4.17 and of Debian's adduser 3.152, `busybox adduser --help` (1.37).
// Debian's and BusyBox' adduser share a name: -g is a comment in BusyBox, and Debian has no short options with values.
const specs = {
  useradd: {
    short: 'bcdefFgGkKpPRsuZ',
    long: 'base-dir comment home-dir home expiredate inactive gid groups skel key password root prefix shell uid selinux-user add-subids-for-system'.split(
      ' ',
    ),
  },
  adduser: {
    short: 'hgsGuk',
    long: 'home shell uid gid ingroup gecos comment firstuid lastuid firstgid lastgid conf add_extra_groups skel'.split(
      ' ',
    ),
  },
  usermod: {
    short: 'cdefgGlpRPsuvVwWZ',
    long: 'comment home expiredate inactive gid groups login password root prefix shell uid selinux-user'.split(
      ' ',
    ),
  },
  userdel: { short: 'RPZ', long: ['root', 'prefix'] },
  deluser: { short: '', long: ['group', 'conf', 'backup-to'] },
  groupadd: { short: 'gKpRPU', long: 'gid key password root prefix users'.split(' ') },
  addgroup: { short: 'g', long: 'gid firstgid lastgid conf'.split(' ') },
  groupmod: { short: 'gnpRPU', long: 'gid new-name password root prefix users'.split(' ') },
  groupdel: { short: 'RP', long: ['root', 'prefix'] },
  delgroup: { short: '', long: ['conf'] },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** Programs about accounts that leave their names and numbers as they are. */
const harmless: ReadonlySet<string> = new Set([
  'passwd',
  'chpasswd',
  'chsh',
  'chfn',
  'chage',
  'gpasswd',
  'pwconv',
  'grpconv',
]);

/** The programs that make, change and remove accounts and groups. */
export const accountPrograms: ReadonlySet<string> = new Set([...Object.keys(specs), ...harmless]);

/** The group that a new account gets as its own. */
export type PrimaryGroup =
  /** A group of its own, of the same name. */
  | { readonly kind: 'own' }
  /** As written, variables left in place: a name or a number. */
  | { readonly kind: 'named'; readonly text: string }
  /** One that all such accounts share: `nogroup`, `users`. */
  | { readonly kind: 'shared'; readonly name: string };

/** What an account command does. */
export interface AccountCommand {
  readonly kind:
    | 'add-user'
    | 'add-group'
    | 'join-group'
    | 'change-user'
    | 'change-group'
    | 'remove-user'
    | 'remove-group'
    | 'none';
  readonly program: string;
  readonly read: ReadOptions;
  /** The word that names the account or group; absent where there is none. */
  readonly word?: ShellWord;
  /** Its value; absent where that is not known. */
  readonly name?: string;
  /** The number it is to have, as written; absent when none is asked for. */
  readonly idText?: string;
  /** The same, when it is known. */
  readonly id?: number;
  /** Of `add-user`. */
  readonly primary?: PrimaryGroup;
  /** The name after the change, of `change-user` and `change-group`; absent where it stays or is not known. */
  readonly renamed?: string;
  readonly system: boolean;
  /** `-o`: the number may be taken. */
  readonly sharesId: boolean;
}

/** Whether adduser and addgroup are BusyBox' here: by the tool's variant, the distribution, or the way they are called. */
export function isBusyBox(state: ImageState, read: ReadOptions): boolean {
  const { presence, variant } = state.tool('adduser');
  if (presence !== 'absent' && variant !== undefined) return variant === 'busybox';
  const { distro } = state.facts ?? {};
  if (distro === 'alpine' || distro === 'busybox') return true;
  if (distro === 'debian' || distro === 'ubuntu')
    return read.options.some(({ name }) => /^[DSHGhsug]$/.test(name));
  return read.options.some(({ name }) => name.length === 1 && name !== 'q');
}

/** Reads an account command; undefined for another program. */
export function readAccountCommand(
  command: PlainCommand,
  state: ImageState,
  context: { readonly dockerfile: Dockerfile },
): AccountCommand | undefined {
  const { name: program } = command;
  if (program === undefined || !accountPrograms.has(program)) return undefined;
  const spec = specs[program as keyof typeof specs];
  const read = readOptions(command, spec ?? { short: '', long: [] });
  const [word, other] = read.positional;
  const named = {
    program,
    read,
    word,
    name: word && shellValue(word, state, context),
    system: hasOption(read, 'r', 'system') || (program.startsWith('add') && hasOption(read, 'S')),
    sharesId: hasOption(read, 'o', 'non-unique'),
  };
  const none = { ...named, kind: 'none' } as const;
  // Another root than the image's own.
  if (hasOption(read, 'R', 'root', 'P', 'prefix')) return none;
  const number = (text: string | undefined) => {
    const value = text === undefined ? undefined : expand(text, state, context);
    return {
      ...(text !== undefined && { idText: text }),
      ...(value !== undefined && /^\d{1,10}$/.test(value) && { id: Number(value) }),
    };
  };
  switch (program) {
    case 'useradd':
      // `useradd -D` shows or changes defaults.
      if (hasOption(read, 'D', 'defaults')) return none;
      return {
        ...named,
        kind: 'add-user',
        ...number(optionValue(read, 'u', 'uid')),
        primary: ownGroup(optionValue(read, 'g', 'gid')) ?? {
          ...(hasOption(read, 'N', 'no-user-group') ? { kind: 'shared', name: 'users' } : { kind: 'own' }),
        },
      };
    case 'adduser': {
      // `adduser USER GROUP` only joins the two; Debian's `adduser --group NAME` makes a group, with --system an account too.
      if (other !== undefined && !isBusyBox(state, read)) return { ...named, kind: 'join-group' };
      if (other !== undefined && read.options.length === 0) return { ...named, kind: 'join-group' };
      const busybox = isBusyBox(state, read);
      if (!busybox && hasOption(read, 'group') && !hasOption(read, 'system'))
        return { ...named, kind: 'add-group', ...number(optionValue(read, 'gid')) };
      const asked = busybox ? optionValue(read, 'G', 'ingroup') : optionValue(read, 'ingroup', 'gid', 'G');
      const shared = named.system && !(hasOption(read, 'group') && !busybox);
      return {
        ...named,
        kind: 'add-user',
        ...number(optionValue(read, 'u', 'uid')),
        primary: ownGroup(asked) ?? (shared ? { kind: 'shared', name: 'nogroup' } : { kind: 'own' }),
      };
    }
    case 'usermod': {
      const login = optionValue(read, 'l', 'login');
      const renamed = login === undefined ? undefined : expand(login, state, context);
      const joins = hasOption(read, 'a', 'append') && login === undefined && !hasOption(read, 'u', 'uid');
      return {
        ...named,
        kind: joins ? 'join-group' : 'change-user',
        ...number(optionValue(read, 'u', 'uid')),
        ...(renamed !== undefined && { renamed }),
      };
    }
    case 'groupmod': {
      const wanted = optionValue(read, 'n', 'new-name');
      const renamed = wanted === undefined ? undefined : expand(wanted, state, context);
      return {
        ...named,
        kind: 'change-group',
        ...number(optionValue(read, 'g', 'gid')),
        ...(renamed !== undefined && { renamed }),
      };
    }
    case 'groupadd':
    case 'addgroup':
      if (program === 'addgroup' && other !== undefined) return { ...named, kind: 'join-group' };
      return { ...named, kind: 'add-group', ...number(optionValue(read, 'g', 'gid')) };
    case 'userdel':
    case 'deluser':
      // `deluser USER GROUP` leaves the account there, `deluser --group GROUP` removes a group.
      if (other !== undefined) return none;
      if (hasOption(read, 'group')) return { ...none, kind: 'remove-group' };
      return { ...named, kind: 'remove-user' };
    case 'groupdel':
    case 'delgroup':
      return other === undefined ? { ...named, kind: 'remove-group' } : none;
    default:
      return none;
  }
}

function ownGroup(text: string | undefined): PrimaryGroup | undefined {
  return text === undefined ? undefined : { kind: 'named', text };
}
