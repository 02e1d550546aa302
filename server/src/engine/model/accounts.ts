// How useradd, adduser and their like change /etc/passwd.
import type { Instruction } from '../parse/syntax.ts';
import { type ApplyContext, expand, shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { hasOption, type OptionSpec, optionValue, readOptions } from './options.ts';
import type { AccountState, ImageState } from './state.ts';

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
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** Programs about accounts that leave the names in /etc/passwd as they are. */
const harmless: ReadonlySet<string> = new Set([
  'groupadd',
  'addgroup',
  'groupmod',
  'groupdel',
  'delgroup',
  'passwd',
  'chpasswd',
  'chsh',
  'chfn',
  'chage',
  'gpasswd',
  'pwconv',
  'grpconv',
]);

/** The programs that `applyAccountCommand` knows. */
export const accountPrograms: ReadonlySet<string> = new Set([...Object.keys(specs), ...harmless]);

/** The state after an account command; undefined when it is none. */
export function applyAccountCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState | undefined {
  const { name: program } = command;
  if (program === undefined || !accountPrograms.has(program)) return undefined;
  if (harmless.has(program)) return state;
  const read = readOptions(command, specs[program as keyof typeof specs]);
  const [name, other] = read.positional.map((word) => shellValue(word, state, context));
  switch (program) {
    case 'useradd':
    case 'adduser': {
      // `adduser USER GROUP` only joins the two; Debian's `adduser --group NAME` makes a group, with --system an account too.
      if (
        program === 'adduser' &&
        (other !== undefined || (hasOption(read, 'group') && !hasOption(read, 'system')))
      )
        return state;
      const account = {
        uid: number(optionValue(read, 'u', 'uid')),
        gid: number(program === 'useradd' ? optionValue(read, 'g', 'gid') : optionValue(read, 'gid')),
        by: instruction,
      };
      return name === undefined ? uncertain(state) : withAccount(state, name, account);
    }
    case 'usermod': {
      const login = optionValue(read, 'l', 'login');
      const id = optionValue(read, 'u', 'uid');
      if (login === undefined && id === undefined) return state;
      const renamed = login === undefined ? name : expand(login, state, context);
      if (name === undefined || renamed === undefined) return uncertain(state);
      const before = state.accounts.get(name);
      const account = { uid: id === undefined ? before?.uid : number(id), gid: before?.gid, by: instruction };
      return withAccount(withoutAccount(state, name), renamed, account);
    }
    case 'userdel':
    case 'deluser':
      // `deluser USER GROUP` and `deluser --group GROUP` leave the account there.
      if (other !== undefined || hasOption(read, 'group')) return state;
      return name === undefined ? uncertain(state) : withoutAccount(state, name);
    default:
      return undefined;
  }
}

/** The state where other accounts may have come or gone. */
export function uncertain(state: ImageState): ImageState {
  return state.accountsComplete ? state.change({ accountsComplete: false }) : state;
}

/** The state where the file of accounts was replaced by another one. */
export function replaced(state: ImageState): ImageState {
  return state.change({ accounts: new Map(), accountsComplete: false });
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function withAccount(state: ImageState, name: string, account: AccountState): ImageState {
  return state.change({ accounts: new Map(state.accounts).set(name, account) });
}

function withoutAccount(state: ImageState, name: string): ImageState {
  const accounts = new Map(state.accounts);
  accounts.delete(name);
  return state.change({ accounts });
}
