// A real registry that asks for a name and a password, with one image in it, and `plimsoll pin` as its user.
import { afterAll, beforeAll } from 'vitest';
import { hasParts, requirePart } from '../../part.ts';
import { temporaryDirectory } from '../parts.ts';
import { type GuardedRegistry, login, startGuardedRegistry } from './guarded-registry.ts';
import { loginOf, type Pinned, type PinRun, runPin } from './run-pin.ts';

export interface PrivateRegistry {
  /** For the files of the test; gone after it. */
  readonly place: string;
  registry(): GuardedRegistry;
  /** The image that is there: `localhost:5000/acme/python:3.12.1-slim`. */
  image(): string;
  digest(): string;
  /** Docker's configuration with alice's login. */
  docker(): object;
  /** The environment in which its certificate is trusted. */
  trusted(): Record<string, string>;
  /** Runs `plimsoll pin` with both. */
  pinned(run: PinRun): Promise<Pinned>;
}

/** Call it at the top of a test file: it starts before the tests of the file and ends after them. */
export function privateRegistry(): PrivateRegistry {
  const programs = { program: requirePart('docker-registry'), skopeo: requirePart('skopeo') };
  const place = temporaryDirectory();
  let registry: GuardedRegistry | undefined;
  let digest = '';
  beforeAll(async () => {
    if (!hasParts('docker-registry', 'skopeo')) return;
    registry = await startGuardedRegistry(programs, place, undefined);
    digest = await registry.push('acme/python:3.12.1-slim');
  }, 60_000);
  afterAll(() => registry?.stop());
  const docker = () => loginOf(registry!.address, login.name, login.password);
  const trusted = () => ({ SSL_CERT_FILE: registry!.certificate });
  return {
    place,
    registry: () => registry!,
    image: () => `${registry!.address}/acme/python:3.12.1-slim`,
    digest: () => digest,
    docker,
    trusted,
    pinned: (run) => runPin({ docker: docker(), ...run, env: { ...trusted(), ...run.env } }),
  };
}
