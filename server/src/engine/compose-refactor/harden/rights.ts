// Rights that are taken away: gaining new ones, capabilities, root.
import { capabilitiesIn } from '../../hardening/capabilities.ts';
import { neededCapabilities } from '../../hardening/needed-capabilities.ts';
import { noNewPrivilegesRefusal } from '../../hardening/needs-new-privileges.ts';
import { accountOf, givesRootUp } from '../../hardening/own-account.ts';
import { startsAsRoot, userOf } from '../../hardening/runs.ts';
import { securityOptions } from '../../hardening/security-options.ts';
import { capabilityNames } from '../../servers/known-servers.ts';
import { isForSwarm } from '../../service-facts/missing-limit.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

export function withoutNewPrivileges({ service, image }: HardenInput): Step | LeftOut {
  if (isForSwarm(service))
    return {
      left: '`no-new-privileges` was left out: `docker stack deploy` ignores `security_opt`. Set it for all containers of the hosts, in daemon.json.',
    };
  const reason = noNewPrivilegesRefusal(service, image);
  if (reason !== undefined) return { left: `\`no-new-privileges\` was left out: ${reason}` };
  if (securityOptions(service).some(({ name }) => name === 'no-new-privileges'))
    return { left: '`no-new-privileges` is switched off in `security_opt`; it was left as it is.' };
  return {
    additions: [{ kind: 'items', key: 'security_opt', items: ['no-new-privileges:true'] }],
    what: 'Added `no-new-privileges`: no program in the container gains rights by its setuid bit.',
    ...(image?.reference === undefined || image.kind === 'built'
      ? { checks: ['If something in the container works by `sudo`, it stops working.'] }
      : {}),
    mends: ['new-privileges-allowed'],
    signs: ['no-new-privileges'],
  };
}

/** The account that the service gets instead of root; undefined where it keeps what it has. */
export function accountInstead({ service, image }: HardenInput): string | undefined {
  if (userOf(service) !== 'none' || image?.state.runsAsRoot !== true || givesRootUp(service, image))
    return undefined;
  return accountOf(service, image);
}

export function asAccount(input: HardenInput): Step | undefined {
  const account = accountInstead(input);
  if (account === undefined) return undefined;
  return {
    additions: [{ kind: 'value', path: ['user'], value: account, after: ['image', 'build'] }],
    what: `Added \`user: ${account}\`: the image has this account for its program, which need not be root.`,
    checks: [`It ran as root before: what it reads and writes has to be open to \`${account}\`.`],
    signs: [`user: ${account}`],
  };
}

export function withoutCapabilities(input: HardenInput): Step | LeftOut {
  const { service, image } = input;
  const needed = accountInstead(input) === undefined ? neededCapabilities(service, image) : [];
  if (needed === undefined)
    return {
      left: '`cap_drop: [ALL]` was left out: it is not known which capabilities the image needs. Add it, start the service, and give back by `cap_add` what it lacks.',
    };
  const given = new Set(capabilitiesIn(service, 'cap_add').map(({ name }) => name));
  const added = given.has('ALL') ? [] : needed.filter(({ name }) => !given.has(name));
  const names = capabilityNames(added);
  const reasons = names.map((name) => `${name} ${added.find((one) => one.name === name)!.why}`);
  return {
    additions: [
      { kind: 'items', key: 'cap_drop', items: ['ALL'] },
      {
        kind: 'items',
        key: 'cap_add',
        items: names,
        comments: new Map(added.map(({ name, why }) => [name, why])),
      },
    ],
    what:
      names.length === 0
        ? 'Dropped all capabilities: the program needs none of root’s rights.'
        : `Dropped all capabilities but those that the image’s start needs: ${reasons.join(', ')}.`,
    ...(readsOthersFiles(input, names) ? { checks: [othersFiles] } : {}),
    mends: ['capabilities-not-dropped'],
    signs: ['cap_drop', 'cap_add', ...names],
  };
}

const othersFiles =
  'Without the capability DAC_OVERRIDE root reads only files that are its own or open to everybody: see that what is mounted from the host, keys for TLS above all, is so.';

/** It starts as root, without the right to pass over permissions, and is given files of the host. */
function readsOthersFiles(input: HardenInput, names: readonly string[]): boolean {
  const { service, image } = input;
  if (names.includes('DAC_OVERRIDE') || accountInstead(input) !== undefined) return false;
  if (startsAsRoot(service, image) !== true) return false;
  return (
    service.mounts.some(({ type }) => type === 'bind' || type === 'unknown') || service.secrets.length > 0
  );
}
