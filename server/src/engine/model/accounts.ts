// How useradd, adduser and their like change /etc/passwd and /etc/group.
import type { Instruction } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import type { AccountState, ImageState } from './state.ts';

/** Options that take the next word as their value, by program. */
const valued: Readonly<Record<string, RegExp>> = {
  useradd: /^(-[bcdefgGkKmMpRsuZP]*[bcdefgGkKpRsuZP]|--(base-dir|comment|home-dir|home|expiredate|inactive|gid|groups|skel|key|password|root|prefix|shell|uid|selinux-user))$/,
  // Debian's adduser and busybox' share the letters; busybox also has -h, -g, -s, -G, -u, -k.
  adduser: /^(-[DSHq]*[hgsGuk]|--(home|shell|uid|gid|ingroup|gecos|comment|firstuid|lastuid|firstgid|lastgid|conf|add_extra_groups))$/,
  groupadd: /^(-[gKpR]|--(gid|key|password|root|prefix))$/,
  addgroup: /^(-[g]|-[S]*g|--(gid|shell|firstgid|lastgid|conf))$/,
};

/** What an account command asks for. */
export interface AccountRequest {
  readonly program: 'useradd' | 'adduser' | 'groupadd' | 'addgroup';
  /** Undefined where it is not literal. */
  readonly name: string | undefined;
  readonly uid?: string;
  readonly gid?: string;
  /** Positional words after the name: busybox' `addgroup USER GROUP`. */
  readonly rest: readonly string[];
}

/** Reads a useradd, adduser, groupadd or addgroup; undefined for other programs. */
export function readAccountRequest(command: PlainCommand): AccountRequest | undefined {
  const program = command.name;
  if (program !== 'useradd' && program !== 'adduser' && program !== 'groupadd' && program !== 'addgroup') return undefined;
  const pattern = valued[program]!;
  const positional: (string | undefined)[] = [];
  let uid: string | undefined;
  let gid: string | undefined;
  for (let index = 0; index < command.args.length; index++) {
    const word = command.args[index]!;
    const joined = /^(--[a-z_-]+)=(.*)$/s.exec(word.text);
    const option = joined ? joined[1]! : word.text;
    if (!option.startsWith('-') || option === '-') {
      positional.push(word.value);
      continue;
    }
    let value = joined?.[2];
    if (!joined && pattern.test(option)) value = command.args[++index]?.text;
    if (option === '--uid' || /^-[A-Za-z]*u$/.test(option)) uid = value;
    else if (option === '--gid' || (/^-[A-Za-z]*g$/.test(option) && (program === 'useradd' || program.startsWith('group') || program === 'addgroup'))) gid = value;
  }
  return { program, name: positional[0], uid, gid, rest: positional.slice(1).map((value) => value ?? '') };
}

/** The state after an account command; undefined when it is none. */
export function applyAccountCommand(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState | undefined {
  const request = readAccountRequest(command);
  if (request) return applyRequest(state, request, instruction);
  switch (command.name) {
    case 'usermod':
    case 'groupmod': {
      const rename = command.args.findIndex((word) => word.text === '-l' || word.text === '--login' || word.text === '-n');
      if (rename < 0) return state;
      const name = command.args[rename + 1]?.value;
      if (name === undefined || command.name === 'groupmod') return state.change({ accountsComplete: false });
      return addAccount(state, name, { by: instruction });
    }
    case 'userdel':
    case 'deluser': {
      const name = command.args.at(-1)?.value;
      if (name === undefined) return state.change({ accountsComplete: false });
      const accounts = new Map(state.accounts);
      accounts.delete(name);
      return state.change({ accounts });
    }
    case 'groupdel':
    case 'delgroup':
    case 'passwd':
    case 'chpasswd':
    case 'chsh':
    case 'gpasswd':
      return state;
    default:
      return undefined;
  }
}

function applyRequest(state: ImageState, request: AccountRequest, instruction: Instruction): ImageState {
  if (request.program === 'groupadd' || request.program === 'addgroup') {
    // `addgroup USER GROUP` only joins the two; Debian's `addgroup --system NAME` makes a group.
    if (request.name === undefined || request.rest.length > 0) return state;
    return state.change({ groups: new Map(state.groups).set(request.name, instruction) });
  }
  if (request.name === undefined) return state.change({ accountsComplete: false });
  if (request.rest.length > 0 && state.accounts.has(request.name)) return state;
  const uid = request.uid !== undefined && /^\d+$/.test(request.uid) ? Number(request.uid) : undefined;
  return addAccount(state, request.name, { uid, by: instruction });
}

function addAccount(state: ImageState, name: string, account: AccountState): ImageState {
  return state.change({ accounts: new Map(state.accounts).set(name, account) });
}
