// Stand-ins for images of servers: built by BuildKit on Debian, under the names of the real ones in the engine.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Builder, Registry } from '../../../scripts/parts/builder.ts';
import type { DockerEngine } from '../../../scripts/parts/docker.ts';

const sources = fileURLToPath(new URL('./images/', import.meta.url));

/** Stage of images/Dockerfile, and the name under which Compose files ask for it. */
export const serverImages = {
  postgres17: 'postgres:17',
  postgres18: 'postgres:18',
  redis7: 'redis:7.4',
  redis8: 'redis:8',
  nginx: 'nginx:1.30',
  carrying: 'caddy:2',
  'python-app': 'app:1',
} as const;

export type ServerImageName = (typeof serverImages)[keyof typeof serverImages];

/** The Dockerfile of the application, as its author would write it: the last stage. */
export function applicationDockerfile(): string {
  const text = readFileSync(`${sources}Dockerfile`, 'utf8');
  return text.slice(text.indexOf('FROM python:'));
}

/** Builds them all and hands them to the engine. Layers that they share are built and sent once. */
export async function provideServerImages(
  builder: Builder,
  registry: Registry,
  engine: DockerEngine,
): Promise<void> {
  const dockerfile = readFileSync(`${sources}Dockerfile`, 'utf8');
  for (const [target, name] of Object.entries(serverImages)) {
    // Not under the real name: the registry's files are those of the stand-ins, and a tag of theirs would be written over.
    const pushed = `${registry.address}/servers:${target}`;
    await builder.pushImage({ context: sources, dockerfile, target, tag: pushed });
    await engine.docker(['pull', '--quiet', pushed]);
    await engine.docker(['tag', pushed, name]);
  }
}
