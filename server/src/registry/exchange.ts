// One request over HTTP and its answer: bounded in time and size, through the environment's proxy, no redirect followed.
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { authoritiesFor } from './certificates.ts';
import { openTunnel, proxyFor } from './proxy.ts';
import { RegistryError } from './registry-error.ts';

/** Bytes of a body, bytes of all headers, milliseconds for the whole exchange. */
const largestBody = 4 * 1024 * 1024;
const largestHeaders = 32 * 1024;
const timeLimit = 20_000;

export interface ExchangeRequest {
  /** `https:`, or `http:` on this machine. */
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Proxies and certificates come from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; 20,000 when absent. */
  readonly timeLimit?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of an answer with status 200; else empty. Hostile. */
  readonly body: Uint8Array;
}

/** @throws RegistryError for whatever goes wrong */
export async function exchange(request: ExchangeRequest): Promise<Answer> {
  const limit = request.timeLimit ?? timeLimit;
  // One controller of our own: a signal made of others can be collected before it fires.
  const stop = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop.abort();
  }, limit);
  const cancel = () => stop.abort();
  request.signal.addEventListener('abort', cancel, { once: true });
  if (request.signal.aborted) stop.abort();
  try {
    return await readAnswer(await send(request, stop.signal), request.method, stop.signal);
  } catch (error) {
    if (request.signal.aborted) throw new RegistryError('cancelled', 'it was cancelled');
    if (isLate)
      throw new RegistryError('timeout', `it did not answer within ${limit / 1000} s`, 'Try again later.');
    throw error instanceof RegistryError ? error : connectionError(error, request.url);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', cancel);
  }
}

async function send(request: ExchangeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body, env } = request;
  const options = {
    method,
    headers: {
      'accept-encoding': 'identity',
      'user-agent': 'plimsoll',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    maxHeaderSize: largestHeaders,
    signal,
  };
  const authorities = url.protocol === 'https:' ? authoritiesFor(url.host, env) : undefined;
  const proxy = proxyFor(url, env);
  const trusted = authorities ? { ca: [...authorities] } : {};
  const tunnel = proxy && (await openTunnel(proxy, url, authorities, signal));
  return new Promise((resolve, reject) => {
    const made = tunnel
      ? https.request(url, {
          ...options,
          createConnection: () => tls.connect({ socket: tunnel, ...nameOf(url), ...trusted }),
        })
      : url.protocol === 'https:'
        ? https.request(url, { ...options, agent: false, ...trusted })
        : http.request(url, { ...options, agent: false });
    made.once('response', resolve);
    made.once('error', (error) => {
      tunnel?.destroy();
      reject(error);
    });
    // Whatever else than HTTP/1.1 the other side would like to speak.
    made.once('upgrade', (_answer, socket) => {
      socket.destroy();
      reject(new RegistryError('garbage', 'what it answered is not HTTP'));
    });
    made.end(body);
  });
}

/** Whose certificate is expected. An address of numbers is sent to nobody as a name (RFC 6066). */
function nameOf(url: URL): { host: string; servername?: string } {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) > 0 ? { host } : { host, servername: host };
}

async function readAnswer(answer: IncomingMessage, method: string, signal: AbortSignal): Promise<Answer> {
  const status = answer.statusCode ?? 0;
  const { headers } = answer;
  // The texts of errors are the registry's, and nothing is done with them.
  if (method === 'HEAD' || status !== 200) {
    answer.destroy();
    return { status, headers, body: Buffer.alloc(0) };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => answer.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestBody) throw new RegistryError('too-large', 'its answer is larger than 4 MiB');
      chunks.push(chunk);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    answer.destroy();
  }
  if (!answer.complete)
    throw new RegistryError('unreachable', 'the connection failed in the middle of its answer');
  return { status, headers, body: Buffer.concat(chunks) };
}

/** That it does not speak TLS, where it may be spoken to without. */
export function speaksNoTls(error: RegistryError): boolean {
  return error.message === noTls || error.message.startsWith('the connection failed');
}

const noTls = 'it does not speak TLS';

function connectionError(error: unknown, url: URL): RegistryError {
  const code = (error as { code?: unknown }).code;
  const name = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : '';
  if (name === 'ECONNREFUSED') return new RegistryError('unreachable', 'nothing listens there');
  if (name === 'ENOTFOUND' || name === 'EAI_AGAIN')
    return new RegistryError(
      'unreachable',
      'its host name is not known',
      'Check the name and the network; a proxy is taken from HTTPS_PROXY.',
    );
  if (name === 'HPE_HEADER_OVERFLOW')
    return new RegistryError('too-large', 'the headers of its answer are too large');
  if (name.startsWith('HPE_')) return new RegistryError('garbage', 'what it answered is not HTTP');
  if (name === 'CERT_HAS_EXPIRED') return new RegistryError('certificate', 'its certificate has expired');
  if (name === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new RegistryError('certificate', 'its certificate is for another name');
  if (/CERT|SIGNATURE|ISSUER/.test(name))
    return new RegistryError(
      'certificate',
      'its certificate comes from an authority that is not trusted here',
      `Put the authority’s certificate into certs.d/${url.host}/ca.crt in /etc/docker, or name its file in NODE_EXTRA_CA_CERTS.`,
    );
  if (name === 'EPROTO' || name.startsWith('ERR_SSL_')) return new RegistryError('unreachable', noTls);
  return new RegistryError(
    'unreachable',
    name === '' ? 'the connection failed' : `the connection failed (${name})`,
  );
}
