// Reads one merged service into typed values.
import type { Place, YamlEntry, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { readBuild } from './build.ts';
import { readCommand, readHealthcheck } from './command.ts';
import { readTmpfs, readVolume } from './mounts.ts';
import { resolvePath } from './paths.ts';
import { readPort } from './ports.ts';
import type { ComposeDependency, ComposeEnvFile, ComposeGrant, ComposeService } from './project.ts';
import { itemsOf, mapOf, scalarOf, textOf, valueAt } from './values.ts';
import { readVariables } from './variables.ts';

/** What is known of a service apart from its map. */
export interface ServiceOrigin {
  readonly name: string;
  readonly keyAt: Place;
  readonly complete: boolean;
  readonly writtenIn: readonly string[];
  /** The folder that relative paths in a node start from. */
  readonly folderFor: (node: YamlNode) => string;
}

/** How messages show what is made of variables. */
function ofVariables(scalar: YamlScalar | undefined): { readonly written?: string } {
  return scalar?.variables === undefined ? {} : { written: scalar.written };
}

function envFileOf(node: YamlNode, folderFor: ServiceOrigin['folderFor']): ComposeEnvFile[] {
  const map = mapOf(node);
  const path = map === undefined ? scalarOf(node) : scalarOf(map.get('path'));
  if (path === undefined) return [];
  const required = map?.get('required');
  return [
    {
      at: node.at,
      path: path.text === undefined ? undefined : resolvePath(folderFor(path), path.text),
      ...ofVariables(path),
      isRequired: !(required?.kind === 'scalar' && required.value === false),
    },
  ];
}

/** @param folder where the thing lies in the container when no target is named, ended with `/` */
function grantOf(node: YamlNode, folder: string): ComposeGrant[] {
  const map = mapOf(node);
  const named = map === undefined ? scalarOf(node) : scalarOf(map.get('source'));
  if (map === undefined && named === undefined) return [];
  const source = named?.text;
  const target = scalarOf(map?.get('target'));
  const targetText = target === undefined ? source : target.text;
  return [
    {
      at: node.at,
      source,
      ...ofVariables(named),
      target: targetText === undefined || targetText.startsWith('/') ? targetText : `${folder}${targetText}`,
    },
  ];
}

/** The names of a list of texts or of a map's keys, with the place of each. */
export function namesOf(
  node: YamlNode | undefined,
): readonly { name: string; at: Place; entry?: YamlEntry; written?: string }[] {
  if (node?.kind === 'map') return node.entries.map((entry) => ({ name: entry.key, at: entry.keyAt, entry }));
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item) => {
    const scalar = scalarOf(item);
    const name = scalar?.text;
    return name === undefined ? [] : [{ name, at: item.at, ...ofVariables(scalar) }];
  });
}

function dependenciesOf(node: YamlNode | undefined): readonly ComposeDependency[] {
  return namesOf(node).map(({ name, at, entry, written }) => ({
    name,
    at,
    ...(written === undefined ? {} : { written }),
    condition: textOf(mapOf(entry?.value)?.get('condition')),
  }));
}

function networksOf(node: YamlMap): ComposeService['networks'] {
  if (scalarOf(node.get('network_mode')) !== undefined || node.get('provider') !== undefined)
    return undefined;
  const networks = node.get('networks');
  const names = namesOf(networks).map(({ entry: _, ...name }) => name);
  const isWritten = itemsOf(networks).length > 0 || mapOf(networks)?.entries.length;
  return names.length > 0 || isWritten ? names : [{ name: 'default', at: networks?.at ?? node.at }];
}

/** A service's typed values. What is not valid in it is left out. */
export function readService(node: YamlMap, origin: ServiceOrigin): ComposeService {
  const { name, keyAt, complete, writtenIn, folderFor } = origin;
  const get = (...path: readonly string[]) => valueAt(node, path);
  const list = <T>(key: string, read: (item: YamlNode) => T | undefined): T[] =>
    itemsOf(node.get(key)).flatMap((item) => read(item) ?? []);
  return {
    name,
    keyAt,
    node,
    complete,
    writtenIn,
    image: scalarOf(node.get('image')),
    build: readBuild(node.get('build'), folderFor),
    ports: list('ports', readPort),
    mounts: [...list('volumes', (item) => readVolume(item, folderFor)), ...list('tmpfs', readTmpfs)],
    environment: readVariables(node.get('environment')),
    envFiles: itemsOf(node.get('env_file')).flatMap((item) => envFileOf(item, folderFor)),
    secrets: itemsOf(node.get('secrets')).flatMap((item) => grantOf(item, '/run/secrets/')),
    configs: itemsOf(node.get('configs')).flatMap((item) => grantOf(item, '/')),
    networks: networksOf(node),
    dependsOn: dependenciesOf(node.get('depends_on')),
    healthcheck: readHealthcheck(node.get('healthcheck')),
    command: readCommand(node.get('command')),
    entrypoint: readCommand(node.get('entrypoint')),
    profiles: itemsOf(node.get('profiles')).flatMap((item) => textOf(item) ?? []),
    get,
    texts: (...path): readonly YamlScalar[] => itemsOf(get(...path)).flatMap((item) => scalarOf(item) ?? []),
  };
}
