// Packs the extension so that the same source always gives the same bytes.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { readManifest, root } from '../root.ts';

/** Seconds since 1970 that the archive's entries carry: SOURCE_DATE_EPOCH, the last commit's time, or a fixed day. */
function sourceDate(): string {
  if (process.env.SOURCE_DATE_EPOCH) return process.env.SOURCE_DATE_EPOCH;
  const commit = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return commit.status === 0 && commit.stdout.trim() !== '' ? commit.stdout.trim() : '1735689600';
}

/** The files that go into the package, relative to the repository, in order. */
export async function packagedFiles(): Promise<string[]> {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  return files.map((file) => file.replaceAll('\\', '/')).sort();
}

/**
 * The manifest as it is packaged: without what is for npm and for developers. (vsce also refuses `files` beside a
 * .vscodeignore, and would run scripts.)
 */
function packagedManifest(): string {
  const {
    files: _,
    scripts: __,
    devDependencies: ___,
    ...manifest
  } = readManifest() as unknown as Record<string, unknown>;
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/**
 * Makes the .vsix from what lies in dist/. The files are copied to a folder of their own first: their modes go into
 * the archive, and those of a working copy depend on the umask. Returns the path of the package.
 */
export async function packVsix(): Promise<string> {
  const { name, version } = readManifest();
  const target = join(root, 'dist', `${name}-${version}.vsix`);
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vsix-'));
  try {
    for (const file of [...(await packagedFiles()), '.vscodeignore']) {
      const copy = join(folder, file);
      mkdirSync(dirname(copy), { recursive: true });
      if (!statSync(join(root, file)).isFile()) throw new Error(`${file} is not a file.`);
      cpSync(join(root, file), copy, { dereference: true });
      chmodSync(copy, file === 'dist/cli.js' ? 0o755 : 0o644);
    }
    writeFileSync(join(folder, 'package.json'), packagedManifest());
    const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
    const result = spawnSync(
      process.execPath,
      [
        vsce,
        'package',
        '--no-dependencies',
        '--no-git-tag-version',
        '--no-update-package-json',
        '-o',
        target,
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, SOURCE_DATE_EPOCH: sourceDate(), TZ: 'UTC', VSCE_TESTS: undefined },
      },
    );
    if (result.status !== 0) throw new Error(`vsce package failed:\n${result.stdout}${result.stderr}`);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws when a file that the manifest points to is not packaged. */
export async function checkManifest(): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = new Set(await packagedFiles());
  for (const entry of [manifest.main, manifest.icon, ...Object.values(manifest.bin ?? {})]) {
    if (typeof entry !== 'string') continue;
    const path = entry.replace(/^\.\//, '');
    if (!files.has(path) || !existsSync(join(root, path)))
      throw new Error(`package.json names ${path}, which is not packaged.`);
  }
}
