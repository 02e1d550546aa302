// What a FROM starts from: another stage, scratch, or an image with what is known of it.
import { parseImageReference } from '../parse/image-ref.ts';
import type { Instruction } from '../parse/syntax.ts';
import { expandVariables } from '../parse/variables.ts';
import { groupsOfImage } from './base-groups.ts';
import type { FactsTable, ImageFacts } from './facts.ts';
import { absentPrograms } from './minimal-tools.ts';
import type { Stage, StageBase } from './model.ts';
import { Snapshot } from './snapshot.ts';
import { type AccountState, type GroupState, ImageState, type ToolState, type Variables } from './state.ts';

/** Docker's shell where no SHELL was given. */
const defaultShell = ['/bin/sh', '-c'] as const;

/**
 * Resolves the image word of a FROM.
 * @param text as written; variables are expanded with the defaults of the ARGs before the first FROM
 */
export function resolveBase(
  text: string,
  named: ReadonlyMap<string, Stage>,
  globals: Variables,
  escaper: '\\' | '`',
  facts: FactsTable,
): StageBase {
  const expanded = expandVariables(
    text,
    (name) => (globals.has(name) ? (globals.get(name) ?? null) : undefined),
    escaper,
  );
  if (expanded.value === undefined || expanded.value === '') {
    const names = expanded.used.map((name) => `$${name}`).join(', ');
    return { kind: 'unknown', reason: `the value of ${names || 'the image name'} is not known` };
  }
  const image = expanded.value;
  const stage = named.get(image.toLowerCase());
  if (stage) return { kind: 'stage', stage };
  if (image === 'scratch') return { kind: 'scratch' };
  const reference = parseImageReference(image);
  if ('error' in reference) return { kind: 'unknown', reason: reference.error };
  const known = facts.lookup(reference);
  return {
    kind: 'image',
    text: image,
    reference,
    ...(known ? { facts: known } : {}),
    ...(expanded.used[0] ? { fromArgument: expanded.used[0] } : {}),
  };
}

/** The state of a base right after FROM, before ONBUILD triggers. */
export function stateOfBase(base: StageBase, facts: FactsTable): ImageState {
  // Build arguments are inherited too. Source: BuildKit, dockerfile2llb, dispatchState.init.
  if (base.kind === 'stage') return base.stage.end;
  if (base.kind === 'scratch') return stateOfFacts(facts.scratch());
  return stateOfFacts(base.kind === 'image' ? base.facts : undefined);
}

/** States are never changed, so that every FROM of an image can begin with the same one. */
const known = new WeakMap<ImageFacts, ImageState>();

function stateOfFacts(facts: ImageFacts | undefined): ImageState {
  if (facts === undefined) return freshState(facts);
  let state = known.get(facts);
  if (state === undefined) {
    state = freshState(facts);
    known.set(facts, state);
  }
  return state;
}

function freshState(facts: ImageFacts | undefined): ImageState {
  const linux = facts?.os === 'linux' || facts?.os === undefined;
  return new ImageState({
    facts,
    user: facts?.user ? { name: facts.user.name, by: 'image' } : undefined,
    accounts: accountsOf(facts),
    accountsComplete: facts?.usersComplete === true,
    groups: groupsOf(facts),
    groupsComplete: groupsOfImage(facts).complete,
    accountsKept: true,
    tools: Snapshot.of(toolsOf(facts)),
    opaqueBy: undefined,
    languageOpaqueBy: undefined,
    untrackedBy: undefined,
    tracked: undefined,
    packages: Snapshot.of(),
    shellForm: linux ? defaultShell : undefined,
    shellBy: 'image',
    env: Snapshot.of(Object.entries(facts?.env ?? {})),
    args: Snapshot.of(),
    workdir: facts === undefined ? undefined : (facts.workdir ?? (facts.id === 'scratch' ? '/' : undefined)),
    workdirBy: facts?.workdir === undefined ? undefined : 'image',
    entrypoint: facts?.entrypoint?.length ? { by: 'image', argv: facts.entrypoint, form: 'exec' } : undefined,
    cmd: facts?.cmd?.length ? { by: 'image', argv: facts.cmd, form: 'exec' } : undefined,
    healthcheck: facts?.healthcheck === true ? { by: 'image', form: 'shell' } : undefined,
    exposed: Snapshot.of(),
    volumes: Snapshot.of(),
    virtualPackages: Snapshot.of(),
  });
}

