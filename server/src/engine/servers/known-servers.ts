// Looks up what is known of a server's image by its reference.
import type { ImageReference } from '../parse/image-ref.ts';
import { admins } from './admins.ts';
import { applications } from './applications.ts';
import { bitnami } from './bitnami.ts';
import { brokers } from './brokers.ts';
import { caches } from './caches.ts';
import { commercialDatabases } from './commercial-databases.ts';
import { databases } from './databases.ts';
import { documentStores } from './document-stores.ts';
import { infrastructure } from './infrastructure.ts';
import { monitoring } from './monitoring.ts';
import { relationalOfOthers } from './relational-of-others.ts';
import { searchEngines } from './search-engines.ts';
import type {
  Capability,
  FileVariables,
  KnownServer,
  NeededCapability,
  ServerFacts,
  ServerImage,
  ServerVariant,
} from './server-facts.ts';
import { webServers } from './web-servers.ts';

/** The whole table, for the page that shows it and for tests. */
export const knownServers: readonly KnownServer[] = [
  ...databases,
  ...relationalOfOthers,
  ...commercialDatabases,
  ...documentStores,
  ...searchEngines,
  ...caches,
  ...brokers,
  ...infrastructure,
  ...webServers,
  ...admins,
  ...monitoring,
  ...applications,
  ...bitnami,
];

const byImage: ReadonlyMap<string, KnownServer> = new Map(
  knownServers.flatMap((server) => server.images.map((image) => [image, server] as const)),
);

/**
 * What is known of the server in an image. Only the repository and the tag are looked at: an image that someone else built from it,
 * or copied to another registry, is not known.
 * @param reference as parseImageReference() gives it
 */
export function serverOf(reference: ImageReference): ServerImage | undefined {
  const server = byImage.get(`${reference.registry}/${reference.repository}`);
  if (server === undefined) return undefined;
  // What a digest holds is not known, whatever tag stands beside it for people to read; but they are written together on purpose.
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined);
  let facts: ServerFacts = server.facts;
  for (const variant of server.variants ?? [])
    if (holds(variant, tag, server.versionBehind)) facts = { ...facts, ...variant.facts };
  return { ...facts, server, name: server.name, kind: server.kind };
}

/** The capabilities to give back after `cap_drop: [ALL]`; undefined when they are not known. */
export function capabilitiesOf(
  server: ServerFacts,
  start: { readonly asUser: boolean; readonly hostNetwork: boolean; readonly foreignFolder: boolean },
): readonly NeededCapability[] | undefined {
  // A process of another account than root has no capabilities but those that are ambient, and Docker makes none ambient.
  if (start.asUser) return server.programCapabilities ?? (server.capabilities && []);
  return server.capabilities?.filter(
    ({ needed }) =>
      (needed !== 'host network' || start.hostNetwork) &&
      (needed !== 'foreign folder' || start.foreignFolder),
  );
}

/** The name of the variable by which the image reads this one from a file; undefined when it does not, or that is not known. */
export function fileVariableOf(server: ServerFacts, variable: string): string | undefined {
  const given = (one: FileVariables) =>
    one.names?.includes(variable) ??
    (one.prefix !== undefined && variable.startsWith(one.prefix) && !variable.endsWith(one.suffix));
  const suffix = server.fileVariables?.find(given)?.suffix;
  return suffix === undefined ? undefined : variable + suffix;
}

/** The names alone, in the order in which they are written. */
export function capabilityNames(needed: readonly NeededCapability[]): readonly Capability[] {
  return [...new Set(needed.map(({ name }) => name))].sort();
}

function holds(variant: ServerVariant, tag: string | undefined, behind: 'pg' | undefined): boolean {
  if (tag === undefined) return false;
  const isAlpine = /(^|-)alpine/.test(tag);
  if (variant.flavour !== undefined && (variant.flavour === 'alpine') !== isAlpine) return false;
  if (variant.from === undefined && variant.below === undefined) return true;
  const pattern = behind === 'pg' ? /(?:^|-)pg(\d{1,6})(?:\.(\d{1,6}))?/ : /^v?(\d{1,6})(?:\.(\d{1,6}))?/;
  const version = pattern.exec(tag);
  if (!version) return false;
  const numbers = [Number(version[1]), version[2] === undefined ? undefined : Number(version[2])] as const;
  if (variant.from !== undefined && !(order(numbers, variant.from) >= 0)) return false;
  return variant.below === undefined || order(numbers, variant.below) < 0;
}

/** Below, at or above; NaN where the tag says too little, so that neither holds. */
function order([major, minor]: readonly [number, number | undefined], bound: string): number {
  const [boundMajor = 0, boundMinor = 0] = bound.split('.').map(Number);
  if (major !== boundMajor) return major - boundMajor;
  if (boundMinor === 0) return minor ?? 0;
  return minor === undefined ? Number.NaN : minor - boundMinor;
}
