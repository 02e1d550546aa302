// Adds to a service where it is written in the checked file.
import type { ComposeProject, ComposeService } from '../compose/project.ts';
import type { Edit } from '../define-rule.ts';
import type { YamlEntry, YamlFile, YamlMap } from '../parse/yaml/tree.ts';
import {
  appendItems,
  combine,
  type Edits,
  entryAt,
  insertKeys,
  isRefused,
  type NewKey,
  replaceValue,
  type YamlValue,
} from '../yaml-edits/index.ts';

/** A service's lines in the checked file. */
export interface OwnService {
  readonly file: YamlFile;
  readonly entry: YamlEntry;
  readonly map: YamlMap;
}

/** Something to be added to a service. */
export type Addition =
  | {
      readonly kind: 'items';
      readonly key: string;
      readonly items: readonly string[];
      /** To be put behind single items, without `#`. */
      readonly comments?: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'value';
      /** Keys from the service on: `deploy`, `resources`, `limits`, `pids`. */
      readonly path: readonly [string, ...string[]];
      readonly value: YamlValue;
      readonly after?: readonly string[];
    }
  | { readonly kind: 'edits'; readonly edits: Edits };

/** Undefined where the service has no lines of its own in the checked file. */
export function ownService(project: ComposeProject, service: ComposeService): OwnService | undefined {
  const file = project.files.get(project.path);
  const entry = file && entryAt(file, 'services', service.name);
  if (!file || entry?.value.kind !== 'map' || entry.value.alias !== undefined) return undefined;
  return { file, entry, map: entry.value };
}

/** The edits of all additions together; new keys stand in their order at the service's end. */
export function additionEdits(own: OwnService, additions: readonly Addition[]): Edits {
  const { file, map } = own;
  const news = new Map<string, NewKey & { readonly after?: readonly string[] }>();
  const trees = new Map<YamlEntry, YamlValue>();
  const parts: Edits[] = [];
  const comments = new Map<string, string>();
  for (const addition of additions) {
    if (addition.kind === 'edits') parts.push(addition.edits);
    else if (addition.kind === 'items') {
      const { key, items } = addition;
      if (items.length === 0) continue;
      for (const [item, comment] of addition.comments ?? []) comments.set(item, comment);
      const value = listValue(map, key, items);
      if (value === undefined) parts.push(toList(own, key, items));
      else if ('reason' in value) parts.push(value);
      else news.set(key, { key, value: value.items });
    } else {
      const [key, ...inner] = addition.path;
      const value = inner.reduceRight<YamlValue>((held, name) => ({ [name]: held }), addition.value);
      const entry = map.entry(key);
      if (entry !== undefined && (entry.mergedBy === undefined || isPlainMap(value)))
        trees.set(entry, merged(trees.get(entry), value));
      else {
        const { after } = addition;
        news.set(key, { key, value: merged(news.get(key)?.value, value), ...(after && { after }) });
      }
    }
  }
  for (const [entry, value] of trees) parts.push(...intoEntry(own, entry, value));
  const edits = combine(file, insertKeys(file, map, [...news.values()]), ...parts);
  return isRefused(edits) ? edits : edits.map((edit) => commented(edit, comments));
}

/** One list alone, as `additionEdits` does it. */
export function addToList(
  own: OwnService,
  key: string,
  items: readonly string[],
  comments: ReadonlyMap<string, string> = new Map(),
): Edits {
  return additionEdits(own, [{ kind: 'items', key, items, comments }]);
}

/** Two additions below the same key (`deploy`) are one. */
function merged(one: YamlValue | undefined, other: YamlValue): YamlValue {
  if (one === undefined || !isPlainMap(one) || !isPlainMap(other)) return other;
  const result: Record<string, YamlValue> = { ...one };
  for (const [key, value] of Object.entries(other))
    result[key] = Object.hasOwn(result, key) ? merged(result[key]!, value) : value;
  return result;
}

function isPlainMap(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The whole list where the service has none of its own: what a merge key brings is written out. Undefined: it has one. */
function listValue(
  map: YamlMap,
  key: string,
  items: readonly string[],
): { readonly items: readonly string[] } | { readonly reason: string } | undefined {
  const entry = map.entry(key);
  if (entry === undefined) return { items };
  if (entry.mergedBy === undefined) return undefined;
  const there = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const texts = there.flatMap((item) =>
    item.kind === 'scalar' ? (item.value === null ? [] : [item.written]) : [undefined],
  );
  if (texts.includes(undefined)) return { reason: `The merged ${key} is no list of texts.` };
  return { items: [...(texts as string[]), ...items] };
}

function toList({ file, map }: OwnService, key: string, items: readonly string[]): Edits {
  const entry = map.entry(key)!;
  const { value } = entry;
  if (value.tag === '!reset') return resetRefusal(key);
  return value.kind === 'scalar' && value.value !== null && value.alias === undefined
    ? replaceValue(file, entry, [value.written, ...items], { dropVariables: true })
    : appendItems(file, entry, items);
}

/** Compose drops what carries this tag, whatever it holds. */
function resetRefusal(key: string): Edits {
  return { reason: `${key} has the tag !reset, which takes it away.` };
}

/** Down to the first keys that are missing. */
function intoEntry(own: OwnService, entry: YamlEntry, value: YamlValue): Edits[] {
  const { file } = own;
  if (entry.mergedBy !== undefined)
    return [
      {
        reason: `${entry.key} comes from another map by a merge key (<<), and an own one would take its place.`,
      },
    ];
  if (entry.value.tag === '!reset') return [resetRefusal(entry.key)];
  if (!isPlainMap(value)) return [replaceValue(file, entry, value)];
  const map = entry.value.kind === 'map' ? entry.value : undefined;
  const news: NewKey[] = [];
  const parts: Edits[] = [];
  for (const [key, held] of Object.entries(value)) {
    const next = map?.entry(key);
    if (next === undefined) news.push({ key, value: held });
    else parts.push(...intoEntry(own, next, held));
  }
  return [insertKeys(file, entry, news), ...parts];
}

/** Comments behind items that were written on lines of their own. */
function commented(edit: Edit, comments: ReadonlyMap<string, string>): Edit {
  if (comments.size === 0) return edit;
  const text = edit.text.replace(
    /^([ \t]*- (["']?)([^\r\n]+?)\2)(?=\r?$)/gm,
    (line: string, item: string, _quote: string, value: string) => {
      const comment = comments.get(value);
      return comment === undefined ? line : `${item} # ${comment}`;
    },
  );
  return { ...edit, text };
}
