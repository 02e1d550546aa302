// Puts the service that another one extends below it, from the same file or another one.
import { quoted } from '../parse/errors/problem.ts';
import { makeMap } from '../parse/yaml/nodes.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import type { Loading } from './loading.ts';
import { isReset, mergeNodes, withoutResets } from './merge.ts';
import { documentsOf, type ModelNotes, type ModelScope } from './model.ts';
import { folderOf, resolvePath } from './paths.ts';
import { mapOf, scalarOf, shownText, textOf } from './values.ts';

/** Longer chains are not followed. */
const chainLimit = 100;

/** The services of one file, and those whose `extends` is done. */
interface Source {
  readonly path: string;
  readonly folder: string;
  readonly services: ReadonlyMap<string, YamlNode>;
  readonly done: Map<string, Extended>;
}

interface Extended {
  readonly node: YamlNode;
  readonly complete: boolean;
  /** The files it comes from beside its own. */
  readonly files: readonly string[];
}

class Extending {
  private readonly loading: Loading;
  private readonly scope: ModelScope;
  private readonly sources = new Map<string, Source | undefined>();

  constructor(loading: Loading, scope: ModelScope) {
    this.loading = loading;
    this.scope = scope;
  }

  extended(source: Source, name: string, chain: readonly string[]): Extended {
    const known = source.done.get(name);
    if (known !== undefined) return known;
    const made = this.make(source, name, chain);
    source.done.set(name, made);
    return made;
  }

  private make(source: Source, name: string, chain: readonly string[]): Extended {
    const node = source.services.get(name)!;
    const map = mapOf(node);
    const written = map?.get('extends');
    const alone = { node, complete: true, files: [] };
    if (map === undefined || written === undefined || isReset(written)) return alone;
    const without = makeMap(
      map,
      map.entries.filter(({ key }) => key !== 'extends'),
      map.isFlow,
    );
    const unknown = { node: without, complete: false, files: [] };
    const file = scalarOf(mapOf(written)?.get('file'));
    const reference = written.kind === 'map' ? scalarOf(written.get('service')) : scalarOf(written);
    if (reference === undefined) {
      const message = `The service ${quoted(name)} extends no service by name. Write "service:" with the name below extends.`;
      this.loading.problem('error', written.at, message);
      return unknown;
    }
    const from = file === undefined ? source : this.other(source, file);
    if (from === undefined || reference.text === undefined) return unknown;
    if (!from.services.has(reference.text)) {
      const where = file === undefined ? 'this file' : this.loading.quotedPath(from.path);
      const message = `The service ${quoted(name)} extends ${quoted(shownText(reference))}, which is no service of ${where}. Correct the name.`;
      this.loading.problem('error', reference.at, message);
      return unknown;
    }
    const link = `${source.path} ${name}`;
    if (chain.includes(link) || (from.path === source.path && reference.text === name)) {
      const message = `The service ${quoted(name)} extends itself, at last through others. Remove one extends of the circle.`;
      this.loading.problem('error', reference.at, message);
      return unknown;
    }
    if (chain.length >= chainLimit) {
      this.loading.problem(
        'notice',
        reference.at,
        `More than ${chainLimit} services extend each other; the rest is not read here.`,
      );
      return unknown;
    }
    const base = this.extended(from, reference.text, [...chain, link]);
    const files = file === undefined ? base.files : [from.path, ...base.files];
    if (base.node.kind !== 'map') return { node: without, complete: base.complete, files };
    const merged = mergeNodes(withoutResets(base.node), without, ['services', name], this.loading);
    return { node: { ...merged, at: map.at }, complete: base.complete, files };
  }

  /** The services of another file. */
  private other(source: Source, file: YamlScalar): Source | undefined {
    const text = textOf(file);
    if (text === undefined) return undefined;
    const path = resolvePath(source.folder, text);
    if (path === undefined) {
      this.loading.problem(
        'notice',
        file.at,
        `The file ${quoted(shownText(file))} lies outside the workspace, so what it adds is not known here.`,
      );
      return undefined;
    }
    this.loading.callPath(path, file);
    if (this.sources.has(path)) return this.sources.get(path);
    const folder = folderOf(path);
    const documents = documentsOf(this.loading, path, file.at, { folder, lookup: this.scope.lookup });
    const source_ = documents && sourceOf(path, folder, mergedOf(documents, this.loading));
    this.sources.set(path, source_);
    return source_;
  }
}

function mergedOf(documents: readonly YamlMap[], loading: Loading): YamlMap | undefined {
  const [first, ...rest] = documents;
  return rest.reduce<YamlMap | undefined>(
    (merged, document) => merged && mapOf(mergeNodes(merged, document, [], loading)),
    first,
  );
}

function sourceOf(path: string, folder: string, root: YamlMap | undefined): Source {
  const entries = mapOf(root?.get('services'))?.entries ?? [];
  return {
    path,
    folder,
    services: new Map(entries.filter(({ value }) => !isReset(value)).map(({ key, value }) => [key, value])),
    done: new Map(),
  };
}

/** The file's root with every service put onto what it extends. */
export function applyExtends(
  loading: Loading,
  root: YamlMap,
  path: string,
  scope: ModelScope,
  notes: ModelNotes,
): YamlMap {
  const services = mapOf(root.get('services'));
  if (!services?.entries.some(({ value }) => mapOf(value)?.get('extends') !== undefined)) return root;
  const extending = new Extending(loading, scope);
  const source = sourceOf(path, scope.folder, root);
  const entries = services.entries.map((entry) => {
    if (!source.services.has(entry.key)) return entry;
    const { node, complete, files } = extending.extended(source, entry.key, []);
    if (!complete) notes.incomplete.add(entry.key);
    for (const file of files) notes.wrote(entry.key, file);
    return { ...entry, value: node };
  });
  const replaced = makeMap(services, entries, services.isFlow);
  return makeMap(
    root,
    root.entries.map((entry) => (entry.key === 'services' ? { ...entry, value: replaced } : entry)),
    root.isFlow,
  );
}
