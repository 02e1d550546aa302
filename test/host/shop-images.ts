// The images of the workspace `scan-view`: its base, a later tag of that, and what BuildKit makes of its Dockerfile.
import { join } from 'node:path';
import type { DockerEngine } from '../../scripts/parts/docker.ts';
import { debianLayer, flaskLayer, type HistoryLine, type Layer, writeImage } from '../trivy/docker-tar.ts';

const paragraphs = debianLayer['var/lib/dpkg/status']!.split('\n\n');
const systemOf = (...names: string[]): Layer => ({
  'var/lib/dpkg/status': paragraphs
    .filter((one) => names.some((name) => one.startsWith(`Package: ${name}\n`)))
    .join('\n\n'),
});
const made = (created_by: string, empty = false): HistoryLine => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty ? { empty_layer: true as const } : {}),
});
const ofBase: HistoryLine = { created_by: '# debian.sh', comment: 'debuerreotype' };

/** Writes the images into `place` and loads them. */
export async function loadShop(engine: DockerEngine, place: string): Promise<void> {
  // Not before the workspace was made, or they would be older than its Dockerfile.
  const created = new Date().toISOString();
  const load = async (name: string, layers: readonly Layer[], history: readonly HistoryLine[]) => {
    const tar = join(place, `${name.replace(/\W/g, '-')}.tar`);
    writeImage(tar, name, layers, created, history);
    await engine.load(tar);
  };
  const base = { ...debianLayer, ...systemOf('bash', 'zlib1g', 'gzip') };
  await load('python:3.12-slim', [base], [ofBase]);
  // A stand-in for a later tag, with less in it.
  await load('python:3.12.8-slim', [{ ...debianLayer, ...systemOf('gzip') }], [ofBase]);
  // As BuildKit makes it of the workspace's Dockerfile.
  const layers: Layer[] = [
    base,
    { 'app/.keep': '' },
    systemOf('bash', 'zlib1g', 'gzip', 'perl-base', 'tar'),
    { 'app/requirements.txt': 'Flask==2.0.0\n' },
    flaskLayer,
    { 'app/app.py': '', 'app/deploy.env': `aws_access_key_id=AKIA${'QZ7XMPLE5TRW2KLD'}\n` },
  ];
  await load('shop/web:1', layers, [
    ofBase,
    made('WORKDIR /app'),
    made(
      'RUN /bin/sh -c apt-get update  && apt-get install -y --no-install-recommends perl-base tar  && rm -rf /var/lib/apt/lists/* # buildkit',
    ),
    made('COPY requirements.txt . # buildkit'),
    made('RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit'),
    made('COPY . . # buildkit'),
    made('USER 65532', true),
    made('CMD ["python" "app.py"]', true),
  ]);
}
