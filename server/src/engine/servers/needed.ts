// The capabilities that entrypoints need again and again, with what they are for.
import type { NeededCapability } from './server-facts.ts';

/** Going on as another account, by gosu, su-exec, setpriv or the server's own code. */
export function stepsDownTo(account: string): readonly NeededCapability[] {
  return [
    { name: 'SETGID', why: `goes on with the group of ${account}`, needed: 'every start' },
    { name: 'SETUID', why: `goes on as ${account}`, needed: 'every start' },
  ];
}

/** Giving folders away. */
export function givesAway(
  what: string,
  account: string,
  needed: NeededCapability['needed'] = 'first start',
): NeededCapability {
  return { name: 'CHOWN', why: `gives ${what} to ${account}`, needed };
}

/**
 * Looking as root into folders that only their account may open. DAC_READ_SEARCH would do too, but is not in Docker's default set,
 * and hardening must not add what was not there.
 */
export function looksInto(
  what: string,
  needed: NeededCapability['needed'] = 'later starts',
): NeededCapability {
  return { name: 'DAC_OVERRIDE', why: `looks into ${what} as root`, needed };
}

/** Only where the container has no network of its own: elsewhere Docker sets net.ipv4.ip_unprivileged_port_start=0 (since 20.10). */
export const opensLowPort: NeededCapability = {
  name: 'NET_BIND_SERVICE',
  why: 'opens a port below 1024',
  needed: 'host network',
};

/** Root that writes into folders of others. */
export const writesForeignFolder: NeededCapability = {
  name: 'DAC_OVERRIDE',
  why: 'writes as root into a folder of another account',
  needed: 'foreign folder',
};

/** The program's file carries it as effective: without it in the bounding set the kernel refuses to start the program, whoever asks. */
export const carriesLowPort: NeededCapability = {
  name: 'NET_BIND_SERVICE',
  why: 'its program carries this capability and does not start without',
  needed: 'every start',
};
