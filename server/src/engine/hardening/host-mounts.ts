// The paths of the host that a service sees: bind mounts, and named volumes that are one under another name.
import type { ComposeMount, ComposeProject, ComposeService, ComposeTopLevel } from '../compose/project.ts';
import { mapOf, textOf } from '../compose/values.ts';
import type { Place } from '../parse/yaml/tree.ts';

export interface HostMount {
  readonly mount: ComposeMount;
  readonly at: Place;
  /** Clean and absolute, or starting with `~`; `/var/run` is written `/run`. Undefined when not known or in the project. */
  readonly path: string | undefined;
  /** The source for a sentence, as it is written where it is made of variables. */
  readonly shown: string;
  readonly isReadOnly: boolean;
}

/** Every mount of the host's files, also those whose path is not known. */
export function hostMounts(project: ComposeProject, service: ComposeService): HostMount[] {
  return service.mounts.flatMap((mount): HostMount[] => {
    const { at, source, type } = mount;
    if (type === 'bind' || type === 'unknown' || type === 'npipe') {
      const named = source ?? inHome(mount);
      const path = named === undefined ? undefined : hostPath(named.replace(/^\$\{?HOME\}?/, '~'));
      return [{ mount, at, path, shown: named ?? '', isReadOnly: mount.isReadOnly }];
    }
    const device = type === 'volume' && source !== undefined && boundDevice(project.volumes.get(source));
    if (!device) return [];
    const isReadOnly = mount.isReadOnly || device.isReadOnly;
    return [{ mount, at, path: hostPath(device.path), shown: source, isReadOnly }];
  });
}

/** A source that is not known because it starts with the variable HOME, which is somebody's home wherever Compose runs. */
function inHome({ node, isLong }: ComposeMount): string | undefined {
  const scalar = isLong ? mapOf(node)?.get('source') : node;
  if (scalar?.kind !== 'scalar') return undefined;
  const source = isLong ? scalar.written : (/^[^:]*(?=:)/.exec(scalar.written)?.[0] ?? '');
  return /^\$(?:HOME|\{HOME\})(?:\/[^$]*)?$/.test(source) ? source : undefined;
}

/** A volume of the local driver with `type: none` or the flag `bind` is a folder of the host. */
function boundDevice(
  volume: ComposeTopLevel | undefined,
): { readonly path: string; readonly isReadOnly: boolean } | undefined {
  if (volume?.node === undefined || volume.isExternal) return undefined;
  const driver = volume.node.get('driver');
  if (driver !== undefined && textOf(driver) !== 'local') return undefined;
  const options = mapOf(volume.node.get('driver_opts'));
  const path = textOf(options?.get('device'));
  const flags = (textOf(options?.get('o')) ?? '').split(',').map((flag) => flag.trim());
  const isBind = textOf(options?.get('type')) === 'none' || flags.includes('bind') || flags.includes('rbind');
  return path !== undefined && isBind ? { path, isReadOnly: flags.includes('ro') } : undefined;
}

/** Without doubled slashes, `.` and `..`; undefined for a path that starts from the project. */
export function hostPath(source: string): string | undefined {
  if (/^(?:\\\\|\/\/)\.[\\/]pipe[\\/]/.test(source)) return source.replaceAll('\\', '/');
  if (!/^[/~]/.test(source)) return undefined;
  const parts: string[] = [];
  for (const part of source.split('/').slice(1)) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const head = source.startsWith('~') ? source.slice(0, Math.max(1, source.indexOf('/'))) : '';
  const path = `${head}/${parts.join('/')}`;
  if (head !== '') return parts.length === 0 ? head : path;
  return path.replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
