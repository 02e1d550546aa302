// What the image is at one point of the build. Three-valued: a thing is present, absent or unknown.
import type { ExecForm, Instruction } from '../parse/syntax.ts';
import { mayHaveGroup } from './base-groups.ts';
import type { ImageFacts } from './facts.ts';
import type { Snapshot } from './snapshot.ts';

export type Presence = 'present' | 'absent' | 'unknown';

/** Who made something so: the base image, or an instruction of the file. */
export type Origin = 'image' | Instruction;

/** Whether a program can be started by its name, and who brought or removed it. */
export interface ToolState {
  readonly presence: Presence;
  readonly by?: Origin;
  /** `busybox`, `gnu` or a path, where known. */
  readonly variant?: string;
  /** A package of the distribution brought it, and may take it away again. */
  readonly packaged?: boolean;
}

/** The user that the next instruction, or the container, runs as. */
export interface UserState {
  /** As written after USER with variables expanded, without the group: a name or a number. */
  readonly name: string;
  readonly group?: string;
  readonly by: Origin;
}

/** An account of /etc/passwd. */
export interface AccountState {
  readonly uid?: number;
  readonly gid?: number;
  readonly by: Origin;
}

/** A group of /etc/group. */
export interface GroupState {
  readonly gid?: number;
  readonly by: Origin;
}

/** A package that the file installs. */
export interface PackageState {
  readonly manager: string;
  readonly by: Instruction;
}

/** CMD, ENTRYPOINT or HEALTHCHECK in force. */
export interface CommandState {
  readonly by: Origin;
  /** The exec form's words, where it is exec form (or comes from the image). */
  readonly argv?: readonly string[];
  readonly exec?: ExecForm;
  readonly form: 'exec' | 'shell' | 'none';
}

/** Values of ENV and of ARG in scope; an entry of `undefined` is set to something unknown. */
export type Variables = ReadonlyMap<string, string | undefined>;

/**
 * The state before or after an instruction. Never changed once handed out: `change` makes the next one,
 * sharing what did not change, so that a snapshot for every instruction costs little.
 */
export class ImageState {
  readonly facts: ImageFacts | undefined;
  /** Undefined: not known. */
  readonly user: UserState | undefined;
  readonly accounts: ReadonlyMap<string, AccountState>;
  /** Every account is in `accounts`: another name does not exist. */
  readonly accountsComplete: boolean;
  readonly groups: ReadonlyMap<string, GroupState>;
  /** Every group is in `groups`, as long as `accountsComplete` holds too. */
  readonly groupsComplete: boolean;
  /** Nothing ran that may have removed or renumbered one of `accounts` and `groups`. */
  readonly accountsKept: boolean;
  readonly tools: Snapshot<ToolState>;
  /** Something ran or was copied whose effect on the programs cannot be known: `absent` is unknown from here on. */
  readonly opaqueBy: Origin | undefined;
  /** The same for programs that language package managers bring (never curl, wget, a shell or a package manager). */
  readonly languageOpaqueBy: Instruction | undefined;
  /** A package was installed whose effect is only known for the programs that the closure table tracks. */
  readonly untrackedBy: Instruction | undefined;
  readonly tracked: ReadonlySet<string> | undefined;
  readonly packages: Snapshot<PackageState>;
  /** The words of SHELL, or Docker's default. Undefined: not known. */
  readonly shellForm: readonly string[] | undefined;
  readonly shellBy: Origin;
  readonly env: Snapshot<string | undefined>;
  readonly args: Snapshot<string | undefined>;
  readonly workdir: string | undefined;
  readonly workdirBy: Origin | undefined;
  readonly entrypoint: CommandState | undefined;
  readonly cmd: CommandState | undefined;
  readonly healthcheck: CommandState | undefined;
  readonly exposed: Snapshot<Instruction>;
  readonly volumes: Snapshot<Instruction>;
  /** `apk add --virtual NAME` groups. */
  readonly virtualPackages: Snapshot<readonly string[]>;

