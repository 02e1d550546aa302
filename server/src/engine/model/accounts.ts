// How useradd, adduser and their like change /etc/passwd and /etc/group.
import type { Instruction } from '../parse/syntax.ts';
import { type AccountCommand, readAccountCommand } from './account-commands.ts';
import { type ApplyContext, expand } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import type { AccountState, GroupState, ImageState } from './state.ts';

export { accountPrograms } from './account-commands.ts';

/** No image has more; what a file makes beyond that is not followed. */
const mostNames = 1000;

/** The state after an account command; undefined when it is none. */
export function applyAccountCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState | undefined {
  const read = readAccountCommand(command, state, context);
  if (read === undefined) return undefined;
  const { name } = read;
  switch (read.kind) {
    case 'add-user': {
      if (name === undefined) return oneMore(state);
      const uid = read.id;
      const next = read.primary?.kind === 'own' ? withGroup(state, name, { by: instruction }) : state;
      return withAccount(next, name, { uid, gid: primaryGid(read, state, context), by: instruction });
    }
    case 'add-group':
      return name === undefined ? oneMore(state) : withGroup(state, name, { gid: read.id, by: instruction });
    case 'change-user': {
      if (read.renamed === undefined && read.idText === undefined) return state;
      const renames = read.read.options.some((option) => option.name === 'l' || option.name === 'login');
      const after = renames ? read.renamed : name;
      if (name === undefined || after === undefined) return uncertain(state);
      const before = state.accounts.get(name);
      const uid = read.idText === undefined ? before?.uid : read.id;
      const next = withAccount(withoutAccount(state, name), after, {
        uid,
        gid: before?.gid,
        by: instruction,
      });
      return next;
    }
    case 'change-group': {
      const renames = read.read.options.some((option) => option.name === 'n' || option.name === 'new-name');
      const after = renames ? read.renamed : name;
      if (name === undefined || after === undefined) return uncertain(state);
      const gid = read.idText === undefined ? state.groups.get(name)?.gid : read.id;
      return withGroup(withoutGroup(state, name), after, { gid, by: instruction });
    }
    case 'remove-user': {
      if (name === undefined) return uncertain(state);
      const next = withoutAccount(state, name);
      // The group of the same name goes too where nobody else is in it.
      return next.groups.has(name) ? withoutGroup(next, name).change({ groupsComplete: false }) : next;
    }
    case 'remove-group':
      return name === undefined ? uncertain(state) : withoutGroup(state, name);
    default:
      return state;
  }
}

/** The number of the group that a new account belongs to, where it is known. */
function primaryGid(
  { primary }: AccountCommand,
  state: ImageState,
  context: ApplyContext,
): number | undefined {
  if (primary?.kind !== 'named') return undefined;
  const value = expand(primary.text, state, context);
  if (value === undefined) return undefined;
  return /^\d{1,10}$/.test(value) ? Number(value) : state.groups.get(value)?.gid;
}

/** The state where accounts and groups may have come, gone, or got another name or number. */
export function uncertain(state: ImageState): ImageState {
  return state.accountsComplete || state.groupsComplete || state.accountsKept
    ? state.change({ accountsComplete: false, groupsComplete: false, accountsKept: false })
    : state;
}

/** The state where some account and group came whose name is not known. */
function oneMore(state: ImageState): ImageState {
  return state.accountsComplete || state.groupsComplete
    ? state.change({ accountsComplete: false, groupsComplete: false })
    : state;
}

/** The state where the file of accounts was replaced by another one. */
export function replaced(state: ImageState): ImageState {
  return uncertain(state.change({ accounts: new Map() }));
}

/** The state where the file of groups was replaced by another one. */
export function replacedGroups(state: ImageState): ImageState {
  return state.change({ groups: new Map(), groupsComplete: false });
}

function withAccount(state: ImageState, name: string, account: AccountState): ImageState {
  if (state.accounts.size >= mostNames) return oneMore(state);
  return state.change({ accounts: new Map(state.accounts).set(name, account) });
}

function withoutAccount(state: ImageState, name: string): ImageState {
  const accounts = new Map(state.accounts);
  accounts.delete(name);
  return state.change({ accounts });
}

function withGroup(state: ImageState, name: string, group: GroupState): ImageState {
  if (state.groups.size >= mostNames) return oneMore(state);
  return state.change({ groups: new Map(state.groups).set(name, group) });
}

function withoutGroup(state: ImageState, name: string): ImageState {
  const groups = new Map(state.groups);
  groups.delete(name);
  return state.change({ groups });
}
