// Which ports of a service others reach.
import type { ComposePort, ComposeService } from '../compose/project.ts';
import type { ServerImage, ServerKind } from '../servers/server-facts.ts';

/** Docker listens on every address of the host. */
export function isOnAllInterfaces({ hostAddress }: ComposePort): boolean {
  return hostAddress === undefined || /^(0\.0\.0\.0|\[?::0?\]?|\*)$/.test(hostAddress);
}

/** Something of it is reached from other machines. */
export function isPublished(service: ComposeService): boolean {
  return service.networks !== undefined && service.ports.some(isOnAllInterfaces);
}

/** Whose clients are programs of the same project, or administrators. */
const privateKinds: ReadonlySet<ServerKind> = new Set([
  'database',
  'cache',
  'broker',
  'search',
  'coordination',
  'secrets',
  'admin',
]);

/** MQTT: devices in the network are its clients. */
const forDevices: ReadonlySet<number> = new Set([1883, 8883]);

/** The ports of a server that are not meant for everybody's network. */
export function privatePorts(server: ServerImage): readonly number[] {
  const admin = server.adminPorts ?? [];
  const service = privateKinds.has(server.kind) ? (server.servicePorts ?? []) : [];
  return [...service.filter((port) => !forDevices.has(port)), ...admin];
}
