// A YAML file as the suppression sees it: which entry a comment speaks of, and where one can be written.
import type { Span } from '../parse/syntax.ts';
import type { YamlFile, YamlNode } from '../parse/yaml/tree.ts';
import { type Commentable, lineStart } from '../suppress/commentable.ts';

/** @param file undefined where nothing could be read: then no comment silences anything */
export function commentableYaml(file: YamlFile | undefined, text: string): Commentable {
  let parts: readonly Span[] | undefined;
  const partsOf = () => {
    parts ??= file?.root ? partsIn(file.root) : [];
    return parts;
  };
  return {
    text,
    comments: file?.comments ?? [],
    directives: [],
    scopes: ['line', 'service', 'file'],
    reachOf(scope, comment) {
      if (scope === 'file') return { start: 0, end: text.length };
      if (scope === 'stage') return undefined;
      if (scope === 'service') {
        const services = file ? servicesOf(file) : [];
        return services.find((service) => service.end > comment.start);
      }
      const start = lineStart(text, comment.start);
      const isBehind = text.slice(start, comment.start).trim() !== '';
      return firstFrom(partsOf(), isBehind ? start : comment.end);
    },
    placeFor(scope, at) {
      if (scope === 'file') return { start: text.startsWith('\ufeff') ? 1 : 0, indent: '' };
      const target =
        scope === 'service'
          ? file && serviceOwner(text, servicesOf(file), at)
          : lineOwner(text, partsOf(), at);
      if (!target) return undefined;
      const start = lineStart(text, target.start);
      return { start, indent: /^[ \t]*/.exec(text.slice(start, target.start))![0] };
    },
  };
}

/** The entries and list items of a tree, by their start; of those that start together the longest first. */
function partsIn(root: YamlNode): Span[] {
  const found: Span[] = [];
  const file = root.at.file;
  const pending: YamlNode[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    // What an alias or a merge key brings stands elsewhere.
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        if (entry.mergedBy || entry.at.file !== file) continue;
        found.push(entry.at);
        if (!entry.value.alias) pending.push(entry.value);
      }
    } else if (node.kind === 'list') {
      for (const item of node.items) {
        found.push(item.alias ?? item.at);
        if (!item.alias) pending.push(item);
      }
    }
  }
  return found.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** The first part that starts at or after an offset. */
function firstFrom(parts: readonly Span[], offset: number): Span | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return parts[low];
}

/** The smallest part around a place that is the first thing on its line. */
function lineOwner(text: string, parts: readonly Span[], at: Span): Span | undefined {
  return parts.findLast(
    ({ start, end }) =>
      start <= at.start &&
      at.start <= end &&
      /^[ \t]*(?:- *)*$/.test(text.slice(lineStart(text, start), start)),
  );
}

/** The service around a place; undefined where others may stand before it on its line: a comment would speak of the first. */
function serviceOwner(text: string, services: readonly Span[], at: Span): Span | undefined {
  const found = services.find(({ start, end }) => start <= at.start && at.start <= end);
  return found && text.slice(lineStart(text, found.start), found.start).trim() === '' ? found : undefined;
}

const known = new WeakMap<YamlFile, readonly Span[]>();

/** The services of one file, in the order of the text. */
function servicesOf(file: YamlFile): readonly Span[] {
  let found = known.get(file);
  if (!found) {
    const services = file.root?.kind === 'map' ? file.root.get('services') : undefined;
    found =
      services?.kind === 'map'
        ? services.entries.filter(({ mergedBy }) => !mergedBy).map(({ at }) => at)
        : [];
    known.set(file, found);
  }
  return found;
}
