// Loads the files that a Compose file includes, each with its own folder and environment.
import { quoted } from '../parse/errors/problem.ts';
import { makeMap } from '../parse/yaml/nodes.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { environmentLookup } from './environment.ts';
import type { Loading } from './loading.ts';
import { mergeNodes } from './merge.ts';
import { loadModel, type Model, type ModelNotes, type ModelScope } from './model.ts';
import { fingerprint } from './nodes.ts';
import { folderOf, isRemoteContext, resolvePath } from './paths.ts';
import { itemsOf, mapOf, scalarOf, shownText } from './values.ts';

/** Includes within includes beyond this depth are not read. */
const depthLimit = 30;

const kinds = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** The paths that scalars name; undefined when one of them is not known or not in the project's terms. */
function pathsOf(loading: Loading, nodes: readonly YamlNode[], folder: string): string[] | undefined {
  const paths: string[] = [];
  for (const node of nodes) {
    const scalar = scalarOf(node);
    const text = scalar?.text;
    if (scalar === undefined || text === undefined) return undefined;
    const path = isRemoteContext(text) ? undefined : resolvePath(folder, text);
    if (path === undefined) {
      loading.problem(
        'notice',
        node.at,
        `The file ${quoted(shownText(scalar))} lies outside the workspace, so what it adds is not known here.`,
      );
      return undefined;
    }
    loading.callPath(path, scalar);
    paths.push(path);
  }
  return paths;
}

/** What the item says; undefined when the files cannot be told. */
function readItem(loading: Loading, item: YamlNode, scope: ModelScope) {
  const map = mapOf(item);
  const pathNodes = map === undefined ? itemsOf(item) : itemsOf(map.get('path'));
  const paths = pathsOf(loading, pathNodes, scope.folder);
  const directory: YamlScalar | undefined = scalarOf(map?.get('project_directory'));
  const folders =
    directory && directory.text !== '' ? pathsOf(loading, [directory], scope.folder) : undefined;
  const main = paths?.[0];
  if (
    paths === undefined ||
    main === undefined ||
    (directory !== undefined && directory.text !== '' && !folders)
  ) {
    return undefined;
  }
  const written = itemsOf(map?.get('env_file')).filter((node) => scalarOf(node)?.text !== '/dev/null');
  const hasOwn = itemsOf(map?.get('env_file')).length > 0;
  const envFiles = hasOwn ? pathsOf(loading, written, scope.folder) : undefined;
  return { paths, main, folder: folders?.[0] ?? folderOf(main), at: pathNodes[0]!.at, hasOwn, envFiles };
}

/** The root with the resources of the included files; the file's own ones are merged onto them. */
export function applyIncludes(
  loading: Loading,
  root: YamlMap,
  path: string,
  scope: ModelScope,
  notes: ModelNotes,
): YamlMap {
  const include = root.get('include');
  if (include === undefined) return root;
  let merged = makeMap(
    root,
    root.entries.filter(({ key }) => key !== 'include'),
    root.isFlow,
  );
  if (include.kind !== 'list') {
    if (include.kind !== 'scalar' || include.value !== null) {
      loading.problem(
        'error',
        include.at,
        'The key `include` takes a list of files. Write each path behind a dash.',
      );
    }
    return merged;
  }
  const included = [...scope.included, path];
  const seen = new Set<Model>();
  for (const item of include.items) {
    const read = readItem(loading, item, scope);
    if (read === undefined) {
      loading.isPartial = true;
      continue;
    }
    if (included.includes(read.main)) {
      const message = `The file ${loading.quotedPath(read.main)} includes itself, at last through others. Remove one include of the circle.`;
      loading.problem('error', read.at, message);
      continue;
    }
    if (included.length > depthLimit) {
      loading.isPartial = true;
      loading.problem(
        'notice',
        read.at,
        `Files include each other more than ${depthLimit} times; the rest is not read here.`,
      );
      continue;
    }
    const key = JSON.stringify([
      read.paths,
      read.folder,
      read.envFiles ?? null,
      scope.folder,
      scope.environment,
    ]);
    const model = loading.remember(key, () => {
      const paths = read.hasOwn
        ? (read.envFiles ?? [])
        : [read.folder === '' ? '.env' : `${read.folder}/.env`];
      const lookup = environmentLookup(loading, paths, scope.lookup);
      const environment = [...scope.environment, ...paths];
      return loadModel(loading, read.paths, read.at, { folder: read.folder, lookup, environment, included });
    });
    if (seen.has(model)) continue;
    seen.add(model);
    notes.take(model);
    merged = withResources(loading, merged, model.root);
  }
  return merged;
}

function withResources(loading: Loading, root: YamlMap, from: YamlMap): YamlMap {
  const sections = new Map<string, YamlEntry>(root.entries.map((entry) => [entry.key, entry]));
  for (const kind of kinds) {
    const theirs = from.entry(kind);
    const theirMap = mapOf(theirs?.value);
    if (theirs === undefined || theirMap === undefined) continue;
    const own = sections.get(kind);
    const ownMap = mapOf(own?.value);
    if (own === undefined || ownMap === undefined) {
      sections.set(kind, theirs);
      continue;
    }
    if (!loading.spend(ownMap.entries.length + theirMap.entries.length)) return root;
    const entries = new Map(ownMap.entries.map((entry) => [entry.key, entry]));
    for (const entry of theirMap.entries) {
      const before = entries.get(entry.key);
      const isSame = before && fingerprint(before.value) === fingerprint(entry.value);
      if (before === undefined) entries.set(entry.key, entry);
      else if (!isSame || fingerprint(entry.value) === undefined) {
        const value = mergeNodes(entry.value, before.value, [kind, entry.key], loading);
        entries.set(entry.key, { ...before, value });
      }
    }
    sections.set(kind, { ...own, value: makeMap(ownMap, [...entries.values()], ownMap.isFlow) });
  }
  return makeMap(root, [...sections.values()], root.isFlow);
}
