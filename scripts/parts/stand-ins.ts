// Part: base images for builds that reach no registry, built by BuildKit from packages of Debian, Node's official program
// and this machine's Go, and kept as the storage of a registry. `stand-ins/catalog.ts` says what stands for what.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Builder, mirrored, startBuilder, startRegistry } from './builder.ts';
import { buildkit } from './buildkit.ts';
import { cached, withLock, writeWhole } from './cache.ts';
import { firstLine, type Log, type Part, type Prepared, since } from './part.ts';
import { onPath, run } from './program.ts';
import { dockerfiles, standIns } from './stand-ins/catalog.ts';

const sources = fileURLToPath(new URL('./stand-ins/', import.meta.url));

/** Packages of npm that the Node images are made of. */
const npmPackages = {
  node: `node-linux-${process.arch}@22.23.3`,
  npm: 'npm@10.9.9',
  yarn: 'yarn@1.22.22',
};
const uvVersion = '0.13.9';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
    );
}

/** The minimal systems, and what is installed besides: setuptools of Debian 12 wants the wheel of `wheel`, which no index gives. */
const systems = {
  debian12: { release: 'bookworm', more: ['python3-wheel-whl'] },
  debian13: { release: 'trixie', more: [] },
} as const;

/** Another value wherever other images would come out. */
function fingerprint(): string {
  const hash = createHash('sha256').update(JSON.stringify({ npmPackages, uvVersion, systems }));
  for (const file of filesBelow(sources)) hash.update(file.slice(sources.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** The archive that this machine's apt uses. */
async function archive(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(ORIGIN)']);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const found = lines.find(([uri, origin]) => origin === 'Debian' && uri && !uri.includes('security'))?.[0];
  return found ?? 'http://deb.debian.org/debian';
}

/** Makes the minimal systems as tars. As in the -slim images, manuals and translations are left out, now and later. */
async function makeSystem(name: keyof typeof systems, tar: string, from: string): Promise<void> {
  const { release, more } = systems[name];
  const without = ['man', 'locale', 'info', 'doc'].map((one) => `--dpkgopt=path-exclude=/usr/share/${one}/*`);
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const options = [
    '--variant=minbase',
    '--mode=root',
    '--quiet',
    ...without,
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
    '--aptopt=Acquire::Languages "none"',
    `--keyring=${keyring}`,
    ...more.map((one) => `--include=${one}`),
    '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
    release,
    tar,
    `deb ${from} ${release} main`,
  ];
  // The same packages make the same tar, so that BuildKit need not do the rest again.
  await run('mmdebstrap', options, { env: { SOURCE_DATE_EPOCH: '1700000000' } });
}

/** Fetches Node, npm, yarn and uv by their registries' own clients. */
async function fetchPrograms(work: string): Promise<void> {
  const place = join(work, 'fetched');
  mkdirSync(place);
  const npm = onPath('npm');
  if (!npm) throw new Error('no npm on PATH to fetch Node with');
  const { stdout } = await run(npm, ['pack', '--silent', ...Object.values(npmPackages)], { cwd: place });
  const names = stdout.trim().split('\n');
  for (const [index, name] of Object.keys(npmPackages).entries())
    renameSync(join(place, names[index] ?? ''), join(work, `${name}.tgz`));
  const python = onPath('python3');
  if (!python) throw new Error('no python3 on PATH to fetch uv with');
  const wanted = [`uv==${uvVersion}`, '--no-deps', '--only-binary=:all:', '--dest', place, '--quiet'];
  await run(python, ['-m', 'pip', 'download', '--disable-pip-version-check', ...wanted]);
  const wheel = readdirSync(place).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip downloaded no wheel of uv');
  renameSync(join(place, wheel), join(work, 'uv.whl'));
}

/** What a build needs of a Go installation: no tests, no documents. */
async function copyGo(work: string): Promise<void> {
  const go = onPath('go') ?? (existsSync('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : undefined);
  if (!go) throw new Error('no go on PATH, which the image golang is made of');
  const goroot = (await run(go, ['env', 'GOROOT'])).stdout.trim();
  const left = ['test', 'api', 'doc', 'misc', '*_test.go', 'testdata'].map((name) => `--exclude=${name}`);
  mkdirSync(join(work, 'go'));
  const tar = join(work, 'go.tar');
  const kept = ['bin', 'lib', 'pkg', 'src', 'VERSION', 'go.env'].filter((name) =>
    existsSync(join(goroot, name)),
  );
  await run('tar', ['-C', goroot, '--dereference', ...left.slice(4), '-cf', tar, ...kept]);
  await run('tar', ['-C', join(work, 'go'), '-xf', tar]);
  rmSync(tar);
}

async function buildAll(builder: Builder, work: string, address: string, log: Log): Promise<void> {
  const dockerfile = dockerfiles.map((name) => readFileSync(join(sources, name), 'utf8')).join('\n');
  const contexts = { files: join(sources, 'files'), go: join(work, 'go') };
  const waiting = [...standIns];
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const start = Date.now();
      const [tag = '', ...names] = one.images.map((image) => `${address}/${mirrored(image)}`);
      const options = { context: work, dockerfile, tag, target: one.stage, contexts };
      const { compressed } = await builder.pushImage(options, names);
      const size = Math.round(compressed / 1e6);
      log(`stand-ins: ${one.stage} (for ${one.images.join(', ')}), ${size} MB packed, in ${since(start)}`);
    }
  };
  await Promise.all([worker(), worker()]);
}

async function makeAll(folder: string, registryProgram: string, log: Log): Promise<void> {
  const work = `${folder}.work`;
  const draft = `${folder}.draft`;
  for (const old of [work, folder, draft]) rmSync(old, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(draft, { recursive: true });
  const start = Date.now();
  const mirror = await archive();
  const [tools] = await Promise.all([
    buildkit.prepare(log),
    ...(['debian12', 'debian13'] as const).map((name) => makeSystem(name, join(work, `${name}.tar`), mirror)),
    fetchPrograms(work),
    copyGo(work),
  ]);
  if ('missing' in tools) throw new Error(tools.missing);
  log(`stand-ins: Debian 12 and 13 by mmdebstrap, and what else they are made of, in ${since(start)}`);
  const registry = await startRegistry(registryProgram, '', join(draft, 'registry'));
  try {
    const { buildkitd = '', buildctl = '', runc = '' } = tools.paths;
    const builder = await startBuilder({ buildkitd, buildctl, runc, mirror: registry.address });
    try {
      await buildAll(builder, work, registry.address, log);
    } finally {
      await builder.stop();
    }
  } finally {
    await registry.stop();
  }
  rmSync(work, { recursive: true, force: true });
  const lines = standIns.map((one) => `${one.images.join(', ')}: ${one.differs}\n`);
  writeFileSync(join(draft, 'README'), lines.join(''));
  renameSync(draft, folder);
  writeWhole(`${folder}.ok`, '');
}

export const standInImages: Part = {
  name: 'stand-ins',
  gives: ['stand-ins'],
  debian: ['mmdebstrap', 'debian-archive-keyring', 'docker-registry', 'runc'],
  async prepare(log): Promise<Prepared> {
    const folder = cached(`stand-ins-${fingerprint()}`);
    if (existsSync(`${folder}.ok`)) return { paths: { 'stand-ins': folder } };
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { missing: 'mmdebstrap runs as root on Linux only' };
    if (!onPath('mmdebstrap')) return { missing: 'no mmdebstrap on PATH (Debian package mmdebstrap)' };
    const registry = onPath('docker-registry');
    if (!registry) return { missing: 'no docker-registry on PATH (Debian package docker-registry)' };
    return withLock('stand-ins', async (): Promise<Prepared> => {
      if (existsSync(`${folder}.ok`)) return { paths: { 'stand-ins': folder } };
      try {
        await makeAll(folder, registry, log);
        return { paths: { 'stand-ins': folder } };
      } catch (error) {
        writeWhole(`${folder}.log`, String(error));
        return { missing: `the stand-in images could not be made, see ${folder}.log: ${firstLine(error)}` };
      }
    });
  },
};
