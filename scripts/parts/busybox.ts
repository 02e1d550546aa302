// Part: BusyBox with a wget whose -T works. Debian 12's 1.35 ends with a segmentation fault there, so the static one of
// Debian 13 is unpacked into the cache; the archive is the one that this machine's own apt uses.
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, withLock } from './cache.ts';
import { mayInstall } from './debian.ts';
import { firstLine, type Part, type Prepared, since } from './part.ts';
import { onPath, run } from './program.ts';

/** True when `wget -T` does not kill the program: nothing listens on port 9, so that it ends with 1. */
async function works(path: string): Promise<boolean> {
  const args = ['wget', '-q', '-T', '1', '-O', '/dev/null', 'http://127.0.0.1:9/'];
  const result = await run(path, args, { allowFailure: true, timeout: 10_000 }).catch(() => undefined);
  return result?.code === 1;
}

async function unpack(draft: string): Promise<void> {
  for (const folder of [
    'etc/apt/apt.conf.d',
    'etc/apt/preferences.d',
    'var/lib/apt/lists/partial',
    'var/cache/apt/archives/partial',
    'deb',
  ])
    mkdirSync(join(draft, folder), { recursive: true });
  writeFileSync(join(draft, 'status'), '');
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(ORIGIN)']);
  const archive = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .find(([uri, origin]) => origin === 'Debian' && uri && !uri.includes('security'))?.[0];
  if (!archive) throw new Error("this machine's apt has no Debian archive configured");
  const signed = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  writeFileSync(join(draft, 'etc/apt/sources.list'), `deb ${signed} ${archive} trixie main\n`);
  const options = [
    '-qq',
    '-o',
    `Dir=${draft}`,
    '-o',
    `Dir::State::status=${draft}/status`,
    '-o',
    'Acquire::Languages=none',
    '-o',
    'APT::Sandbox::User=root',
  ];
  await run('apt-get', [...options, 'update']);
  await run('apt-get', [...options, 'download', 'busybox-static'], { cwd: join(draft, 'deb') });
  const deb = readdirSync(join(draft, 'deb'))[0];
  if (!deb) throw new Error('apt-get downloaded nothing');
  await run('dpkg-deb', ['-x', join(draft, 'deb', deb), join(draft, 'tree')]);
}

export const busybox: Part = {
  name: 'busybox',
  gives: ['busybox'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const own = onPath('busybox');
    if (own && (await works(own))) return { paths: { busybox: own } };
    const path = cached('busybox-trixie', 'busybox');
    if (existsSync(path)) return { paths: { busybox: path } };
    if (!mayInstall())
      return { missing: own ? `${own} ends with an error on wget -T` : 'no busybox on PATH' };
    return withLock('busybox', async (): Promise<Prepared> => {
      if (existsSync(path)) return { paths: { busybox: path } };
      const start = Date.now();
      const draft = cached('busybox-trixie.draft');
      try {
        rmSync(draft, { recursive: true, force: true });
        await unpack(draft);
        const found = ['usr/bin/busybox', 'bin/busybox']
          .map((file) => join(draft, 'tree', file))
          .find((file) => existsSync(file));
        if (!found || !(await works(found)))
          return { missing: "Debian 13's busybox-static could not be used" };
        mkdirSync(cached('busybox-trixie'), { recursive: true });
        chmodSync(found, 0o755);
        renameSync(found, path);
      } catch (error) {
        return { missing: `busybox-static could not be had: ${firstLine(error)}` };
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
      log(`busybox: the static one of Debian 13, unpacked in ${since(start)}`);
      return { paths: { busybox: path } };
    });
  },
};
