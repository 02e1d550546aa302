// Takes the place of VS Code's executable for @vscode/test-electron: understands the arguments that runTests()
// passes, runs the suite in the browser host (or in a desktop VS Code) and ends with the suite's exit code.
//
// Environment:
//   PLIMSOLL_PART_VSCODE_HOST, PLIMSOLL_PART_CHROMIUM   the browser host
//   PLIMSOLL_HOST_DESKTOP   executable of a desktop VS Code: used instead of the browser host
//   PLIMSOLL_HOST_TRUST     `restricted`: --disable-workspace-trust, which runTests() always adds, is not obeyed
//   PLIMSOLL_UI             folder of the requests that drive the window (requests.ts)
//   PLIMSOLL_HOST_TIMEOUT   milliseconds for the whole run; default 300,000
// Every variable reaches the extension host.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { freePort } from '../port.ts';
import { startBrowser } from './browser.ts';
import { serveRequests } from './requests.ts';
import { pageUrl, startHostServer } from './server.ts';

interface Arguments {
  extensions: string[];
  testsPath?: string;
  userDataDir: string;
  extensionsDir?: string;
  locale?: string;
  folder?: string;
}

function readArguments(args: readonly string[]): Arguments {
  const found: Arguments = { extensions: [], userDataDir: '' };
  for (const arg of args) {
    const [, name, value] = /^--([a-zA-Z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!name) found.folder ??= resolve(arg);
    else if (name === 'extensionDevelopmentPath') found.extensions.push(resolve(value ?? ''));
    else if (name === 'extensionTestsPath') found.testsPath = resolve(value ?? '').replace(/\.c?js$/, '');
    else if (name === 'user-data-dir') found.userDataDir = resolve(value ?? '');
    else if (name === 'extensions-dir') found.extensionsDir = resolve(value ?? '');
    else if (name === 'locale') found.locale = value;
    // The rest (sandbox, updates, welcome page) concerns the desktop program only.
  }
  found.userDataDir ||= mkdtempSync(join(tmpdir(), 'plimsoll-user-'));
  return found;
}

const timeout = Number(process.env.PLIMSOLL_HOST_TIMEOUT ?? 300_000);

/** The address of a page can name one extension in development only: the others are put where installed ones lie. */
function installBeside(folders: readonly string[], extensionsDir: string): void {
  for (const folder of folders) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`.toLowerCase();
    cpSync(folder, join(extensionsDir, name), { recursive: true });
  }
}

async function inBrowserHost(wanted: Arguments): Promise<number> {
  const vscode = process.env.PLIMSOLL_PART_VSCODE_HOST;
  const executable = process.env.PLIMSOLL_PART_CHROMIUM;
  if (!vscode || !executable)
    throw new Error('PLIMSOLL_PART_VSCODE_HOST and PLIMSOLL_PART_CHROMIUM must be set');
  const extensionsDir = wanted.extensionsDir ?? join(wanted.userDataDir, 'extensions');
  installBeside(wanted.extensions.slice(1), extensionsDir);
  const server = await startHostServer({ vscode, userDataDir: wanted.userDataDir, extensionsDir });
  const browser = await startBrowser({ chromium: executable, locale: wanted.locale });
  const stop = async () => {
    await browser.close().catch(() => {});
    await server.stop();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void stop().then(() => process.exit(130)));
  }
  let stopServing = () => {};
  try {
    const { page } = browser;
    const ended = new Promise<number>((resolveCode, reject) => {
      setTimeout(() => reject(new Error(`no end after ${timeout} ms`)), timeout).unref();
      page.on('crash', () => reject(new Error('the page crashed')));
      server.process.once('exit', () => reject(new Error(`the VS Code server ended:\n${server.output()}`)));
      void page.exposeFunction('codeAutomationExit', (code: number) => resolveCode(code));
    });
    ended.catch(() => {});
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
      stream.write(`${format(...(Array.isArray(args) ? args : [args]))}\n`);
    });
    if (process.env.PLIMSOLL_UI) stopServing = serveRequests(page, process.env.PLIMSOLL_UI);
    await page.goto(pageUrl(server.authority, { ...wanted, extension: wanted.extensions[0] }));
    return await ended;
  } catch (error) {
    const picture = join(wanted.userDataDir, 'failure.png');
    await browser.page.screenshot({ path: picture }).catch(() => {});
    process.stderr.write(`${(error as Error).message}\nWhat the window showed: ${picture}\n`);
    return 1;
  } finally {
    stopServing();
    await stop();
  }
}

async function workbenchPage(port: number): Promise<Page> {
  for (
    const end = Date.now() + 60_000;
    Date.now() < end;
    await new Promise((done) => setTimeout(done, 250))
  ) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined);
    for (const page of browser?.contexts().flatMap((context) => context.pages()) ?? []) {
      if (page.url().includes('workbench')) return page;
    }
    await browser?.close().catch(() => {});
  }
  throw new Error('no VS Code window could be reached');
}

/** A desktop VS Code is driven through its debugging port, with the same requests. */
async function onDesktop(executable: string, args: readonly string[]): Promise<number> {
  const restricted = process.env.PLIMSOLL_HOST_TRUST === 'restricted';
  const passed = args.filter((arg) => !(restricted && arg === '--disable-workspace-trust'));
  const port = await freePort();
  const child = spawn(executable, [...passed, `--remote-debugging-port=${port}`], { stdio: 'inherit' });
  const ended = new Promise<number>((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => done(code ?? 1));
    setTimeout(() => {
      child.kill();
      reject(new Error(`no end after ${timeout} ms`));
    }, timeout).unref();
  });
  const folder = process.env.PLIMSOLL_UI;
  if (folder) {
    workbenchPage(port).then(
      (page) => serveRequests(page, folder),
      (error: Error) => process.stderr.write(`${error.message}\n`),
    );
  }
  return ended;
}

const args = process.argv.slice(2);
const desktop = process.env.PLIMSOLL_HOST_DESKTOP;
const work = desktop ? onDesktop(desktop, args) : inBrowserHost(readArguments(args));
work.then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);
