// Part: a registry that has the referrers API, which Debian's has not.

import { startDaemon } from './daemon.ts';
import { buildGo } from './go.ts';
import type { Part } from './part.ts';
import { freePort } from './port.ts';

export const ociRegistry: Part = {
  name: 'oci-registry',
  gives: ['oci-registry'],
  debian: [],
  async prepare(log) {
    const program = { name: 'oci-registry', module: 'trivy', pkg: './registry', sources: ['registry'] };
    const built = await buildGo(program, log);
    return 'missing' in built ? built : { paths: { 'oci-registry': built.path } };
  },
};

/** Starts it on loopback, empty. */
export async function startOciRegistry(
  program: string,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const address = `127.0.0.1:${await freePort()}`;
  const answers = async () => (await fetch(`http://${address}/v2/`)).ok;
  const daemon = await startDaemon(program, [address], answers);
  return { address, stop: () => daemon.stop() };
}
