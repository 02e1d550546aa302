// Part: base images for builds that reach no registry, made from Debian packages once and kept as OCI folders.
// They are stand-ins: Debian 12's python3.11, nodejs 18 and so on under the names that Dockerfiles use.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, withLock, writeWhole } from './cache.ts';
import { writeOciImage } from './oci.ts';
import { firstLine, type Log, type Part, type Prepared, since } from './part.ts';
import { onPath, run } from './program.ts';

export interface StandIn {
  name: string;
  /** Debian packages on top of the minimal system. */
  packages: readonly string[];
  /** The configuration that the image it stands for has. */
  env: readonly string[];
  cmd: readonly string[];
  user?: string;
  /** Repository and tag under which tests find it. */
  images: readonly string[];
  /** How it differs from the image it stands for. */
  differs: string;
}

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const standIns: readonly StandIn[] = [
  {
    name: 'debian',
    packages: [],
    env: [path],
    cmd: ['bash'],
    images: ['debian:12', 'debian:12-slim', 'debian:bookworm', 'debian:bookworm-slim'],
    differs: 'made by debootstrap --variant=minbase',
  },
  {
    name: 'python',
    packages: ['python3', 'python3-venv', 'python3-pip', 'ca-certificates'],
    env: [path, 'PYTHON_VERSION=3.11.2'],
    cmd: ['python3'],
    images: ['python:3.11-slim', 'python:3.12-slim', 'python:3.12', 'python:3.13-slim'],
    differs:
      'Python 3.11 of Debian under /usr/local/bin links, whatever the tag says; no curl, no wget, as in -slim',
  },
  {
    name: 'node',
    packages: ['nodejs', 'ca-certificates'],
    env: [path, 'NODE_VERSION=18.20.4'],
    cmd: ['node'],
    images: ['node:20-slim', 'node:22-slim', 'node:22-bookworm-slim'],
    differs: 'nodejs 18 of Debian, no npm, no yarn; the account node (1000) is there',
  },
  {
    name: 'distroless-python',
    packages: ['python3', 'ca-certificates'],
    env: [path],
    cmd: ['python3'],
    user: '65532',
    images: ['gcr.io/distroless/python3-debian12:nonroot', 'dhi.io/python:3.13'],
    differs: 'the python tree without shell, coreutils and package managers',
  },
];

/** Runs a program inside the tree. Debian's own tools work there without any mount for what we ask of them. */
async function inside(tree: string, file: string, ...args: string[]): Promise<void> {
  await run('chroot', [tree, file, ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', PATH: path.slice(5), TMPDIR: '/tmp' },
  });
}

function removeAll(tree: string, paths: readonly string[]): void {
  for (const one of paths) rmSync(join(tree, one), { recursive: true, force: true });
}

async function shape(standIn: StandIn, tree: string): Promise<void> {
  if (standIn.packages.length > 0) {
    await inside(tree, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...standIn.packages);
  }
  await inside(tree, 'apt-get', 'clean');
  removeAll(tree, ['var/lib/apt/lists', 'var/cache', 'var/log/apt', 'etc/resolv.conf']);
  mkdirSync(join(tree, 'var/cache/apt/archives/partial'), { recursive: true });
  // As the -slim images do.
  removeAll(tree, ['usr/share/doc', 'usr/share/man', 'usr/share/info', 'usr/share/locale']);
  mkdirSync(join(tree, 'var/lib/apt/lists/partial'), { recursive: true });
  const local = join(tree, 'usr/local/bin');
  if (standIn.name.includes('python')) {
    symlinkSync('/usr/bin/python3', join(local, 'python3'));
    symlinkSync('/usr/bin/python3', join(local, 'python'));
    // The official image has no marker against pip outside a virtual environment.
    removeAll(tree, ['usr/lib/python3.11/EXTERNALLY-MANAGED']);
    if (existsSync(join(tree, 'usr/bin/pip3'))) symlinkSync('/usr/bin/pip3', join(local, 'pip'));
  }
  if (standIn.name === 'node') {
    symlinkSync('/usr/bin/nodejs', join(local, 'node'));
    await inside(tree, 'groupadd', '--gid', '1000', 'node');
    await inside(
      tree,
      'useradd',
      '--uid',
      '1000',
      '--gid',
      'node',
      '--shell',
      '/bin/bash',
      '--create-home',
      'node',
    );
  }
  if (standIn.name.startsWith('distroless')) {
    await inside(tree, 'groupadd', '--gid', '65532', 'nonroot');
    await inside(
      tree,
      'useradd',
      '--uid',
      '65532',
      '--gid',
      '65532',
      '--no-log-init',
      '--create-home',
      'nonroot',
    );
    keepOnly(tree, ['usr/bin', 'usr/sbin'], /^python3/);
    removeAll(tree, ['var/lib/apt', 'etc/apt', 'usr/lib/apt']);
  }
}

function keepOnly(tree: string, folders: readonly string[], kept: RegExp): void {
  for (const folder of folders) {
    for (const name of readdirSync(join(tree, folder))) {
      if (!kept.test(name)) rmSync(join(tree, folder, name), { recursive: true, force: true });
    }
  }
}

async function makeAll(folder: string, log: Log): Promise<void> {
  const work = `${folder}.work`;
  for (const old of [work, folder, `${folder}.draft`]) rmSync(old, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(`${folder}.draft`, { recursive: true });
  const base = join(work, 'base');
  const start = Date.now();
  await run('debootstrap', ['--variant=minbase', 'bookworm', base]);
  log(`stand-ins: Debian 12 by debootstrap in ${since(start)}`);
  for (const standIn of standIns) {
    const begun = Date.now();
    const tree = join(work, standIn.name);
    await run('cp', ['-a', '--reflink=auto', base, tree]);
    await shape(standIn, tree);
    const layer = join(work, `${standIn.name}.tar`);
    await run('tar', ['--numeric-owner', '--sort=name', '-C', tree, '-cf', layer, '.']);
    const config = { Env: standIn.env, Cmd: standIn.cmd, User: standIn.user };
    await writeOciImage(join(`${folder}.draft`, standIn.name), [layer], config);
    rmSync(tree, { recursive: true, force: true });
    log(`stand-ins: ${standIn.name} (for ${standIn.images.join(', ')}) in ${since(begun)}`);
  }
  rmSync(work, { recursive: true, force: true });
  writeFileSync(
    join(`${folder}.draft`, 'README'),
    standIns.map((one) => `${one.name}: ${one.differs}\n`).join(''),
  );
  renameSync(`${folder}.draft`, folder);
  writeWhole(`${folder}.ok`, '');
}

/** Raised when a change in this file makes other trees. */
const generation = 3;

export const standInImages: Part = {
  name: 'stand-ins',
  gives: ['stand-ins'],
  debian: ['debootstrap'],
  async prepare(log): Promise<Prepared> {
    const folder = cached(`stand-ins-${generation}`);
    if (existsSync(`${folder}.ok`)) return { paths: { 'stand-ins': folder } };
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { missing: 'debootstrap runs as root on Linux only' };
    if (!onPath('debootstrap')) return { missing: 'no debootstrap on PATH (Debian package debootstrap)' };
    return withLock('stand-ins', async (): Promise<Prepared> => {
      if (existsSync(`${folder}.ok`)) return { paths: { 'stand-ins': folder } };
      try {
        await makeAll(folder, log);
        return { paths: { 'stand-ins': folder } };
      } catch (error) {
        return { missing: `the stand-in images could not be made: ${firstLine(error)}` };
      }
    });
  },
};
