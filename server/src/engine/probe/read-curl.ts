// Reads a curl command line: https://curl.se/docs/manpage.html
import {
  addBody,
  addHeader,
  type Draft,
  finish,
  limitTime,
  newDraft,
  type ReadRequest,
  seconds,
  setCredentials,
  setHeader,
} from './draft.ts';
import { type OptionShape, readOptions } from './options.ts';
import { plainText, Refusal, type Text } from './request.ts';

interface CurlOption extends OptionShape {
  /** Absent: no part of what the check asks and decides. */
  readonly does?: (draft: Draft, value: Text) => void;
}

const quiet: CurlOption = {};
const flag = (short: string | undefined, does?: CurlOption['does']): CurlOption => ({ short, does });
const value = (short: string | undefined, does?: CurlOption['does']): CurlOption => ({
  short,
  value: true,
  does,
});
const refused = (why: string) => () => {
  throw new Refusal(why);
};

function data(draft: Draft, text: Text): void {
  if (typeof text[0] === 'string' && text[0].startsWith('@')) throw new Refusal('its request body is a file');
  addBody(draft, text);
}

function save(draft: Draft, text: Text): void {
  const file = plainText(text);
  draft.saves = file === '/dev/null' ? 'nothing' : file === '-' ? 'output' : 'file';
}

const ownCertificate = refused('it uses a certificate file');
const proxy = refused('it goes through a proxy');
const retry = (draft: Draft) => draft.notes.push('no retries of its own');

const OPTIONS: Readonly<Record<string, CurlOption>> = {
  fail: flag('f', (draft) => (draft.failsOnHttpError = true)),
  'fail-with-body': flag(undefined, (draft) => (draft.failsOnHttpError = true)),
  'fail-early': quiet,
  silent: flag('s'),
  'show-error': flag('S'),
  verbose: flag('v'),
  'progress-bar': flag('#'),
  'no-progress-meter': quiet,
  'no-buffer': flag('N'),
  disable: flag('q'),
  globoff: flag('g'),
  compressed: quiet,
  'no-keepalive': quiet,
  'http1.1': quiet,
  'http1.0': flag('0'),
  'tlsv1.2': quiet,
  'tlsv1.3': quiet,
  'path-as-is': quiet,
  basic: quiet,
  ipv4: flag('4'),
  ipv6: flag('6', refused('it insists on IPv6')),
  location: flag('L', (draft) => (draft.followRedirects = true)),
  'location-trusted': flag(undefined, (draft) => (draft.followRedirects = true)),
  'max-redirs': value(undefined, refused('it limits redirects')),
  insecure: flag('k', (draft) => (draft.insecure = true)),
  'max-time': value('m', (draft, text) => limitTime(draft, seconds(text, '--max-time'))),
  'connect-timeout': value(undefined),
  header: value('H', (draft, text) => addHeader(draft, text)),
  request: value('X', (draft, text) => (draft.method = method(text))),
  head: flag('I', (draft) => {
    draft.method ??= 'HEAD';
    draft.printsHeaders = true;
  }),
  include: flag('i', (draft) => (draft.printsHeaders = true)),
  get: flag('G', refused('it sends data in the address (-G)')),
  data: value('d', data),
  'data-ascii': value(undefined, data),
  'data-binary': value(undefined, data),
  'data-raw': value(undefined, addBody),
  json: value(undefined, (draft, text) => {
    data(draft, text);
    setHeader(draft, 'Content-Type', ['application/json']);
    setHeader(draft, 'Accept', ['application/json']);
  }),
  'user-agent': value('A', (draft, text) => setHeader(draft, 'User-Agent', text)),
  referer: value('e', (draft, text) => setHeader(draft, 'Referer', text)),
  cookie: value('b', (draft, text) => {
    if (!(plainText(text) ?? '=').includes('=')) throw new Refusal('its cookies are in a file');
    setHeader(draft, 'Cookie', text);
  }),
  user: value('u', setCredentials),
  'oauth2-bearer': value(undefined, (draft, text) => setHeader(draft, 'Authorization', ['Bearer ', ...text])),
  output: value('o', save),
  'remote-name': flag('O', (draft) => (draft.saves = 'file')),
  'write-out': value('w', (draft, text) => (draft.prints = plainText(text) ?? '')),
  url: value(undefined, (draft, text) => draft.addresses.push(text)),
  noproxy: value(undefined, (draft) => (draft.noProxy = true)),
  retry: value(undefined, retry),
  'retry-delay': value(undefined),
  'retry-max-time': value(undefined),
  'retry-connrefused': quiet,
  'retry-all-errors': quiet,
  'unix-socket': value(undefined, refused('it asks over a Unix socket')),
  'abstract-unix-socket': value(undefined, refused('it asks over a Unix socket')),
  proxy: value('x', proxy),
  socks5: value(undefined, proxy),
  'socks5-hostname': value(undefined, proxy),
  cacert: value(undefined, ownCertificate),
  capath: value(undefined, ownCertificate),
  cert: value('E', ownCertificate),
  key: value(undefined, ownCertificate),
  resolve: value(undefined, refused('it resolves names on its own')),
  'connect-to': value(undefined, refused('it resolves names on its own')),
  interface: value(undefined, refused('it chooses a network interface')),
  form: value('F', refused('it sends a form')),
  'upload-file': value('T', refused('it uploads a file')),
  config: value('K', refused('it reads a configuration file')),
  netrc: flag('n', refused('its password is in a file')),
  http2: flag(undefined, refused('it speaks HTTP/2')),
  'http2-prior-knowledge': flag(undefined, refused('it speaks HTTP/2')),
  http3: flag(undefined, refused('it speaks HTTP/3')),
  digest: flag(undefined, refused('it uses digest authentication')),
};

/**
 * Reads the arguments of curl.
 * @throws Refusal for what can't be kept in another program.
 */
export function readCurl(args: readonly Text[]): ReadRequest {
  const draft = newDraft('curl');
  for (const { name, value: text = [] } of readOptions(args, OPTIONS, false)) {
    if (name === undefined) draft.addresses.push(text);
    else OPTIONS[name]?.does?.(draft, text);
  }
  return finish(draft);
}

function method(text: Text): string {
  const plain = plainText(text) ?? '';
  if (!/^[A-Za-z]{1,20}$/.test(plain)) throw new Refusal('its method is not a plain word');
  return plain.toUpperCase();
}
