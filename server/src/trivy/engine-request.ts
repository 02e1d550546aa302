// One question to a container engine's API: HTTP over a Unix socket, a named pipe or TCP, with bounds.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { EngineAddress } from './scan-request.ts';

export interface EngineAnswer {
  readonly status: number;
  /** The parsed body; undefined when it is not JSON. Hostile. */
  readonly body: unknown;
}

/** Milliseconds, from the question to the end of the answer. */
const timeLimit = 10_000;
/** Bytes. A list of some ten thousand images. */
const bodyLimit = 32 * 1024 * 1024;

/**
 * GETs `apiPath` (without a version: the engine's own).
 * @throws an Error whose message is one sentence part, as “it did not answer within 10 s”
 */
export async function askEngine(
  address: EngineAddress,
  apiPath: string,
  control: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<EngineAnswer> {
  const limit = control.timeoutMs ?? timeLimit;
  const timeout = AbortSignal.timeout(limit);
  const signal = control.signal ? AbortSignal.any([timeout, control.signal]) : timeout;
  const { secure, options } = await connection(address);
  try {
    return await new Promise<EngineAnswer>((resolve, reject) => {
      const request = (secure ? https : http).request(
        { ...options, path: apiPath, method: 'GET', headers: { host: 'localhost' }, signal, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > bodyLimit) response.destroy(new Error('its answer is larger than 32 MiB'));
            else chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              body: parse(Buffer.concat(chunks).toString('utf8')),
            });
          });
        },
      );
      request.on('error', reject);
      request.end();
    });
  } catch (error) {
    if (control.signal?.aborted) throw new Error('it was cancelled');
    if (timeout.aborted) throw new Error(`it did not answer within ${limit / 1000} s`);
    throw new Error(reasonOf(error));
  }
}

async function connection(
  address: EngineAddress,
): Promise<{ secure: boolean; options: https.RequestOptions }> {
  const { host, tlsDirectory } = address;
  const local = /^(?:unix|npipe):\/\/(.*)$/s.exec(host)?.[1];
  if (local !== undefined) {
    const socketPath = host.startsWith('npipe:') ? local.replaceAll('/', '\\') : local;
    return { secure: false, options: { socketPath } };
  }
  const url = new URL(host.replace(/^tcp:/, 'http:'));
  const secure = url.protocol === 'https:' || tlsDirectory !== undefined;
  const options: https.RequestOptions = {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (secure ? 2376 : 2375),
  };
  if (tlsDirectory !== undefined) {
    const read = (name: string) => readFile(path.join(tlsDirectory, name)).catch(() => undefined);
    const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
    Object.assign(options, { ca, cert, key });
  }
  return { secure, options };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not open it';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host name is not known';
  if (code?.startsWith('HPE_')) return 'its answer is not HTTP';
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 200);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
