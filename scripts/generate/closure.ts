// Writes server/data/closure.json from Debian's package lists. Run by hand, on Debian or Ubuntu: it asks apt for them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { tableText } from './closure-table.ts';
import {
  dependants,
  type Effect,
  effectOf,
  type Package,
  type Release,
  readPackages,
} from './debian-packages.ts';
import { isListed } from './package-names.ts';

const RELEASES = [
  ['11', 'bullseye'],
  ['12', 'bookworm'],
  ['13', 'trixie'],
] as const;

/** The programs that the table follows: whatever facts can say is absent, and what rules ask for. */
export const TRACKED = [
  ...[
    'addgroup',
    'adduser',
    'apk',
    'ash',
    'bash',
    'busybox',
    'c++',
    'cc',
    'curl',
    'dash',
    'dnf',
    'dotnet',
    'g++',
    'gcc',
    'git',
  ],
  ...[
    'go',
    'gosu',
    'gpg',
    'groupadd',
    'java',
    'javac',
    'make',
    'microdnf',
    'mvn',
    'mysqladmin',
    'nc',
    'node',
    'npm',
    'perl',
  ],
  ...[
    'pg_isready',
    'php',
    'pip',
    'pip3',
    'ps',
    'python',
    'python3',
    'redis-cli',
    'rpm',
    'ruby',
    'rustc',
    'sh',
    'socat',
    'ssh',
  ],
  ...[
    'sshd',
    'sudo',
    'tdnf',
    'telnet',
    'tini',
    'useradd',
    'usermod',
    'uv',
    'vi',
    'vim',
    'wget',
    'yarn',
    'yum',
    'zypper',
  ],
] as const;

/**
 * Programs that packages bring through update-alternatives, which file lists do not show.
 * Source: the postinst scripts of the packages named.
 */
const ALTERNATIVES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(netcat-openbsd|netcat-traditional|ncat)$/, ['nc']],
  [/^openjdk-\d+-jre-headless$/, ['java']],
  [/^openjdk-\d+-jdk-headless$/, ['javac']],
  [/^vim(-basic|-nox|-gtk|-gtk3|-athena|-motif)?$/, ['vim', 'vi']],
  [/^(vim-tiny|neovim|nvi|elvis|elvis-tiny)$/, ['vi']],
  [/^(telnet|inetutils-telnet|telnet-ssl)$/, ['telnet']],
  [/^php\d+\.\d+-cli$/, ['php']],
  [/^(gcc|clang|tcc|pcc)$/, ['cc']],
  [/^(g\+\+|clang)$/, ['c++']],
  [/^maven$/, ['mvn']],
];

/** Fetches the lists and returns the file's text. Needs apt-get and about 400 MB of free disk; takes a few minutes. */
export async function generateClosure(): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'closure-'));
  try {
    const releases: Release[] = [];
    for (const [version, codename] of RELEASES) releases.push(await readRelease(work, version, codename));
    return encode(releases);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function apt(root: string, ...args: readonly string[]): string {
  const contents = 'Acquire::IndexTargets::deb::Contents-deb::';
  const options = [
    `Dir=${root}`,
    `Dir::State::status=${root}/status`,
    'APT::Architecture=amd64',
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
    `${contents}MetaKey=$(COMPONENT)/Contents-$(ARCHITECTURE)`,
    `${contents}ShortDescription=Contents-$(ARCHITECTURE)`,
    `${contents}Description=$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Contents (deb)`,
  ];
  return execFileSync('apt-get', [...options.flatMap((option) => ['-o', option]), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The archives that this machine's own apt uses, so that a mirror is respected and none is written down here. */
function archives(): { main: string; security: string } {
  const lines = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI) $(SUITE) $(ORIGIN)'], {
    encoding: 'utf8',
  });
  const rows = lines.split('\n').map((line) => line.split(' '));
  const debian = rows.filter((row) => row[2] === 'Debian' && row[0]);
  const security = debian.find((row) => row[0]?.includes('security'))?.[0];
  const main = debian.find((row) => !row[0]?.includes('security'))?.[0];
  if (!main || !security)
    throw new Error("This machine's apt has no Debian archive and security archive configured.");
  return { main, security };
}

async function readRelease(work: string, version: string, codename: string): Promise<Release> {
  const root = join(work, codename);
  for (const folder of [
    'etc/apt/apt.conf.d',
    'etc/apt/preferences.d',
    'var/lib/apt/lists/partial',
    'var/cache/apt/archives/partial',
  ]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'status'), '');
  const { main, security } = archives();
  const signed = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  writeFileSync(
    join(root, 'etc/apt/sources.list'),
    `deb ${signed} ${main} ${codename} main\ndeb ${signed} ${main} ${codename}-updates main\ndeb ${signed} ${security} ${codename}-security main\n`,
  );
  try {
    apt(root, 'update');
  } catch {
    // The security archive has no file lists: apt says so by its exit code, and ignores them.
  }
  const files = apt(root, 'indextargets', '--format', '$(CREATED_BY) $(FILENAME)')
    .split('\n')
    .map((line) => line.split(' '));
  const packages = new Map<string, Package>();
  for (const [kind, file] of files) if (kind === 'Packages' && file) readPackages(await text(file), packages);
  for (const [kind, file] of files) if (kind === 'Contents-deb' && file) await readContents(file, packages);
  if (packages.size < 20_000) throw new Error(`Only ${packages.size} packages of ${codename} could be read.`);
  for (const entry of packages.values()) {
    for (const [pattern, programs] of ALTERNATIVES)
      if (pattern.test(entry.name)) for (const p of programs) entry.programs.add(p);
  }
  return { version, packages };
}

const helper = '/usr/lib/apt/apt-helper';

async function text(file: string): Promise<string> {
  return execFileSync(helper, ['cat-file', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** File lists: which package has which tracked program, and which brings sysusers.d entries. */
async function readContents(file: string, packages: ReadonlyMap<string, Package>): Promise<void> {
  const tracked = new Set<string>(TRACKED);
  const content = execFileSync(helper, ['cat-file', file], {
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: Readable.from(slices(content)) })) {
    const found = /^(?:usr\/)?(s?bin\/([^/\s]+)|lib\/sysusers\.d\/\S+)\s+(\S+)$/.exec(line);
    if (!found || (found[2] !== undefined && !tracked.has(found[2]))) continue;
    for (const owner of found[3]!.split(',')) {
      const entry = packages.get(owner.slice(owner.lastIndexOf('/') + 1));
      if (!entry) continue;
      if (found[2] === undefined) entry.makesUsers = true;
      else entry.programs.add(found[2]);
    }
  }
}

function* slices(content: Buffer): Iterable<Buffer> {
  for (let at = 0; at < content.length; at += 1 << 20) yield content.subarray(at, at + (1 << 20));
}

function encode(releases: readonly Release[]): string {
  const rows = new Map<string, (Effect | undefined)[]>();
  for (const name of new Set(releases.flatMap((release) => [...release.packages.keys()]))) {
    const uses = releases.reduce((sum, release) => sum + (dependants(release).get(name) ?? 0), 0);
    if (releases.some((release) => isListed(release.packages.get(name), uses)))
      rows.set(
        name,
        releases.map((release) => effectOf(release, name)),
      );
  }
  return tableText(
    {
      generated:
        "by scripts/generate/closure.ts from Debian's Packages and Contents lists (main, updates, security; amd64); do not edit",
      asOf: new Date().toISOString().slice(0, 10),
      distro: 'debian',
      releases: releases.map((release) => release.version),
    },
    TRACKED,
    rows,
  );
}
