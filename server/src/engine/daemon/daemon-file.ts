// Docker's daemon.json: what it says, each value with its place, and what dockerd would refuse.
import { jsonError } from '../parse/json/strict-json.ts';
import { readYaml } from '../parse/yaml/read-yaml.ts';
import type { Place, YamlEntry, YamlFile, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { checkKeys } from './check-keys.ts';
import type { DaemonKey } from './daemon-keys.ts';

/** Something that keeps dockerd from starting with the file, or that it does not read. */
export interface DaemonProblem {
  readonly at: Place;
  /** A sentence. */
  readonly message: string;
  /** `ignored`: dockerd starts, and does as if the key were not there. The others: it refuses to start. */
  readonly kind: 'syntax' | 'unknown-key' | 'wrong-type' | 'ignored';
}

/** One daemon.json. */
export interface DaemonFile {
  readonly path: string;
  readonly text: string;
  /** For edits (`yaml-edits/`), which are refused where the file cannot be read. */
  readonly file: YamlFile;
  /** Undefined where the file holds no object, or is no JSON: then nothing is known of it. */
  readonly root: YamlMap | undefined;
  /** In the order of the text. */
  readonly problems: readonly DaemonProblem[];
  /** The value of a key; undefined where it is not there. `proxies` and the like are looked into. */
  get(key: DaemonKey): YamlNode | undefined;
  entry(key: DaemonKey): YamlEntry | undefined;
  /** The value of a key that is true or false; undefined where it is absent, or something else. */
  flag(key: DaemonKey): boolean | undefined;
  /** The value of a key that is a text; undefined where it is absent, or something else. */
  string(key: DaemonKey): string | undefined;
  /** The texts of a list; empty where it is absent. */
  strings(key: DaemonKey): readonly YamlScalar[];
}

/** Keys that stand in a map of their own: as Go's `json` puts them into dockerd's configuration. */
const parents: Readonly<Partial<Record<DaemonKey, DaemonKey>>> = {
  'http-proxy': 'proxies',
  'https-proxy': 'proxies',
  'no-proxy': 'proxies',
};

/** Reads daemon.json. Never throws; takes time in proportion to the text. @param path how it is called in places */
export function readDaemonFile(path: string, text: string): DaemonFile {
  const file = readYaml(path, text);
  const error = jsonError(text);
  const refused: DaemonProblem | undefined = error && {
    at: { file: path, ...error.at },
    message: `Docker refuses this file, for it is no JSON: ${error.what}`,
    kind: 'syntax',
  };
  const root = refused === undefined && file.root?.kind === 'map' ? file.root : undefined;
  const problems: DaemonProblem[] = refused === undefined ? [] : [refused];
  if (root !== undefined) for (const problem of checkKeys(root)) problems.push(problem);
  else if (refused === undefined && isNoObject(file.root)) {
    const message = 'Docker refuses this file: it holds no object. Put its settings between { and }.';
    problems.push({ at: file.root.at, message, kind: 'wrong-type' });
  }
  const entry = (key: DaemonKey): YamlEntry | undefined => {
    const parent = parents[key];
    const map = parent === undefined ? root : root?.get(parent);
    return map?.kind === 'map' ? map.entry(key) : undefined;
  };
  const get = (key: DaemonKey): YamlNode | undefined => entry(key)?.value;
  const scalarAt = (key: DaemonKey): unknown => {
    const node = get(key);
    return node?.kind === 'scalar' ? node.value : undefined;
  };
  return {
    path,
    text,
    file,
    root,
    problems: problems.sort((a, b) => a.at.start - b.at.start),
    get,
    entry,
    flag: (key) => {
      const value = scalarAt(key);
      return typeof value === 'boolean' ? value : undefined;
    },
    string: (key) => {
      const value = scalarAt(key);
      return typeof value === 'string' ? value : undefined;
    },
    strings: (key) => {
      const node = get(key);
      const items = node?.kind === 'list' ? node.items : [];
      return items.filter(
        (item): item is YamlScalar => item.kind === 'scalar' && typeof item.value === 'string',
      );
    },
  };
}

/** `null` is as good as an empty object to Go's `json`. */
function isNoObject(root: YamlNode | undefined): root is YamlNode {
  return root !== undefined && !(root.kind === 'scalar' && root.value === null);
}
