// Runs a program to its end, with an argument array and never a shell, and says plainly what went wrong.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface RunOptions {
  cwd?: string;
  /** Added to the environment of this process. */
  env?: Record<string, string>;
  /** Bytes for standard input. */
  input?: string | Uint8Array;
  /** Milliseconds until the program is killed. Default: ten minutes. */
  timeout?: number;
  /** Hand back the result instead of throwing when the exit code is not 0. */
  allowFailure?: boolean;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Thrown when a program cannot be started, ends with another code than 0, or takes too long. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
  readonly result: RunResult;
  constructor(message: string, result: RunResult) {
    super(message);
    this.result = result;
  }
}

/** Runs `file` with `args` and gives its exit code and output (UTF-8). Throws ProgramFailed, see there. */
export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, options.timeout ?? 600_000);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const finish = (code: number, note: string) => {
      clearTimeout(timer);
      const result = {
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      };
      if (code === 0 || (options.allowFailure && !note)) return resolve(result);
      const tail = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-12).join('\n');
      const shown = [file, ...args].join(' ').slice(0, 300);
      reject(new ProgramFailed(`${shown}: ${note || `exit code ${code}`}${tail ? `\n${tail}` : ''}`, result));
    };
    child.on('error', (error) => finish(-1, error.message));
    child.on('close', (code, signal) => {
      if (late) finish(-1, `killed after ${options.timeout ?? 600_000} ms`);
      else finish(code ?? -1, code === null ? `ended by ${signal}` : '');
    });
  });
}

/** The absolute path of a program on PATH, or undefined. Relative PATH entries are not looked at. */
export function onPath(name: string, path = process.env.PATH ?? ''): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  // Debian keeps dockerd, runc and debootstrap in /usr/sbin, which a plain user's PATH lacks.
  const folders = process.platform === 'win32' ? [] : ['/usr/sbin', '/sbin'];
  for (const folder of [...path.split(delimiter), ...folders]) {
    if (!folder.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(folder)) continue;
    for (const ending of endings) {
      const file = join(folder, name + ending);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {}
    }
  }
  return undefined;
}
