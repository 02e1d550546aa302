// Debian packages that parts want: installed in one call where that is allowed, named where it is not.
import { existsSync } from 'node:fs';
import { withLock } from './cache.ts';
import { firstLine, type Log, since } from './part.ts';
import { run } from './program.ts';

async function installed(names: readonly string[]): Promise<Set<string>> {
  const format = '${Package} ${db:Status-Status}\\n';
  const { stdout } = await run('dpkg-query', ['-W', '-f', format, ...names], { allowFailure: true });
  const found = new Set<string>();
  for (const line of stdout.split('\n')) {
    const [name, status] = line.split(' ');
    if (name && status === 'installed') found.add(name);
  }
  return found;
}

/** True on Debian or a descendant with apt, as root: the only place where packages are installed. */
export function mayInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * Installs those of the named packages that are not there yet. Returns the reason when it could not; the
 * parts then look on PATH and say themselves what they lack.
 */
export async function ensureDebianPackages(names: readonly string[], log: Log): Promise<string | undefined> {
  if (!mayInstall())
    return process.platform === 'linux' ? 'packages are installed only as root on Debian' : undefined;
  const wanted = [...new Set(names)].sort();
  const present = await installed(wanted);
  if (wanted.every((name) => present.has(name))) return undefined;
  return withLock('debian', async () => {
    const now = await installed(wanted);
    const lacking = wanted.filter((name) => !now.has(name));
    if (lacking.length === 0) return undefined;
    const start = Date.now();
    // A package's service must not start: tests run their own daemons on private sockets.
    const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
    try {
      await run('apt-get', ['update', ...quiet], { env });
      await run('apt-get', ['install', '-y', '--no-install-recommends', ...quiet, ...lacking], { env });
    } catch (error) {
      log(`debian packages: could not install ${lacking.join(' ')}: ${firstLine(error)}`);
      return firstLine(error);
    }
    log(`debian packages: installed ${lacking.join(' ')} by apt-get in ${since(start)}`);
    return undefined;
  });
}
