// The login for each registry, looked up once, and only when a registry asks for one.
import type { ProgramSearch } from '../trivy/find-program.ts';
import { askHelper } from './credential-helper.ts';
import { configuredLogin, type Login } from './docker-config.ts';

export interface FoundLogin {
  readonly login?: Login;
  /** A clause: why the login that Docker is set up with could not be had. */
  readonly problem?: string;
}

/** Where logins come from. */
export interface Logins {
  /** @param registry as in a reference: `docker.io`, `ghcr.io`  Never rejects. */
  of(registry: string, signal: AbortSignal): Promise<FoundLogin>;
}

/**
 * Docker's logins on this machine.
 * @param search where credential helpers are looked for; undefined: none is run
 */
export function dockerLogins(
  env: Readonly<Record<string, string | undefined>>,
  search: ProgramSearch | undefined,
): Logins {
  const known = new Map<string, Promise<FoundLogin>>();
  const find = async (registry: string, signal: AbortSignal): Promise<FoundLogin> => {
    const { helper, login } = configuredLogin(registry, env);
    if (helper === undefined) return login ? { login } : {};
    if (search === undefined)
      return login ? { login } : { problem: 'its login is kept by a credential helper, which was not run' };
    return askHelper(helper, registry, search, signal);
  };
  return {
    of(registry, signal) {
      let found = known.get(registry);
      if (!found) {
        found = find(registry, signal);
        known.set(registry, found);
      }
      return found;
    },
  };
}
