// Whether a service starts the way that is known of its image, so that what is known of that start holds.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { serverOf } from '../servers/known-servers.ts';
import type { ServerImage } from '../servers/server-facts.ts';
import { lastPart } from '../text/paths.ts';
import { isWithin } from './host-mounts.ts';
import { onHostNetwork, userOf } from './runs.ts';

export interface KnownStart {
  readonly server: ServerImage;
  /** With `user:` of another account than root. */
  readonly asUser: boolean;
  readonly hostNetwork: boolean;
  /** A folder of the host, or memory, lies over data of the server; it may belong to any account, memory belongs to root. */
  readonly foreignFolder: boolean;
}

/** Programs that the images' own entrypoints know as their server. */
const servers: ReadonlySet<string> = new Set(
  'postgres mysqld mariadbd mongod redis-server valkey-server nginx memcached rabbitmq-server'.split(' '),
);

/** Undefined where the image is not a known server's, or is started in another way. */
export function knownStart(service: ComposeService, image: ServiceImage | undefined): KnownStart | undefined {
  const server = image?.reference && serverOf(image.reference);
  const user = userOf(service);
  if (!image || !server || user === 'unknown' || !startsAsMade(service, image)) return undefined;
  const foreignFolder = service.mounts.some(
    ({ type, target }) =>
      (type === 'bind' || type === 'tmpfs' || type === 'unknown') &&
      server.data?.some((path) => target !== undefined && (isWithin(path, target) || isWithin(target, path))),
  );
  return { server, asUser: user === 'other', hostNetwork: onHostNetwork(service), foreignFolder };
}

/** The image's own entrypoint runs, with its own command or options of it. */
function startsAsMade({ entrypoint, command }: ComposeService, image: ServiceImage): boolean {
  if (entrypoint !== undefined) return false;
  const { state } = image;
  if (image.kind === 'built') {
    if ([state.entrypoint, state.user].some((one) => one !== undefined && one.by !== 'image')) return false;
    if (state.cmd !== undefined && state.cmd.by !== 'image' && !isUsual(state.cmd.argv)) return false;
  }
  return command === undefined || isUsual(command.argv);
}

function isUsual(argv: readonly string[] | undefined): boolean {
  const first = argv?.[0];
  return first !== undefined && (first.startsWith('-') || servers.has(lastPart(first)));
}
