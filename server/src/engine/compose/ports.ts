// Reads `ports`, short and long. The short form is that of go-connections' nat package, which Compose uses.
import type { YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import type { ComposePort } from './project.ts';
import { mapOf, textOf } from './values.ts';

/** `80` or `80-90`; undefined for anything else, and for ports that don't exist. */
function rangeOf(text: string): [number, number] | undefined {
  // Whatever stands behind a second dash is not looked at, as in Compose.
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5})(?:-.*)?)?$/s.exec(text) ?? [];
  if (first === undefined) return undefined;
  const range: [number, number] = [Number(first), Number(last ?? first)];
  return range[0] <= range[1] && range[1] <= 65535 ? range : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  const [address = ''] = text.split('%');
  const dotted = address.includes('.') ? address.slice(address.lastIndexOf(':') + 1) : undefined;
  if (dotted !== undefined && !isIpv4(dotted)) return false;
  const plain = dotted === undefined ? address : `${address.slice(0, -dotted.length)}0:0`;
  const halves = plain.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** What the short form says; undefined when Compose refuses it. */
export function parsePort(
  text: string,
): Pick<ComposePort, 'hostAddress' | 'published' | 'target' | 'protocol'> | undefined {
  const colon = text.lastIndexOf(':');
  const behind = text.slice(colon + 1);
  const before = colon < 0 ? '' : text.slice(0, colon);
  const hostColon = before.lastIndexOf(':');
  const host = before.slice(hostColon + 1);
  const address = hostColon < 0 ? '' : before.slice(0, hostColon);
  const slash = behind.indexOf('/');
  const target = rangeOf(slash < 0 ? behind : behind.slice(0, slash));
  const protocol = slash < 0 ? 'tcp' : behind.slice(slash + 1).toLowerCase() || 'tcp';
  const published = host === '' ? undefined : rangeOf(host);
  if (target === undefined || (host !== '' && published === undefined)) return undefined;
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) return undefined;
  if (published !== undefined && target[1] !== target[0]) {
    if (target[1] - target[0] !== published[1] - published[0]) return undefined;
  }
  const bare = address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
  if (bare !== '' && !(bare === address ? isIpv4(bare) : isIpv4(bare) || isIpv6(bare))) return undefined;
  return { hostAddress: bare === '' ? undefined : bare, published, target, protocol };
}

function ofText(node: YamlScalar): ComposePort | undefined {
  const read = node.text === undefined ? undefined : parsePort(node.text);
  return read && { at: node.at, node, ...read, isLong: false };
}

function ofMap(node: YamlNode): ComposePort | undefined {
  const map = mapOf(node);
  const target = rangeOf(textOf(map?.get('target')) ?? '');
  if (map === undefined || target === undefined) return undefined;
  const published = map.get('published');
  const range = rangeOf(textOf(published) ?? '');
  const isUnknown = published?.kind === 'scalar' && published.text === undefined;
  const address = map.get('host_ip');
  if (isUnknown || (address?.kind === 'scalar' && address.text === undefined)) return undefined;
  return {
    at: map.at,
    node: map,
    hostAddress: textOf(address) || undefined,
    published: range,
    target,
    protocol: textOf(map.get('protocol')) ?? 'tcp',
    isLong: true,
  };
}

/** One published port or range; undefined when it is not known or not valid. */
export function readPort(node: YamlNode): ComposePort | undefined {
  return node.kind === 'scalar' ? ofText(node) : ofMap(node);
}