  constructor(from: StateFields) {
    this.facts = from.facts;
    this.user = from.user;
    this.accounts = from.accounts;
    this.accountsComplete = from.accountsComplete;
    this.groups = from.groups;
    this.groupsComplete = from.groupsComplete;
    this.accountsKept = from.accountsKept;
    this.tools = from.tools;
    this.opaqueBy = from.opaqueBy;
    this.languageOpaqueBy = from.languageOpaqueBy;
    this.untrackedBy = from.untrackedBy;
    this.tracked = from.tracked;
    this.packages = from.packages;
    this.shellForm = from.shellForm;
    this.shellBy = from.shellBy;
    this.env = from.env;
    this.args = from.args;
    this.workdir = from.workdir;
    this.workdirBy = from.workdirBy;
    this.entrypoint = from.entrypoint;
    this.cmd = from.cmd;
    this.healthcheck = from.healthcheck;
    this.exposed = from.exposed;
    this.volumes = from.volumes;
    this.virtualPackages = from.virtualPackages;
  }

  /** Whether a program of this name can be started here. */
  tool(name: string): ToolState {
    const known = this.tools.get(name);
    if (known === undefined) {
      // A name the facts say nothing of, in an image that holds nothing at all but what was copied into it.
      if (this.facts?.id === 'scratch' && this.opaqueBy === undefined)
        return { presence: 'absent', by: 'image' };
      return { presence: 'unknown' };
    }
    if (known.presence !== 'absent') return known;
    if (this.opaqueBy !== undefined) return { presence: 'unknown' };
    if (this.untrackedBy !== undefined && !this.tracked?.has(name) && !baseTools.has(name))
      return { presence: 'unknown' };
    if (this.languageOpaqueBy !== undefined && !systemTools.has(name)) return { presence: 'unknown' };
    return known;
  }

  /** Whether an account of this name, or of this number, is in /etc/passwd. A number needs no account. */
  account(name: string): Presence {
    if (/^\d+$/.test(name)) return 'present';
    if (this.accounts.has(name)) return 'present';
    return this.accountsComplete && !this.facts?.possibleUsers?.includes(name) ? 'absent' : 'unknown';
  }

  /** Whether a group of this name is in /etc/group. A number needs no group. */
  group(name: string): Presence {
    if (/^\d+$/.test(name) || this.groups.has(name)) return 'present';
    const complete = this.groupsComplete && this.accountsComplete;
    return complete && !mayHaveGroup(this.facts, name) ? 'absent' : 'unknown';
  }

  /** True, false, or undefined where the user is not known. */
  get runsAsRoot(): boolean | undefined {
    if (this.user === undefined) return undefined;
    const { name } = this.user;
    if (name === 'root' || /^0+$/.test(name)) return true;
    if (/^\d+$/.test(name)) return false;
    // An account of another name that shares root's number is told by its number only.
    return this.accounts.get(name)?.uid === 0;
  }

  /** The next state: this one with some fields replaced. */
  change(fields: Partial<StateFields>): ImageState {
    return Object.assign(new ImageState(this), fields);
  }
}

/** The data of a state. */
export type StateFields = {
  -readonly [Key in Exclude<
    keyof ImageState,
    'tool' | 'account' | 'group' | 'change' | 'runsAsRoot'
  >]: ImageState[Key];
};

/** Shells and package managers, which come with no package of another distribution. */
const baseTools: ReadonlySet<string> = new Set([
  '/bin/sh',
  'apt',
  'apt-get',
  'apt-cache',
  'dpkg',
  'apk',
  'dnf',
  'microdnf',
  'tdnf',
  'yum',
  'zypper',
]);

/** Programs that only distribution packages and copies bring, never pip, npm, gem, cargo, go or uv (which brings Python). */
const systemTools: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  '/bin/sh',
  'curl',
  'wget',
  'nc',
  'ps',
  'perl',
  'gcc',
  'g++',
  'cc',
  'make',
  'git',
  'ssh',
  'sudo',
  'gpg',
  'apt',
  'apt-get',
  'dpkg',
  'apk',
  'dnf',
  'microdnf',
  'yum',
  'zypper',
  'tdnf',
  'rpm',
  'useradd',
  'groupadd',
  'usermod',
  'adduser',
  'addgroup',
  'busybox',
  'scp',
  'sshd',
  'vi',
  'vim',
  'nano',
  'zip',
  'unzip',
  'xz',
  'bzip2',
  'rsync',
  'telnet',
  'socat',
  'sudo',
  'gosu',
  'ping',
  'dig',
  'netstat',
  'ip',
  'pg_isready',
  'redis-cli',
  'mysqladmin',
  'pgrep',
  'pkill',
]);
