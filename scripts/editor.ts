// `npm run editor [FOLDER]`: opens VS Code with the extension in development on examples/ (or on FOLDER).
// The desktop `code` is used when it is on PATH, else the browser host; Ctrl-C ends it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pageUrl, startHostServer } from './parts/host/server.ts';
import { prepareParts } from './parts/index.ts';
import { onPath, run } from './parts/program.ts';
import { root, runMain } from './root.ts';

async function inDesktop(code: string, folder: string): Promise<void> {
  // `code` is a script on every system; on Windows only a shell can start it.
  const shell = process.platform === 'win32';
  const args = ['--new-window', '--wait', `--extensionDevelopmentPath=${root}`, folder];
  const child = spawn(shell ? `"${code}"` : code, shell ? args.map((arg) => `"${arg}"`) : args, {
    stdio: 'inherit',
    shell,
  });
  console.log(`VS Code is opening ${folder} with the extension in development.`);
  await new Promise((done) => child.once('exit', done));
}

/** Opens the address in a browser when there is a screen to show it on. */
function openBrowser(url: string): void {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = onPath(process.platform === 'darwin' ? 'open' : 'xdg-open');
  if (opener) spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}

async function inBrowser(folder: string): Promise<void> {
  const had = await prepareParts(['vscode-host'], (line) => console.log(line));
  const vscode = had['vscode-host'];
  if (!vscode || 'missing' in vscode) {
    throw new Error(
      `No \`code\` on PATH, and no browser host either: ${vscode?.missing ?? 'it was not prepared'}`,
    );
  }
  const userDataDir = mkdtempSync(join(tmpdir(), 'plimsoll-editor-'));
  mkdirSync(join(userDataDir, 'User'));
  // Whoever runs this has the repository before them; their own VS Code and its trust are not touched.
  const settings = { 'security.workspace.trust.enabled': false, 'workbench.startupEditor': 'none' };
  writeFileSync(join(userDataDir, 'User', 'settings.json'), JSON.stringify(settings));
  const server = await startHostServer({ vscode: vscode.path, userDataDir });
  const url = pageUrl(server.authority, { folder, extension: root });
  console.log(`VS Code with the extension on ${folder}:\n${url}\nCtrl-C ends it.`);
  openBrowser(url);
  await new Promise<void>((done) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done());
    server.process.once('exit', () => done());
  });
  await server.stop();
  rmSync(userDataDir, { recursive: true, force: true });
}

runMain(async () => {
  const folder = resolve(process.argv[2] ?? join(root, 'examples'));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, ['run', '--silent', 'build'], { cwd: root });
  const code = onPath('code');
  await (code ? inDesktop(code, folder) : inBrowser(folder));
});
