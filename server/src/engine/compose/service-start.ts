// What a service's container starts first, and whether what the service adds may bring programs or accounts of its own.
import { entrypointPresence } from '../model/container-start.ts';
import { type ComposeContext, foundFile } from './context.ts';
import type { ComposeCommand, ComposeService } from './project.ts';
import type { ServiceImage } from './service-image.ts';

/** The words that the container starts, where the Compose file says the first of them. */
export interface ServiceStart {
  readonly key: 'entrypoint' | 'command';
  readonly command: ComposeCommand;
  /** The program first; at least one. */
  readonly argv: readonly string[];
}

/**
 * The program that the service names. Undefined where the image's own entrypoint gets the words, or where they are not known.
 * `entrypoint: []` takes the image's away; a `null` changes nothing.
 */
export function serviceStart(
  service: ComposeService,
  image: ServiceImage | undefined,
): ServiceStart | undefined {
  const { entrypoint, command } = service;
  const key = keyOfStart(service, image);
  const said = key === 'entrypoint' ? entrypoint : command;
  const argv = said?.argv;
  if (key === undefined || said === undefined || argv === undefined || argv[0] === undefined)
    return undefined;
  const args = key === 'entrypoint' ? (command?.argv ?? []) : [];
  return { key, command: said, argv: [...argv, ...args] };
}

function keyOfStart(service: ComposeService, image: ServiceImage | undefined) {
  const { entrypoint } = service;
  if (entrypoint !== undefined)
    return entrypoint.argv === undefined ? undefined : entrypoint.argv.length > 0 ? 'entrypoint' : 'command';
  return image !== undefined && entrypointPresence(image.state) === 'absent' ? 'command' : undefined;
}

/**
 * The words of `command` where an official image's `docker-entrypoint.sh` gets them, which starts them as they are (or puts the
 * server's name before options): no shell reads them. Undefined otherwise.
 */
export function getsWords(
  service: ComposeService,
  image: ServiceImage | undefined,
): ServiceStart | undefined {
  const { command, entrypoint } = service;
  const own = image?.state.entrypoint;
  const [script, more] = own?.by === 'image' ? (own.argv ?? []) : [];
  const { registry, repository } = image?.reference ?? {};
  const isOfficial = registry === 'docker.io' && repository?.startsWith('library/') === true;
  const passes = /(^|\/)docker-(php-)?entrypoint(\.sh)?$/.test(script ?? '') && more === undefined;
  const argv = command?.argv;
  if (entrypoint !== undefined || !isOfficial || !passes || !argv?.length) return undefined;
  return { key: 'command', command: command!, argv };
}

/** Where programs are looked up when nothing sets PATH. Source: moby, oci/defaults. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Something that is mounted, or a PATH of its own, may bring a program that the image does not have. */
export function mayBringPrograms(
  service: ComposeService,
  image: ServiceImage,
  context: ComposeContext,
): boolean {
  if (setsVariable(service, context, /^PATH$/)) return true;
  const path = image.state.env.has('PATH') ? image.state.env.get('PATH') : defaultPath;
  const folders = path?.split(':');
  // More come only from hostile files.
  if (folders === undefined || folders.length > 100) return true;
  return mountsOverAny(service, [...folders, ...defaultPath.split(':')]);
}

/** The account lists of the image may be covered by other ones. */
export function mayBringAccounts(service: ComposeService): boolean {
  return mountsOverAny(service, ['/etc/passwd', '/etc/group']);
}

/** Something lies over one of these paths, in it, or at a place that is not known. */
function mountsOverAny(service: ComposeService, paths: readonly string[]): boolean {
  if (service.get('volumes_from') !== undefined) return true;
  const targets = [
    ...service.mounts.map(({ target }) => target),
    ...service.secrets.map(({ target }) => target),
    ...service.configs.map(({ target }) => target),
  ];
  return targets.some(
    (target) => target === undefined || paths.some((path) => isBelow(path, target) || isBelow(target, path)),
  );
}

/** Whether a path is a folder or lies in it. Both are absolute; a `/` at the end does not matter. */
export function isBelow(path: string, folder: string): boolean {
  const inner = withoutEnd(path);
  const outer = withoutEnd(folder);
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}

function withoutEnd(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** The service sets such a variable, or an environment file that could was not read. */
export function setsVariable(service: ComposeService, context: ComposeContext, name: RegExp): boolean {
  if (service.environment.some((variable) => name.test(variable.name))) return true;
  return service.envFiles.some(({ path, isRequired }) => {
    const found = foundFile(context, path);
    if (found === undefined) return true;
    if (!('text' in found)) return isRequired || found.absent !== 'missing';
    return found.text
      .split('\n')
      .some((line) => name.test(/^\s*(?:export\s+)?([^\s=]+)\s*=/.exec(line)?.[1] ?? ''));
  });
}