function accountsOf(facts: ImageFacts | undefined): ReadonlyMap<string, AccountState> {
  const accounts = new Map<string, AccountState>();
  for (const user of facts?.users ?? []) {
    accounts.set(user.name, { uid: user.uid, gid: user.gid, by: 'image' });
  }
  // In scratch there is no /etc/passwd, and even `root` is no name.
  const own = facts?.id === 'scratch' ? undefined : facts?.user;
  if (own?.name && !accounts.has(own.name) && !/^\d+$/.test(own.name))
    accounts.set(own.name, { uid: own.uid, by: 'image' });
  if (own !== undefined && !accounts.has('root')) accounts.set('root', { uid: 0, gid: 0, by: 'image' });
  return accounts;
}

function groupsOf(facts: ImageFacts | undefined): ReadonlyMap<string, GroupState> {
  const groups = new Map<string, GroupState>();
  for (const [name, gid] of groupsOfImage(facts).groups) groups.set(name, { gid, by: 'image' });
  return groups;
}

const managerPrograms: Readonly<Record<string, readonly string[]>> = {
  apt: ['apt', 'apt-get', 'apt-cache', 'dpkg'],
  apk: ['apk'],
  dnf: ['dnf', 'rpm'],
  microdnf: ['microdnf', 'rpm'],
  tdnf: ['tdnf', 'rpm'],
  yum: ['yum', 'rpm'],
  zypper: ['zypper', 'rpm'],
};

/** The package managers told apart; `dnf` images also answer to `yum`. */
export const packageManagers = ['apt', 'apk', 'dnf', 'microdnf', 'tdnf', 'yum', 'zypper'] as const;

/** Programs that come and go together: of shadow's package, and of Debian's adduser or BusyBox. */
const accountCompanions: readonly (readonly [string, readonly string[]])[] = [
  ['useradd', ['userdel', 'groupmod', 'groupdel']],
  ['adduser', ['addgroup', 'deluser', 'delgroup']],
];

function toolsOf(facts: ImageFacts | undefined): ReadonlyMap<string, ToolState> {
  const tools = new Map<string, ToolState>();
  if (!facts) return tools;
  const set = (name: string, value: string | boolean | undefined) => {
    if (value === undefined) return;
    const presence = value === false ? 'absent' : 'present';
    tools.set(name, { presence, by: 'image', ...(typeof value === 'string' ? { variant: value } : {}) });
  };
  for (const [name, value] of Object.entries(facts.tools)) set(name, value);
  for (const [name, value] of Object.entries(facts.userTools ?? {})) set(name, value);
  for (const [name, companions] of accountCompanions) {
    const variant = facts.userTools?.[name];
    for (const program of companions) if (variant !== undefined && !tools.has(program)) set(program, variant);
  }
  if (facts.shell === false) for (const name of ['sh', 'bash', 'ash', 'dash', '/bin/sh']) set(name, false);
  else if (facts.shell) {
    set('sh', facts.shell.sh ?? true);
    set('bash', facts.shell.bash);
    set('/bin/sh', facts.shell.sh === undefined || facts.shell.sh === '/bin/sh');
    if (facts.shell.impl?.includes('busybox')) set('ash', true);
    if (facts.shell.impl === 'dash') set('dash', true);
  }
  if (facts.packageManager !== undefined) {
    for (const manager of packageManagers) {
      const has = manager === facts.packageManager;
      for (const program of managerPrograms[manager] ?? []) if (has || !tools.has(program)) set(program, has);
    }
    // Where dnf is, yum is usually a link to it; nothing certain can be said of its absence.
    if (['dnf', 'microdnf', 'tdnf', 'yum'].includes(facts.packageManager)) {
      for (const program of ['dnf', 'microdnf', 'yum', 'tdnf', 'rpm'])
        if (tools.get(program)?.presence === 'absent') tools.delete(program);
    }
  }
  for (const name of absentPrograms(facts))
    if (!tools.has(name)) tools.set(name, { presence: 'absent', by: 'image' });
  return tools;
}

/** The image that a stage is built on, for messages: `python:3.12-slim`. */
export function baseName(stage: { readonly base: StageBase; readonly from: Instruction }): string {
  switch (stage.base.kind) {
    case 'image':
      // A Compose file's image is looked up by its full name, which nobody writes.
      return stage.base.text === stage.base.reference.full ? stage.base.reference.familiar : stage.base.text;
    case 'scratch':
      return 'scratch';
    case 'stage':
      return baseName(stage.base.stage);
    default:
      return stage.from.words[0]?.raw ?? 'the base image';
  }
}
