// What the words of a Compose file refer to: the Dockerfile and its stage, other files, services, anchors.

import { folderOf, isMachinePath, resolvePath } from '../../engine/compose/paths.ts';
import { type ComposeProject, type ComposeService, foundDockerfile, type Span } from '../../engine/index.ts';
import type { Place, YamlMap, YamlNode } from '../../engine/parse/yaml/tree.ts';
import type { CheckedCompose } from '../session.ts';

/** A word of the checked file and what it means. */
export interface Reference {
  readonly at: Span;
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  /** What is meant in that file; absent for the file as a whole. */
  readonly target?: Span;
  /** The file's text, as it was when the target was found; absent without a target. */
  readonly text?: string;
  /** The word is a path of a file. */
  readonly isPath: boolean;
  /** It is a Dockerfile that was read. */
  readonly isRead?: true;
}

/** Every reference of the file, in no order. Costs a walk of the services; anchors are looked for by `anchorAt`. */
export function referencesOf(checked: CheckedCompose): Reference[] {
  const { project } = checked.result;
  const own = project.files.get(project.path);
  const root = mapOf(own?.root);
  const isHere = (at: Place | undefined): at is Place => at?.file === project.path;
  const found: Reference[] = [];
  const add = (at: Place | undefined, path: string | undefined, target?: Place) => {
    if (!isHere(at) || path === undefined || path.startsWith('..')) return;
    const text = target && project.files.get(target.file)?.text;
    found.push({
      at: { start: at.start, end: at.end },
      path,
      isPath: target === undefined,
      ...(target && text !== undefined ? { target, text } : {}),
    });
  };
  const services = new Map(project.services.map((service) => [service.name, service]));
  for (const service of project.services) {
    for (const reference of ofBuild(checked, service)) if (isHere(reference.place)) found.push(reference);
    for (const { at, path } of service.envFiles) add(at, path);
    for (const { name, at } of service.dependsOn) {
      const other = services.get(name);
      if (other) add(at, other.keyAt.file, other.keyAt);
    }
  }
  for (const { value } of mapOf(root?.get('services'))?.entries ?? []) ofExtends(project, value, add);
  const include = root?.get('include');
  for (const item of include?.kind === 'list' ? include.items : []) {
    const paths = item.kind === 'map' ? item.get('path') : item;
    for (const one of paths?.kind === 'list' ? paths.items : [paths]) add(one?.at, pathOf(project.path, one));
  }
  return found;
}

/** From the context and the Dockerfile's name to the file, from the target to the FROM of its stage. */
function* ofBuild(
  { result, surroundings }: CheckedCompose,
  service: ComposeService,
): Iterable<Reference & { readonly place: Place }> {
  const { build } = service;
  if (build?.dockerfile === undefined || build.dockerfile.startsWith('..')) return;
  const path = build.dockerfile;
  const file = foundDockerfile(surroundings.compose, build);
  if (!file || !('text' in file)) return;
  const from = result.imageOf(service)?.stage.from.head;
  const places = [
    { place: build.contextAt, isPath: true },
    { place: build.dockerfileAt, isPath: true },
    { place: build.target?.at, isPath: false },
  ];
  for (const { place, isPath } of places) {
    if (!place) continue;
    const target = from ? { target: { start: from.start, end: from.end }, text: file.text } : {};
    yield { place, at: { start: place.start, end: place.end }, path, isPath, isRead: true, ...target };
  }
}

function ofExtends(
  project: ComposeProject,
  service: YamlNode,
  add: (at: Place | undefined, path: string | undefined, target?: Place) => void,
): void {
  const node = mapOf(service)?.get('extends');
  const file = mapOf(node)?.get('file');
  const name = node?.kind === 'scalar' ? node : mapOf(node)?.get('service');
  const path = file ? pathOf(project.path, file) : project.path;
  if (file) add(file.at, path);
  if (path === undefined || name?.kind !== 'scalar' || name.text === undefined) return;
  const other = mapOf(mapOf(project.files.get(path)?.root)?.get('services'))?.entry(name.text);
  if (other) add(name.at, path, other.keyAt);
}

function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  return node?.kind === 'map' ? node : undefined;
}

function pathOf(from: string, node: YamlNode | undefined): string | undefined {
  const text = node?.kind === 'scalar' ? node.text : undefined;
  if (!text || isMachinePath(text) || text.includes('://')) return undefined;
  return resolvePath(folderOf(from), text);
}

/** UTF-16 units before an alias in which its anchor is looked for. */
const farthest = 1_000_000;

/** The anchor that the alias at an offset means: the last one of its name before it. Both with their signs. */
export function anchorAt(
  { text, result }: CheckedCompose,
  offset: number,
): { at: Span; target: Span } | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = /(?:^|[\s,[{:])(\*[^\s,[\]{}]*)$/.exec(
    text.slice(Math.max(lineStart, offset - 300), offset),
  );
  const isOnSign = text[offset] === '*';
  if (!before && !isOnSign) return undefined;
  const start = before ? offset - before[1]!.length : offset;
  const name = /^[^\s,[\]{}]+/.exec(text.slice(start + 1, start + 300))?.[0];
  if (name === undefined) return undefined;
  const isComment = (at: number) =>
    result.project.files.get(result.project.path)?.comments.some((one) => one.start <= at && at < one.end);
  if (isComment(start)) return undefined;
  const sign = `&${name}`;
  for (let at = start; at > start - farthest; ) {
    at = text.lastIndexOf(sign, at - 1);
    if (at < 0) return undefined;
    const next = text[at + sign.length] ?? '\n';
    if (/[\s,[\]{}]/.test(next) && /[\s,[{:]/.test(text[at - 1] ?? '\n') && !isComment(at))
      return { at: { start, end: start + 1 + name.length }, target: { start: at, end: at + sign.length } };
  }
  return undefined;
}
