// Which proxy a registry is reached through, and the tunnel through it.
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isLoopback } from './hosts.ts';
import { RegistryError } from './registry-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an https address by HTTPS_PROXY and NO_PROXY (lower case too); undefined: none. An address of this machine is
 * never reached through one. Source of the rules: golang.org/x/net/http/httpproxy, which Docker uses.
 * @throws RegistryError where the variable names no proxy that can be used
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  if (url.protocol !== 'https:' || isLoopback(url.host)) return undefined;
  const given = (env['HTTPS_PROXY'] || env['https_proxy'] || '').trim();
  if (given === '' || isExempt(url, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy && (proxy.protocol === 'http:' || proxy.protocol === 'https:') && proxy.hostname !== '')
    return proxy;
  throw new RegistryError(
    'unreachable',
    'HTTPS_PROXY names no proxy that can be used',
    'It has to be the address of an HTTP proxy, such as http://proxy.example.com:3128.',
  );
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  const port = url.port === '' ? '443' : url.port;
  return list
    .slice(0, 10_000)
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && covers(entry, host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(host, entry);
  const [, name = '', only] = /^(.*?)(?::(\d{1,5}))?$/.exec(isIP(entry) === 6 ? `${entry}` : entry) ?? [];
  const wanted = isIP(entry) === 6 ? entry : name.replace(/^\[|\]$/g, '');
  if (isIP(entry) !== 6 && only !== undefined && only !== port) return false;
  if (isIP(host) > 0) return host === wanted;
  // `.example.com` and `*.example.com` are for what lies below, `example.com` also for itself.
  const below = wanted.replace(/^\*(?=\.)/, '');
  return below.startsWith('.') ? host.endsWith(below) : host === below || host.endsWith(`.${below}`);
}

/** IPv4 only: `10.0.0.0/8`. */
function inNetwork(host: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  if (isIP(host) !== 4 || isIP(base) !== 4 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(host) / size) === Math.floor(numberOf(base) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/**
 * A connection through the proxy to `target`, on which nothing was spoken yet.
 * @param authorities of certificates, for a proxy that is itself spoken to over TLS
 * @throws RegistryError where the proxy refuses; the system's error where it cannot be reached
 */
export function openTunnel(
  proxy: URL,
  target: URL,
  authorities: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Duplex> {
  const place = `${target.hostname}:${target.port === '' ? '443' : target.port}`;
  const headers: Record<string, string> = { host: place };
  if (proxy.username !== '' || proxy.password !== '') {
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    headers['proxy-authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  }
  const options = {
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
    method: 'CONNECT',
    path: place,
    headers,
    agent: false,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    const request =
      proxy.protocol === 'https:'
        ? https.request({ ...options, ...(authorities ? { ca: [...authorities] } : {}) })
        : http.request(options);
    request.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(answer.statusCode ?? 0));
    });
    request.once('response', (answer) => {
      answer.destroy();
      reject(refusal(answer.statusCode ?? 0));
    });
    request.once('error', (error: NodeJS.ErrnoException) =>
      reject(signal.aborted ? error : unreachable(error)),
    );
    request.end();
  });
}

function refusal(status: number): RegistryError {
  return status === 407
    ? new RegistryError(
        'login',
        'the proxy asks for a login',
        'Put name and password into the address in HTTPS_PROXY.',
      )
    : new RegistryError('unreachable', `the proxy refused the connection with status ${status}`);
}

function unreachable(error: NodeJS.ErrnoException): RegistryError {
  const code = error.code === undefined ? '' : ` (${error.code})`;
  return new RegistryError('unreachable', `the proxy that HTTPS_PROXY names cannot be reached${code}`);
}
