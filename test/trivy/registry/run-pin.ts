// Runs the built `plimsoll pin` while servers of the test answer it, in folders of the test's own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cliFile, type Run } from '../../cli/run-cli.ts';

export interface PinRun {
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Docker's config.json. */
  readonly docker?: object;
  /** Ends the run with Ctrl-C when it resolves. */
  readonly interrupt?: Promise<void>;
}

export interface Pinned extends Run {
  /** A file of the project afterwards. */
  read(name: string): string;
  readonly folder: string;
}

/** A project that is gone after the test; HOME and Docker's folder lie beside it. */
export function pinProject(files: Readonly<Record<string, string>>): { folder: string; home: string } {
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-pin-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const folder = join(place, 'project');
  const home = join(place, 'home');
  mkdirSync(join(home, '.docker'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, home };
}

/** Docker's config.json with one login. */
export function loginOf(registry: string, name: string, password: string): object {
  return { auths: { [registry]: { auth: Buffer.from(`${name}:${password}`).toString('base64') } } };
}

export function runPin(run: PinRun, { folder, home } = pinProject(run.files ?? {})): Promise<Pinned> {
  if (run.docker) writeFileSync(join(home, '.docker/config.json'), JSON.stringify(run.docker));
  const child = spawn(process.execPath, [cliFile, 'pin', ...(run.args ?? [])], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: tmpdir(), ...run.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  void run.interrupt?.then(() => child.kill('SIGINT'));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(late);
      resolve({ code, out, err, folder, read: (name) => readFileSync(join(folder, name), 'utf8') });
    });
  });
}
