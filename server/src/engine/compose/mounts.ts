// Reads `volumes` and `tmpfs` of a service, short and long. The short form is that of compose-go's format package.
import type { YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { resolvePath } from './paths.ts';
import type { ComposeMount } from './project.ts';
import { mapOf, textOf } from './values.ts';

const propagations = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);

type Parsed = Omit<ComposeMount, 'at' | 'node' | 'isLong' | 'key' | 'path'>;

/** The folder that the paths in a node start from. */
export type FolderFor = (node: YamlNode) => string;

/** The parts between colons; a drive letter (`C:`) is no part of its own. */
function sections(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] !== ':') continue;
    if (index - from === 1 && /\p{L}/u.test(text[from] ?? '')) continue;
    parts.push(text.slice(from, index));
    from = index + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Whether a source names a path of the host and not a volume. */
function isHostPath(source: string): boolean {
  return /^(?:[./~]|\\\\|\p{L}:)/u.test(source);
}

/** What the short form says; undefined when Compose refuses it. */
export function parseVolume(text: string): Parsed | undefined {
  if (text === '') return undefined;
  const parts = text.length <= 2 ? [text] : sections(text);
  if (parts.length > 3 || parts.includes('')) return undefined;
  const [first = '', second, third] = parts;
  const source = second === undefined ? undefined : first;
  const options = third?.split(',') ?? [];
  let isReadOnly = false;
  for (const option of options) {
    if (option === 'ro') isReadOnly = true;
    if (option === 'rw') isReadOnly = false;
  }
  return {
    type: source !== undefined && isHostPath(source) ? 'bind' : 'volume',
    source,
    target: second ?? first,
    isReadOnly,
    propagation: options.filter((option) => propagations.has(option)).at(-1),
    options,
  };
}

const types = ['bind', 'volume', 'tmpfs', 'image', 'npipe', 'cluster'] as const;

function ofText(node: YamlScalar): Omit<ComposeMount, 'path'> | undefined {
  const head = { at: node.at, node, isLong: false, key: 'volumes' as const };
  const read = node.text === undefined ? undefined : parseVolume(node.text);
  if (read !== undefined) return { ...head, ...read };
  if (node.text !== undefined) return undefined;
  // The target and the options may be known although the source is not.
  const { source: _, ...rest } = parseVolume(node.written.replace(/\$\{[^{}]*\}|\$\w+/g, '\0')) ?? {};
  const known = 'target' in rest && !`${rest.target}${rest.options}`.includes('\0');
  return known
    ? { ...head, ...rest, type: 'unknown', source: undefined }
    : {
        ...head,
        type: 'unknown',
        source: undefined,
        target: undefined,
        isReadOnly: false,
        propagation: undefined,
        options: [],
      };
}

function ofMap(node: YamlNode): Omit<ComposeMount, 'path'> | undefined {
  const map = mapOf(node);
  if (map === undefined) return undefined;
  const type = textOf(map.get('type'));
  const options: string[] = [];
  const selinux = textOf(mapOf(map.get('bind'))?.get('selinux'));
  if (selinux !== undefined) options.push(selinux);
  for (const { key, value } of mapOf(map.get('tmpfs'))?.entries ?? []) {
    const text = textOf(value);
    if (text !== undefined) options.push(`${key}=${text}`);
  }
  const readOnly = map.get('read_only');
  return {
    at: map.at,
    node: map,
    type: types.find((known) => known === type) ?? 'unknown',
    source: textOf(map.get('source')),
    target: textOf(map.get('target')),
    isReadOnly: readOnly?.kind === 'scalar' && readOnly.value === true,
    propagation: textOf(mapOf(map.get('bind'))?.get('propagation')),
    options,
    isLong: true,
    key: 'volumes',
  };
}

/** One entry of `volumes`; undefined when it is not valid. */
export function readVolume(node: YamlNode, folderFor: FolderFor): ComposeMount | undefined {
  const read = node.kind === 'scalar' ? ofText(node) : ofMap(node);
  if (read === undefined) return undefined;
  const { type, source } = read;
  const from = mapOf(node)?.get('source') ?? node;
  return { ...read, path: type === 'bind' && source ? resolvePath(folderFor(from), source) : undefined };
}

/** What an entry of `volumes` is mounted on; undefined when it is not known. */
export function volumeTarget(node: YamlNode): string | undefined {
  return (node.kind === 'scalar' ? ofText(node) : ofMap(node))?.target;
}

/** One entry of `tmpfs`: `/run` or `/run:size=64m,noexec`. */
export function readTmpfs(node: YamlNode): ComposeMount | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined;
  const cut = node.text?.indexOf(':') ?? -1;
  const options = cut < 0 ? [] : (node.text ?? '').slice(cut + 1).split(',');
  return {
    at: node.at,
    node,
    type: 'tmpfs',
    source: undefined,
    path: undefined,
    target: cut < 0 ? node.text : node.text?.slice(0, cut),
    isReadOnly: options.includes('ro'),
    propagation: undefined,
    options,
    isLong: false,
    key: 'tmpfs',
  };
}
