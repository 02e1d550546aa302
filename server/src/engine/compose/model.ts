// Loads a set of Compose files onto each other: variables, includes, extends, merging.
import { quoted } from '../parse/errors/problem.ts';
import { makeMap } from '../parse/yaml/nodes.ts';
import type { Place, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import { applyExtends } from './extends.ts';
import { applyIncludes } from './include.ts';
import { interpolate } from './interpolate.ts';
import type { Loading } from './loading.ts';
import { mergeNodes, withoutResets } from './merge.ts';
import type { Lookup } from './template.ts';
import { mapOf } from './values.ts';

/** Where and with what files are loaded. */
export interface ModelScope {
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly lookup: Lookup;
  /** The environment files that it looks into. */
  readonly environment: readonly string[];
  /** The files whose includes led here, the outermost first. */
  readonly included: readonly string[];
}

/** Merged files, before services are read. */
export interface Model {
  readonly root: YamlMap;
  /** Services to which something adds that was not read. */
  readonly incomplete: ReadonlySet<string>;
  /** The files in which each service is written. */
  readonly writtenIn: ReadonlyMap<string, readonly string[]>;
}

/** What is gathered while files become a model. */
export class ModelNotes {
  readonly incomplete = new Set<string>();
  readonly writtenIn = new Map<string, string[]>();

  wrote(service: string, file: string): void {
    const files = this.writtenIn.get(service) ?? [];
    if (!files.includes(file)) files.push(file);
    this.writtenIn.set(service, files);
  }

  take(model: Model): void {
    for (const name of model.incomplete) this.incomplete.add(name);
    for (const [name, files] of model.writtenIn) for (const file of files) this.wrote(name, file);
  }
}

/** The documents of a file with variables put in, as maps. */
export function documentsOf(
  loading: Loading,
  path: string,
  at: Place,
  scope: Pick<ModelScope, 'folder' | 'lookup'>,
): readonly YamlMap[] | undefined {
  const file = loading.composeFile(path, at);
  if (file === undefined || !loading.spendReading(file.text.length)) return undefined;
  return file.documents.flatMap((document) => {
    const filled = interpolate(document, scope.lookup, loading, (scalar) =>
      loading.stamp(scalar, scope.folder),
    );
    if (filled.kind === 'map') return [filled];
    loading.problem(
      'error',
      filled.at,
      'A Compose file is a map with services in it. Start it with "services:".',
    );
    return [];
  });
}

/**
 * Loads files, each onto those before it.
 * @param at what asks for the files
 */
export function loadModel(loading: Loading, paths: readonly string[], at: Place, scope: ModelScope): Model {
  const notes = new ModelNotes();
  let merged: YamlNode = makeMap({ at }, []);
  for (const path of paths) {
    const documents = documentsOf(loading, path, at, scope);
    if (documents === undefined) loading.isPartial = true;
    for (const document of documents ?? []) {
      const whole = withoutInvalidSections(loading, document);
      for (const { key } of mapOf(whole.get('services'))?.entries ?? []) notes.wrote(key, path);
      const included = applyIncludes(loading, whole, path, scope, notes);
      const extended = applyExtends(loading, included, path, scope, notes);
      merged = mergeNodes(merged, extended, [], loading);
    }
  }
  return {
    root: mapOf(withoutResets(merged)) ?? makeMap({ at }, []),
    incomplete: notes.incomplete,
    writtenIn: notes.writtenIn,
  };
}

/** Sections that hold maps by name. */
const sections = ['services', 'networks', 'volumes', 'secrets', 'configs'];

/** Says which sections are no maps, and leaves them out. */
function withoutInvalidSections(loading: Loading, document: YamlMap): YamlMap {
  let isSame = true;
  const entries = document.entries.filter(({ key, value }) => {
    if (!sections.includes(key) || value.kind === 'map' || value.tag === '!reset') return true;
    if (value.kind === 'scalar' && (value.value === null || value.value === undefined)) return true;
    const kind = value.kind === 'list' ? 'a list' : 'a single value';
    loading.problem(
      'error',
      value.at,
      `The key ${quoted(key)} is ${kind}, and Compose wants a map: a name, a colon and the settings below it.`,
    );
    isSame = false;
    return false;
  });
  return isSame ? document : makeMap(document, entries, document.isFlow);
}
