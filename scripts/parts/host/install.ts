// Part: a real VS Code where Microsoft's download cannot be had: the one that the npm package code-server ships,
// shown by Debian's Chromium. VS Code 1.100.3 is the newest of it that Node 20 runs.
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, withLock } from '../cache.ts';
import { firstLine, type Log, type Part, type Prepared, since } from '../part.ts';
import { onPath, run } from '../program.ts';

export const codeServerVersion = '4.100.3';
export const vscodeVersion = '1.100.3';

async function install(folder: string, ripgrep: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', `code-server@${codeServerVersion}`, ...quiet], { cwd: folder });
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await run('npm', ['install', '--omit=dev', ...quiet], { cwd: server });
  // Only the native modules that the server loads are compiled; the rest of the install scripts never run.
  const native = ['node-pty', '@vscode/spdlog', 'native-watchdog', '@parcel/watcher'];
  await run('npm', ['rebuild', ...native], { cwd: server, env: { npm_config_yes: 'true' } });
  if (!existsSync(join(server, 'node_modules.asar')))
    symlinkSync('node_modules', join(server, 'node_modules.asar'));
  const bin = join(server, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'rg'), { force: true });
  symlinkSync(ripgrep, join(bin, 'rg'));
}

async function server(ripgrep: string, log: Log): Promise<string> {
  const folder = cached(
    'vscode-host',
    `${codeServerVersion}-node${process.versions.modules}-${process.arch}`,
  );
  const path = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(path)) return path;
  return withLock('vscode-host', async () => {
    if (existsSync(path)) return path;
    const start = Date.now();
    const draft = `${folder}.draft`;
    await install(draft, ripgrep);
    renameSync(draft, folder);
    log(
      `vscode-host: VS Code ${vscodeVersion} from the npm package code-server, installed in ${since(start)}`,
    );
    return path;
  });
}

export const vscodeHost: Part = {
  name: 'vscode-host',
  gives: ['vscode-host', 'chromium'],
  debian: ['chromium', 'ripgrep'],
  async prepare(log): Promise<Prepared> {
    if (process.platform === 'win32') return { missing: 'the browser host runs on Linux and macOS only' };
    const chromium = onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome');
    if (!chromium) return { missing: 'no chromium on PATH (Debian package chromium)' };
    const ripgrep = onPath('rg');
    if (!ripgrep) return { missing: 'no rg on PATH (Debian package ripgrep)' };
    try {
      return { paths: { 'vscode-host': await server(ripgrep, log), chromium } };
    } catch (error) {
      return { missing: `code-server@${codeServerVersion} could not be installed: ${firstLine(error)}` };
    }
  },
};
