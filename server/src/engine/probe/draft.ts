// A request while its options are being read, and the steps that curl's and wget's readers share.
import { readAddress } from './address.ts';
import { base64 } from './base64.ts';
import { dropText, joinText, type ProbeRequest, plainText, Refusal, showText, type Text } from './request.ts';

/** What the options have said so far. */
export interface Draft {
  tool: ProbeRequest['tool'];
  addresses: Text[];
  method?: string;
  headers: (readonly [string, Text])[];
  body?: Text;
  insecure: boolean;
  noProxy: boolean;
  timeoutSeconds?: number;
  followRedirects: boolean;
  failsOnHttpError: boolean;
  /** Where the body goes: the output, nowhere, or a file. */
  saves: 'output' | 'nothing' | 'file';
  /** The format of `-w`; its text follows the body on the output. */
  prints?: string;
  /** Headers are printed before the body (`-i`, `-I`). */
  printsHeaders: boolean;
  /** Differences that every conversion makes: they belong in the fix's title or its report. */
  notes: string[];
}

/** A request as read, with what goes to the output. */
export interface ReadRequest {
  readonly request: ProbeRequest;
  readonly saves: Draft['saves'];
  readonly prints?: string;
  readonly printsHeaders: boolean;
  readonly notes: readonly string[];
}

/** An empty draft. */
export function newDraft(tool: ProbeRequest['tool']): Draft {
  return {
    tool,
    addresses: [],
    headers: [],
    insecure: false,
    noProxy: false,
    followRedirects: tool === 'wget',
    failsOnHttpError: tool === 'wget',
    saves: tool === 'wget' ? 'file' : 'output',
    printsHeaders: false,
    notes: [],
  };
}

/** Adds `Name: value`. @throws Refusal for forms that are not a plain header. */
export function addHeader(draft: Draft, line: Text): void {
  const head = typeof line[0] === 'string' ? line[0] : '';
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*/.exec(head);
  if (!match?.[1]) throw new Refusal('one of its headers is not of the form Name: value');
  const value = dropText(line, match[0].length);
  if (value.length === 0) throw new Refusal(`it takes the header ${match[1]} away`);
  setHeader(draft, match[1], value);
}

/** Adds a header that an option stands for. @throws Refusal for values no client may send. */
export function setHeader(draft: Draft, name: string, value: Text): void {
  if (value.some((part) => typeof part === 'string' && !/^[\t\x20-\x7e]*$/.test(part))) {
    throw new Refusal(`the header ${name} has characters that clients treat differently`);
  }
  if (draft.headers.some(([other]) => other.toLowerCase() === name.toLowerCase())) {
    throw new Refusal(`it sets the header ${name} twice`);
  }
  draft.headers.push([name, value]);
}

/** Adds basic authentication. @throws Refusal for credentials from variables. */
export function setCredentials(draft: Draft, credentials: Text): void {
  const plain = plainText(credentials);
  if (plain === undefined) throw new Refusal('its user name and password come from variables');
  if (!plain.includes(':')) throw new Refusal('it asks for a password');
  setHeader(draft, 'Authorization', [`Basic ${base64(plain)}`]);
}

/** Adds a request body; a second one is joined with `&` as curl does. */
export function addBody(draft: Draft, data: Text): void {
  if (data.some((part) => typeof part === 'string' && /[^\t\n\r\x20-\x7e]/.test(part))) {
    throw new Refusal('its request body is not plain ASCII');
  }
  draft.body = draft.body ? joinText([...draft.body, '&', ...data]) : joinText(data);
}

/** Seconds from `3`, `2.5`, and from `3s` where `unit` is allowed. @throws Refusal for anything else. */
export function seconds(text: Text | undefined, option: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)$/.exec(plainText(text ?? []) ?? '')?.[1] ?? Number.NaN);
  if (!Number.isFinite(value)) throw new Refusal(`${option} is not a plain number`);
  return value;
}

/** Limits the whole request to `limit` seconds; 0 means no limit. */
export function limitTime(draft: Draft, limit: number): void {
  if (limit > 0) draft.timeoutSeconds = Math.min(limit, draft.timeoutSeconds ?? limit);
}

/** Completes the request. @throws Refusal for no or several addresses. */
export function finish(draft: Draft): ReadRequest {
  const [first, second] = draft.addresses;
  if (!first) throw new Refusal('it asks for no address');
  if (second) {
    throw new Refusal(
      draft.addresses.some((address) => ['||', '&&', '|'].includes(plainText(address) ?? ''))
        ? 'in exec form || and && are arguments, not operators'
        : 'it asks for several addresses at once',
    );
  }
  const { credentials, ...address } = readAddress(first);
  if (credentials !== undefined) setCredentials(draft, [credentials]);
  if (draft.body && !draft.headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    setHeader(draft, 'Content-Type', ['application/x-www-form-urlencoded']);
  }
  if (draft.saves === 'file') draft.notes.push('the answer is no longer saved to a file');
  const { scheme, host, port, portWritten, path } = address;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const shownPort = portWritten ? `:${showText(typeof port === 'number' ? [String(port)] : [port])}` : '';
  const request: ProbeRequest = {
    tool: draft.tool,
    url: `${scheme}://${shownHost}${shownPort}${showText(path)}`,
    ...address,
    method: draft.method ?? (draft.body ? 'POST' : 'GET'),
    headers: draft.headers,
    ...(draft.body && { body: draft.body }),
    insecure: draft.insecure,
    noProxy: draft.noProxy,
    ...(draft.timeoutSeconds !== undefined && { timeoutSeconds: draft.timeoutSeconds }),
    followRedirects: draft.followRedirects,
    failsOnHttpError: draft.failsOnHttpError,
  };
  const { saves, prints, printsHeaders, notes } = draft;
  return { request, saves, ...(prints !== undefined && { prints }), printsHeaders, notes };
}
