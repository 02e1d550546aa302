// Of list items that Compose takes for the same thing, the last one counts.
// From compose-go's override/uncity.go (v2.16.2).
import { makeList, makeMap } from '../parse/yaml/nodes.ts';
import type { YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { volumeTarget } from './mounts.ts';
import { readPort } from './ports.ts';
import { mapOf, scalarOf, textOf } from './values.ts';

/** The keys under which an item is known; undefined when it is not known, so that it stays. */
type Keys = (item: YamlNode) => readonly string[] | undefined;

/** Ranges above this are taken as one thing. */
const rangeLimit = 64;

const one = (key: string | undefined): readonly string[] | undefined =>
  key === undefined ? undefined : [key];

/** Of `NAME=value` the name. */
const pairs: Keys = (item) => {
  if (item.kind === 'map') return one(item.entries[0]?.key);
  return one(textOf(item)?.split('=', 1)[0]);
};

const volume: Keys = (item) => {
  const target = volumeTarget(item);
  return target === undefined ? undefined : [target.replace(/\/+(?:\.?\/+)*/g, '/').replace(/(.)\/$/, '$1')];
};

const device: Keys = (item) => {
  const map = mapOf(item);
  if (map !== undefined) return one(textOf(map.get('target')));
  const parts = textOf(item)?.split(':');
  return one(parts?.[1] ?? parts?.[0]);
};

const mount =
  (folder: string): Keys =>
  (item) => {
    const map = mapOf(item);
    const named = map?.get('target');
    if (named !== undefined) return one(textOf(named));
    const source = textOf(map === undefined ? item : map.get('source'));
    return source === undefined ? undefined : [`${folder}/${source}`];
  };

const port: Keys = (item) => {
  const read = readPort(item);
  if (read === undefined) return undefined;
  const { hostAddress = '0.0.0.0', published, target, protocol } = read;
  const [first, last] = target;
  const count = last - first + 1;
  const key = (from: string, to: number | string) => `${hostAddress} ${from} ${to}/${protocol}`;
  if (published === undefined || count === 1 || count > rangeLimit) {
    return [key(published?.join('-') ?? '', count === 1 ? first : target.join('-'))];
  }
  return Array.from({ length: count }, (_, step) =>
    key(`${published[0] + step}-${published[0] + step}`, first + step),
  );
};

const envFile: Keys = (item) => one(textOf(mapOf(item)?.get('path') ?? item));

const keysOf: Readonly<Record<string, Keys>> = {
  annotations: pairs,
  'build.args': pairs,
  'build.additional_contexts': pairs,
  'build.tags': pairs,
  'build.labels': pairs,
  cap_add: pairs,
  cap_drop: pairs,
  configs: mount(''),
  'deploy.labels': pairs,
  devices: device,
  dns: pairs,
  dns_opt: pairs,
  dns_search: pairs,
  environment: pairs,
  env_file: envFile,
  expose: (item) => one(scalarOf(item)?.text),
  labels: pairs,
  links: pairs,
  ports: port,
  profiles: pairs,
  secrets: mount('/run/secrets'),
  sysctls: pairs,
  tmpfs: pairs,
  volumes: volume,
};

/** The items, each kind once: the last one, where the first one stood. */
function uniqueItems(items: readonly YamlNode[], keys: Keys): readonly YamlNode[] {
  const placeOf = new Map<string, number>();
  const kept: (YamlNode | undefined)[] = [];
  for (const item of items) {
    const known = keys(item);
    const places = known?.map((key) => placeOf.get(key));
    const first = places?.[0];
    // A range takes the place of one that it covers exactly; one that it covers in part stays.
    if (
      first !== undefined &&
      places?.every((place) => place === first) &&
      covers(kept[first], known!, keys)
    ) {
      kept[first] = item;
      continue;
    }
    for (const key of known ?? []) placeOf.set(key, kept.length);
    kept.push(item);
  }
  return kept.length === items.length ? items : kept.filter((item) => item !== undefined);
}

function covers(before: YamlNode | undefined, keys: readonly string[], read: Keys): boolean {
  return before !== undefined && read(before)?.length === keys.length;
}

/** A service with its lists made unique. */
export function uniqueService(service: YamlMap): YamlMap {
  const fix = (map: YamlMap, prefix: string): YamlMap => {
    let isSame = true;
    const entries = map.entries.map((entry) => {
      const name = prefix + entry.key;
      const { value } = entry;
      let next: YamlNode = value;
      if (value.kind === 'list' && Object.hasOwn(keysOf, name)) {
        const items = uniqueItems(value.items, keysOf[name]!);
        if (items !== value.items) next = makeList(value, items, value.isFlow);
      } else if (value.kind === 'map' && prefix === '' && (entry.key === 'build' || entry.key === 'deploy')) {
        next = fix(value, `${entry.key}.`);
      }
      if (next === value) return entry;
      isSame = false;
      return { ...entry, value: next };
    });
    return isSame ? map : makeMap(map, entries, map.isFlow);
  };
  return fix(service, '');
}
