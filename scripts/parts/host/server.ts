// Starts the VS Code server of the browser host on a free loopback port and makes the addresses it is opened by.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../port.ts';

export interface HostServer {
  /** 127.0.0.1 and the port. */
  authority: string;
  process: ChildProcess;
  /** What the server printed, for when something fails. */
  output(): string;
  /** Ends the server and every process it started, the extension host among them. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The part vscode-host. */
  vscode: string;
  /** Absolute; its User/settings.json is read as the user's settings. */
  userDataDir: string;
  /** Absolute. Default: a folder in userDataDir. */
  extensionsDir?: string;
  /** Whole environment of the server and so of the extension host. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

/** Starts the server; resolves when it listens. Throws with its output when it does not within 30 seconds. */
export async function startHostServer(options: ServerOptions): Promise<HostServer> {
  const port = await freePort();
  const extensionsDir = options.extensionsDir ?? join(options.userDataDir, 'extensions');
  mkdirSync(extensionsDir, { recursive: true });
  const args = ['out/server-main.js', '--host', '127.0.0.1', '--port', String(port)];
  args.push('--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off');
  // The user's login shell would replace PATH: tests put tripwires there.
  args.push('--force-disable-user-env');
  args.push('--user-data-dir', options.userDataDir, '--extensions-dir', extensionsDir);
  const child = spawn(process.execPath, args, {
    cwd: options.vscode,
    // No gallery: neither updates nor recommendations are asked for.
    env: { ...(options.env ?? process.env), EXTENSIONS_GALLERY: '{}' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const signal = (name: NodeJS.Signals) => {
    try {
      // Its own process group: language servers and terminals started by it end with it.
      if (child.pid) process.kill(-child.pid, name);
    } catch {}
  };
  const stop = async () => {
    signal('SIGTERM');
    const timer = setTimeout(() => signal('SIGKILL'), 3000);
    await gone;
    clearTimeout(timer);
    signal('SIGKILL');
  };
  const listening = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the VS Code server did not listen:\n${output}`)),
      30_000,
    );
    const done = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.stdout.on('data', () => {
      if (/listening/i.test(output)) done(resolve);
    });
    child.once('error', (error) => done(() => reject(error)));
    child.once('exit', (code) =>
      done(() => reject(new Error(`the VS Code server ended (${code}):\n${output}`))),
    );
  });
  try {
    await listening;
  } catch (error) {
    signal('SIGKILL');
    throw error;
  }
  return { authority: `127.0.0.1:${port}`, process: child, output: () => output, stop };
}

export interface PageAddress {
  /** Folder to open, absolute. */
  folder?: string;
  /** The extension in development, absolute folder. */
  extension?: string;
  /** The module whose run() is the test, absolute, without .js. */
  testsPath?: string;
  /** File to open in an editor, absolute. */
  openFile?: string;
}

/** The address that opens VS Code on a folder with an extension in development. */
export function pageUrl(authority: string, page: PageAddress): string {
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload: [string, string][] = [];
  if (page.extension) payload.push(['extensionDevelopmentPath', remote(page.extension)]);
  if (page.testsPath) payload.push(['extensionTestsPath', remote(page.testsPath)]);
  if (page.openFile) payload.push(['openFile', remote(page.openFile)]);
  payload.push(['skipWelcome', 'true'], ['enableProposedApi', '']);
  const url = new URL(`http://${authority}/`);
  if (page.folder) url.searchParams.set('folder', page.folder);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
