// The server that a service runs, as far as its image is known.

import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { type ImageReference, parseImageReference } from '../parse/image-ref.ts';
import { serverOf } from '../servers/known-servers.ts';
import type { ServerImage, ServerKind } from '../servers/server-facts.ts';

/** The image that a service pulls; undefined for a built one and where it is not known. */
export function pulledImage(service: ComposeService): ImageReference | undefined {
  const text = service.image?.text;
  if (service.build !== undefined || text === undefined || text === '') return undefined;
  const reference = parseImageReference(text);
  return 'error' in reference ? undefined : reference;
}

/**
 * What is known of the server in a service's image; for an image built in the project, of the one that it is based on, where the
 * Dockerfile keeps its entrypoint.
 */
export function serverOfService(
  service: ComposeService,
  image: ServiceImage | undefined,
): ServerImage | undefined {
  if (service.build === undefined) {
    const reference = pulledImage(service);
    return reference && serverOf(reference);
  }
  if (image?.kind !== 'built' || image.reference === undefined) return undefined;
  const { entrypoint, cmd } = image.state;
  const isKept = (entrypoint === undefined || entrypoint.by === 'image') && keepsServer(cmd?.argv);
  return isKept ? serverOf(image.reference) : undefined;
  // A CMD of the Dockerfile that starts with an option, or is the image's own, goes to the same server.
  function keepsServer(argv: readonly string[] | undefined): boolean {
    if (cmd === undefined || cmd.by === 'image') return true;
    const first = argv?.[0];
    return first !== undefined && (first.startsWith('-') || ownPrograms.has(first));
  }
}

/** What the images' own CMD starts. */
const ownPrograms: ReadonlySet<string> = new Set([
  'postgres',
  'mysqld',
  'mariadbd',
  'mongod',
  'redis-server',
  'valkey-server',
  'rabbitmq-server',
  'memcached',
]);

const storageKinds: ReadonlySet<ServerKind> = new Set([
  'database',
  'cache',
  'broker',
  'search',
  'coordination',
]);

/** It keeps the data of other services, and these are who it serves. */
export function holdsData({ kind }: ServerImage): boolean {
  return storageKinds.has(kind);
}

const nouns: Readonly<Record<ServerKind, string>> = {
  database: 'the database',
  cache: 'the cache',
  broker: 'the broker',
  search: 'the search index',
  coordination: 'the coordination service',
  storage: 'the storage',
  secrets: 'the secrets store',
  web: 'the web server',
  proxy: 'the proxy',
  admin: 'the admin interface',
  monitoring: 'the monitoring',
  application: 'the application',
};

/** `the database`, for a sentence. */
export function nounOf({ kind }: ServerImage): string {
  return nouns[kind];
}
