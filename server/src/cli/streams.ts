// Where a command writes, and whether in colour.
import { writeSync } from 'node:fs';
import { forTerminal } from '../report/escape.ts';

/**
 * Writes all of a text before the process may end, pipes and slow readers included. A reader that went away (`| head`)
 * is no error.
 */
export function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** One message to standard error, on one line, safe to print. */
export function tell(message: string): void {
  writeAll(2, `plimsoll: ${forTerminal(message)}\n`);
}

/**
 * Whether to colour: --no-color, then NO_COLOR (https://no-color.org: any value but the empty one), then FORCE_COLOR
 * (any value but 0 and false), then whether it is a terminal that can.
 */
export function wantsColor(
  flag: boolean,
  isTerminal: boolean,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  if (!flag || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
