// Loads a Compose project: the checked file with everything that Compose would put beside it.
import { makeMap } from '../parse/yaml/nodes.ts';
import type { Place, YamlMap } from '../parse/yaml/tree.ts';
import { filesBeside } from './beside.ts';
import { checkProject, checkService } from './checks.ts';
import { type ComposeContext, foundDockerfile, takenByGit, type Wanted } from './context.ts';
import { checkDependencies } from './dependency-circle.ts';
import { environmentLookup } from './environment.ts';
import { checkKinds } from './kinds.ts';
import { Loading } from './loading.ts';
import { mergeNodes } from './merge.ts';
import { loadModel, type Model, type ModelScope } from './model.ts';
import { folderOf } from './paths.ts';
import type { ComposeProject, ComposeService, ComposeTopLevel } from './project.ts';
import { readService } from './service.ts';
import type { Lookup } from './template.ts';
import { uniqueService } from './unique.ts';
import { mapOf, scalarOf } from './values.ts';

/** What a project became, and what else would be good to know. */
export interface LoadedProject {
  readonly project: ComposeProject;
  readonly wanted: readonly Wanted[];
}

function topLevel(root: YamlMap, key: string): ReadonlyMap<string, ComposeTopLevel> {
  const found = new Map<string, ComposeTopLevel>();
  for (const { key: name, keyAt, value } of mapOf(root.get(key))?.entries ?? []) {
    const node = mapOf(value);
    const external = node?.get('external');
    const isExternal = external?.kind === 'map' || (external?.kind === 'scalar' && external.value === true);
    found.set(name, { name, keyAt, node, isExternal });
  }
  return found;
}

/** A service of another file is needed to make a whole of it. */
export function isPart(service: YamlMap): boolean {
  return ['image', 'build', 'provider', 'extends'].every((key) => service.get(key) === undefined);
}

/** The model with parts of services put onto the whole ones of the folder's default file. */
function completed(
  loading: Loading,
  model: Model,
  base: string | undefined,
  scope: ModelScope,
  at: Place,
): Model {
  const services = mapOf(model.root.get('services'));
  const parts = services?.entries.filter(({ value }) => value.kind === 'map' && isPart(value)) ?? [];
  if (parts.length === 0) return model;
  const names = new Set(parts.map(({ key }) => key));
  const incomplete = new Set(model.incomplete);
  for (const name of names) incomplete.add(name);
  if (base === undefined) return { ...model, incomplete };
  const whole = loadModel(loading, [base], at, scope);
  const wholeServices = mapOf(whole.root.get('services'));
  const kept = wholeServices?.entries.filter(({ key }) => names.has(key)) ?? [];
  const below = makeMap(
    whole.root,
    whole.root.entries.flatMap((entry) => {
      if (entry.key !== 'services' || wholeServices === undefined) return [entry];
      return [{ ...entry, value: makeMap(wholeServices, kept, wholeServices.isFlow) }];
    }),
  );
  const writtenIn = new Map(model.writtenIn);
  for (const { key } of kept) {
    if (!whole.incomplete.has(key)) incomplete.delete(key);
    writtenIn.set(key, [...new Set([...(whole.writtenIn.get(key) ?? []), ...(writtenIn.get(key) ?? [])])]);
  }
  return { root: mapOf(mergeNodes(below, model.root, [], loading)) ?? model.root, incomplete, writtenIn };
}

function servicesOf(loading: Loading, model: Model, folder: string): ComposeService[] {
  const folderFor: Parameters<typeof readService>[1]['folderFor'] = (node) =>
    loading.folderFor(node) ?? folder;
  return (mapOf(model.root.get('services'))?.entries ?? []).flatMap(({ key, keyAt, value }) => {
    if (value.kind !== 'map') return [];
    const complete = !loading.isPartial && !model.incomplete.has(key);
    const writtenIn = model.writtenIn.get(key) ?? [];
    return [readService(uniqueService(value), { name: key, keyAt, complete, writtenIn, folderFor })];
  });
}

/** Asks for what the services are built from and what they read. */
function wantFiles(loading: Loading, services: readonly ComposeService[]): void {
  const { context } = loading;
  for (const { build, envFiles } of services) {
    const dockerfile = build?.dockerfile;
    if (dockerfile !== undefined && foundDockerfile(context, build) === undefined) {
      loading.want({ kind: 'dockerfile', path: dockerfile, context: build?.context ?? '' });
    }
    for (const { path } of envFiles) {
      if (path === undefined) continue;
      loading.find(path);
      if (takenByGit(context, path) === undefined) loading.want({ kind: 'git', path });
    }
  }
}

/** The folder's name as Compose makes a project's name of it. */
function nameOf(folder: string): string | undefined {
  const last = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase();
  return last.replace(/[^a-z0-9_-]/g, '').replace(/^[_-]+/, '') || undefined;
}

/**
 * Loads the project of a Compose file. Never throws.
 * @param text of the checked file
 * @returns the project as far as the context allows, and what the edge should look for before asking again
 */
export function loadProject(text: string, context: ComposeContext): LoadedProject {
  const loading = new Loading(text, context);
  const folder = folderOf(context.path);
  const at: Place = { file: context.path, start: 0, end: 0 };
  const { paths, base, isDefault } = filesBeside(loading);
  // The name can be given to Compose by an option too, so that it is known nowhere.
  const outer: Lookup = (name) => (name === 'COMPOSE_PROJECT_NAME' ? null : undefined);
  const environment = [folder === '' ? '.env' : `${folder}/.env`];
  const lookup = environmentLookup(loading, environment, outer);
  const scope: ModelScope = { folder, lookup, environment, included: [] };
  const own = loadModel(loading, paths, at, scope);
  const model = isDefault ? own : completed(loading, own, base, scope, at);
  const services = servicesOf(loading, model, folder);
  wantFiles(loading, services);
  const { root } = model;
  const project: ComposeProject = {
    path: context.path,
    files: loading.files,
    root,
    name: scalarOf(root.get('name'))?.text ?? nameOf(folder),
    services,
    networks: topLevel(root, 'networks'),
    volumes: topLevel(root, 'volumes'),
    secrets: topLevel(root, 'secrets'),
    configs: topLevel(root, 'configs'),
    complete: !loading.isPartial && services.every(({ complete }) => complete),
    problems: loading.problems,
  };
  if (!loading.isBroken) {
    for (const service of services) checkService(service, loading.refuse);
    checkKinds(project, loading.refuse, isDefault);
    const elsewhere: typeof loading.refuse = (place, message) =>
      loading.problem('error', place, message, true);
    if (isDefault && project.complete) {
      checkProject(project, elsewhere);
      // What another file adds makes no circle open.
      checkDependencies(project.services, loading.refuse);
    }
  }
  return { project, wanted: loading.wanted };
}
