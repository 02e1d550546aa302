// The smallest client of the language server protocol that a measurement needs.
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

const patience = 60_000;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly version?: number | null;
    readonly diagnostics?: readonly unknown[];
    readonly items?: readonly unknown[];
  };
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Speaks to a server over its standard input and output. */
export function connect(child: ChildProcessByStdio<Writable, Readable, null>) {
  let buffer = Buffer.alloc(0);
  let lastId = 0;
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Set<(message: Message) => void>();
  const send = (message: object) => {
    const body = Buffer.from(JSON.stringify(message));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const receive = (message: Message) => {
    if (message.id !== undefined && message.method !== undefined) {
      const result =
        message.method === 'workspace/configuration' ? (message.params?.items ?? []).map(() => null) : null;
      send({ jsonrpc: '2.0', id: message.id, result });
    } else if (message.id !== undefined) {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result);
      else waiting?.reject(new Error(JSON.stringify(message.error)));
    } else for (const listener of [...listeners]) listener(message);
  };
  child.stdout.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.subarray(0, head).toString())?.[1]);
      if (buffer.length < head + 4 + length) return;
      const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString()) as Message;
      buffer = buffer.subarray(head + 4 + length);
      receive(message);
    }
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  ended.catch(() => {});
  const late = () =>
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`No answer within ${patience / 1000} s.`)), patience).unref();
    });
  return {
    notify: (method: string, params: unknown) => send({ jsonrpc: '2.0', method, params }),
    request: (method: string, params: unknown): Promise<unknown> => {
      const id = ++lastId;
      const answer = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }));
      send({ jsonrpc: '2.0', id, method, params });
      return Promise.race([answer, ended, late()]);
    },
    /** Resolves with the number of diagnostics that are pushed for a document's version (or a later one). */
    diagnostics: (uri: string, version: number): Promise<number> => {
      const pushed = new Promise<number>((resolve) => {
        const listener = (message: Message) => {
          if (message.method !== 'textDocument/publishDiagnostics' || message.params?.uri !== uri) return;
          if ((message.params.version ?? version) < version) return;
          listeners.delete(listener);
          resolve(message.params.diagnostics?.length ?? 0);
        };
        listeners.add(listener);
      });
      return Promise.race([pushed, ended, late()]);
    },
  };
}
