// Reads the address of a request: scheme, host, port, path; what curl and wget fill in is filled in.
import { dropText, joinText, Refusal, showText, type Text, type Variable } from './request.ts';

/** The parts of an HTTP address. */
export interface Address {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number | Variable;
  readonly portWritten: boolean;
  readonly path: Text;
  /** `user:password` before the host, decoded. */
  readonly credentials?: string;
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const HOST = /^(?:([^/?#@]*)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?=[:/?#]|$)/;
/** What curl, wget, Python and Node all pass on as it is. */
const PATH = /^[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*$/;

/**
 * Reads an address; without a scheme it is http, as for curl and wget.
 * @throws Refusal where scheme or host are in a variable, or the request is not HTTP.
 */
export function readAddress(text: Text): Address {
  const [first] = text;
  if (first === undefined) throw new Refusal('it asks for no address');
  if (typeof first !== 'string') {
    throw new Refusal(`the address is in $${first.env} and known only when the container runs`);
  }
  const given = SCHEME.exec(first);
  const scheme = (given?.[1] ?? 'http').toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') throw new Refusal(`it speaks ${scheme}, not HTTP`);
  const bare = dropText(text, given?.[0].length ?? 0);
  const [start] = bare;
  if (typeof start === 'object') {
    throw new Refusal(`the host is in $${start.env} and known only when the container runs`);
  }
  const match = HOST.exec(start ?? '');
  const found = match?.[2];
  if (!match || !found) {
    throw new Refusal(`it asks for ${JSON.stringify(showText(text))}, which is not an HTTP address`);
  }
  const host = found.replace(/^\[|\]$/g, '');
  let rest = dropText(bare, match[0].length);
  let port: number | Variable = scheme === 'http' ? 80 : 443;
  let portWritten = false;
  if (typeof rest[0] === 'string' && rest[0].startsWith(':')) {
    const digits = /^:(\d*)/.exec(rest[0])?.[1] ?? '';
    rest = dropText(rest, digits.length + 1);
    const [variable] = rest;
    if (digits) {
      port = Number(digits);
      if (port < 1 || port > 65535) throw new Refusal(`there is no port ${digits}`);
      portWritten = true;
    } else if (typeof variable === 'object') {
      port = variable;
      portWritten = true;
      rest = rest.slice(1);
      if (typeof rest[0] === 'object') throw new Refusal('where the port ends is known only at run time');
    }
  } else if (typeof rest[0] === 'object') {
    throw new Refusal(`where the host ends is known only at run time ($${rest[0].env})`);
  }
  const credentials = match[1] === undefined ? undefined : decode(match[1]);
  return { scheme, host, port, portWritten, path: readPath(rest), credentials };
}

function readPath(rest: Text): Text {
  const path: (string | Variable)[] = [];
  for (const part of rest) {
    if (typeof part !== 'string') {
      path.push(part);
      continue;
    }
    if (!PATH.test(part)) throw new Refusal('its address has characters that clients treat differently');
    const hash = part.indexOf('#');
    path.push(hash < 0 ? part : part.slice(0, hash));
    if (hash >= 0) break;
  }
  const joined = joinText(path);
  const [first] = joined;
  if (first === undefined) return ['/'];
  if (typeof first === 'string') {
    if (first.startsWith('?')) return joinText(['/', ...joined]);
    if (!first.startsWith('/')) throw new Refusal('its address is malformed');
    if (/\/\.\.?(?:[/?]|$)/.test(first)) throw new Refusal('its path has dot segments');
  }
  return joined;
}

function decode(credentials: string): string {
  try {
    return decodeURIComponent(credentials);
  } catch {
    throw new Refusal('its user name and password are malformed');
  }
}
