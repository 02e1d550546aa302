// Starts a daemon for tests and ends it again: a process of its own group, with its output kept for messages.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Daemon {
  /** The last 100,000 characters of what it printed. */
  output(): string;
  /** Resolves when the process is gone: SIGTERM first, SIGKILL after ten seconds. */
  stop(): Promise<void>;
}

const running = new Set<() => void>();
process.once('exit', () => {
  for (const end of running) end();
});

/** A private folder under the system's temporary one. */
export function privateFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `plimsoll-${name}-`));
}

/** Removes a folder in a process of its own: a daemon's layers are many files, and no test need wait for that. */
export function removeLater(folder: string): void {
  spawn('rm', ['-rf', '--', folder], { detached: true, stdio: 'ignore' }).unref();
}

/**
 * Starts `file` and waits until `ready` answers true (asked every 100 ms). Throws with the daemon's output when it
 * ends before that or is not ready within 30 seconds.
 */
export async function startDaemon(
  file: string,
  args: readonly string[],
  ready: () => Promise<boolean>,
  env: Record<string, string> = {},
): Promise<Daemon> {
  const child = spawn(file, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let gone = false;
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const signal = (name: NodeJS.Signals, group = false) => {
    try {
      if (child.pid) process.kill(group ? -child.pid : child.pid, name);
    } catch {}
  };
  const kill = () => signal('SIGKILL', true);
  running.add(kill);
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      gone = true;
      running.delete(kill);
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      output += error.message;
      end();
    });
  });
  const stop = async () => {
    signal('SIGTERM');
    const timer = setTimeout(kill, 10_000);
    await ended;
    clearTimeout(timer);
    kill();
  };
  for (const end = Date.now() + 30_000; Date.now() < end && !gone; await sleep(100)) {
    if (await ready().catch(() => false)) return { output: () => output, stop };
  }
  await stop();
  throw new Error(`${file} did not become ready:\n${output.slice(-3000)}`);
}
