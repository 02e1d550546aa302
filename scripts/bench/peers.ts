// The language servers that the machine has beside ours.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A server to measure. */
export interface Peer {
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly string[];
}

const peerVersion = '0.15.0';

/** dockerfile-language-server is installed into the cache; tally and Docker's server are taken from PATH. */
export async function findPeers(): Promise<Peer[]> {
  const peers: Peer[] = [];
  const cache = join(
    process.env['PLIMSOLL_CACHE'] ??
      join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'plimsoll'),
    'peers',
  );
  const script = join(cache, 'node_modules/dockerfile-language-server-nodejs/lib/server.js');
  try {
    if (!existsSync(script)) {
      mkdirSync(cache, { recursive: true });
      execFileSync(
        'npm',
        [
          'install',
          '--prefix',
          cache,
          '--no-save',
          '--ignore-scripts',
          `dockerfile-language-server-nodejs@${peerVersion}`,
        ],
        { stdio: 'ignore' },
      );
    }
    peers.push({
      name: `dockerfile-language-server ${peerVersion}`,
      command: [process.execPath, script, '--stdio'],
    });
  } catch {
    console.log(`dockerfile-language-server ${peerVersion}: could not be installed, not measured`);
  }
  for (const [name, args] of [
    ['tally', ['lsp', '--stdio']],
    ['docker-language-server', ['start', '--stdio']],
  ] as const) {
    const found = (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
    if (found) peers.push({ name, command: [found, ...args] });
    else console.log(`${name}: not on PATH, not measured`);
  }
  return peers;
}
