// Runs one program with bounds: no shell, no input, time and output limited, its whole process tree ended on cancel.
import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { ownChild, stopTree } from './process-tree.ts';

export interface ProcessRequest {
  /** Absolute path. */
  readonly program: string;
  /** What the program is told that its name is; default: `program`. */
  readonly name?: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly directory: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Bytes on standard output and standard error together. */
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal;
  /** Each line of either stream, without its end, at most 4,096 characters long. Hostile text. */
  readonly onLine?: (line: string) => void;
  /** What was just added to a line that has not ended yet. Hostile text. */
  readonly onOpenLine?: (text: string) => void;
  /** Asked four times a second; true ends the run as `too-large`. */
  readonly isTooLarge?: () => boolean;
}

/** How the program ended. `stopped` is set when we ended it. */
export interface ProcessEnd {
  readonly stopped?: 'timeout' | 'cancelled' | 'too-large';
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly endedBy: NodeJS.Signals | null;
  /** The last 16 KiB of standard error (and of standard output, where it was written to), as they are. */
  readonly tail: string;
}

const lineLimit = 4096;
const tailLimit = 16 * 1024;

/**
 * @returns how it ended; output is passed to `onLine` and otherwise dropped
 * @throws the system's error when the program can't be started (ENOENT, EACCES, ENOEXEC …)
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  if (request.signal?.aborted) return { stopped: 'cancelled', code: null, endedBy: null, tail: '' };
  const child = spawn(request.program, request.args, {
    ...(request.name === undefined ? {} : { argv0: request.name }),
    cwd: request.directory,
    env: { ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that all of it can be ended.
    detached: process.platform !== 'win32',
    shell: false,
    windowsHide: true,
  });
  ownChild(child);
  let stopped: ProcessEnd['stopped'];
  let stopping: Promise<void> | undefined;
  const stop = (why: NonNullable<ProcessEnd['stopped']>) => {
    stopped ??= why;
    stopping ??= stopTree(child).finally(() => {
      // A process that left the tree may still hold the pipes open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
  };
  const cancel = () => stop('cancelled');
  const timer = setTimeout(() => stop('timeout'), request.timeoutMs);
  const sizes = request.isTooLarge && setInterval(() => request.isTooLarge?.() && stop('too-large'), 250);
  request.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const output = readOutput(child, request, () => stop('too-large'));
    const end = await ended(child);
    await stopping;
    return { ...(stopped ? { stopped } : {}), ...end, tail: output.tail() };
  } finally {
    clearTimeout(timer);
    clearInterval(sizes);
    request.signal?.removeEventListener('abort', cancel);
  }
}

function ended(child: ChildProcess): Promise<{ code: number | null; endedBy: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => resolve({ code, endedBy }));
    child.once('exit', (code, endedBy) => {
      // A grandchild that inherited the pipes must neither keep us waiting nor stay behind.
      const late = setTimeout(() => {
        void stopTree(child).finally(() => resolve({ code, endedBy }));
      }, 2000);
      child.once('close', () => clearTimeout(late));
    });
  });
}

function readOutput(child: ChildProcess, request: ProcessRequest, overflow: () => void): { tail(): string } {
  let bytes = 0;
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    let line = '';
    const flush = () => {
      if (line !== '') request.onLine?.(line);
      line = '';
    };
    stream?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > request.maxOutputBytes) {
        stream.pause();
        overflow();
        return;
      }
      const text = decoder.write(chunk);
      tail = (tail + text).slice(-tailLimit);
      const parts = text.split(/[\r\n]+/);
      for (const [index, part] of parts.entries()) {
        if (index > 0) flush();
        line = (line + part).slice(0, lineLimit);
      }
      const open = parts.at(-1);
      if (open) request.onOpenLine?.(open.slice(-lineLimit));
    });
    stream?.on('end', flush);
    stream?.on('error', () => undefined);
  }
  return { tail: () => tail };
}
