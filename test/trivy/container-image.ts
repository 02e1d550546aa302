// Stand-ins for the published image of Trivy, made of the real binary alone and served by a real registry: they have no
// CA certificates, no shell and no user database, which aquasec/trivy has.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Daemon, startDaemon } from '../../scripts/parts/daemon.ts';
import type { DockerEngine } from '../../scripts/parts/docker.ts';
import { freePort } from '../../scripts/parts/port.ts';
import { run } from '../../scripts/parts/program.ts';

/** A registry on loopback, which Docker takes without TLS. `program`: the part docker-registry. */
export async function startRegistry(
  program: string,
  folder: string,
): Promise<{ readonly host: string; readonly daemon: Daemon }> {
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(folder, { recursive: true });
  const config = path.join(folder, 'registry.yml');
  writeFileSync(
    config,
    `version: 0.1\nstorage: { filesystem: { rootdirectory: ${path.join(folder, 'data')} } }\nhttp: { addr: "${host}" }\n`,
  );
  const ready = async () => (await fetch(`http://${host}/v2/`)).ok;
  return { host, daemon: await startDaemon(program, ['serve', config], ready) };
}

/**
 * Makes an image of one program, pushes it, and takes it from the engine again.
 * @param entrypoint words; the first is where the file is put
 * @returns its name with the digest that the registry gave it
 */
export async function publishImage(
  engine: DockerEngine,
  name: string,
  file: string,
  entrypoint: readonly string[],
  folder: string,
  label?: string,
): Promise<string> {
  const tree = path.join(folder, name.replace(/\W/g, '-'));
  for (const directory of ['tmp', 'etc']) mkdirSync(path.join(tree, directory), { recursive: true });
  copyFileSync(file, path.join(tree, entrypoint[0] ?? ''));
  const tar = `${tree}.tar`;
  await run('tar', ['-C', tree, '-cf', tar, '.']);
  const changes = [`ENTRYPOINT ${JSON.stringify(entrypoint)}`];
  if (label !== undefined) changes.push(`LABEL org.opencontainers.image.version=${label}`);
  await engine.docker(['import', ...changes.flatMap((each) => ['--change', each]), tar, name]);
  const { stdout } = await engine.docker(['push', name]);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
  if (digest === undefined) throw new Error(`no digest in: ${stdout}`);
  await engine.docker(['rmi', '--force', name]);
  return `${name.replace(/:[^:/]*$/, '')}@${digest}`;
}
