// Writes a small Debian 12 image as `docker save` does, with nothing but Node: what a scanner reads, and no more.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

/** A file's content by its path in the layer (no leading slash). */
export type Layer = Readonly<Record<string, string>>;

/** An entry of an image's history, as the configuration has it. */
export interface HistoryLine {
  readonly created_by: string;
  readonly comment?: string;
  readonly empty_layer?: true;
}

/** A ustar archive of regular files; modes 0644, owner root, no times. */
export function tar(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const blocks: Buffer[] = [];
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'utf8');
    header.write('0000644\0', 100);
    header.write('0000000\0'.repeat(2), 108);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** One paragraph of dpkg's status file for each package; `source` as in Debian 12. */
function dpkgStatus(packages: readonly (readonly [name: string, source: string, version: string])[]): string {
  return packages
    .map(
      ([name, source, version]) =>
        `Package: ${name}\nStatus: install ok installed\nMaintainer: x <x@example.com>\nArchitecture: amd64\nSource: ${source}\nVersion: ${version}\nDescription: x\n`,
    )
    .join('\n');
}

/** Debian 12 with the packages that the test database knows. */
export const debianLayer: Layer = {
  'etc/os-release':
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  'etc/debian_version': '12.5\n',
  'var/lib/dpkg/status': dpkgStatus([
    ['bash', 'bash', '5.2.15-2+b2'],
    ['zlib1g', 'zlib', '1:1.2.13.dfsg-1'],
    ['perl-base', 'perl', '5.36.0-7'],
    ['tar', 'tar', '1.34+dfsg-1.2'],
    ['gzip', 'gzip', '1.12-1'],
  ]),
};

/** What `pip install flask` leaves behind, for a scanner. */
export const flaskLayer: Layer = {
  'usr/local/lib/python3.12/site-packages/flask-2.0.0.dist-info/METADATA':
    'Metadata-Version: 2.1\nName: Flask\nVersion: 2.0.0\n',
};

/**
 * Writes the image and returns its layers' DiffIDs from the bottom.
 * @param created ISO date of the image's configuration
 * @param history what made the layers; default: a step for each
 */
export function writeImage(
  file: string,
  name: string,
  layers: readonly Layer[],
  created: string,
  history: readonly HistoryLine[] = layers.map((_, index) => ({
    created_by: `RUN step ${index} # buildkit`,
  })),
): readonly string[] {
  const archives = layers.map((layer) => tar(layer));
  const diffIds = archives.map((bytes) => `sha256:${sha256(bytes)}`);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created,
    config: { Cmd: ['bash'], Env: ['PATH=/usr/bin'] },
    history: history.map((entry) => ({ created, ...entry })),
    rootfs: { type: 'layers', diff_ids: diffIds },
  });
  const manifest = [
    {
      Config: `${sha256(config)}.json`,
      RepoTags: [name],
      Layers: archives.map((_, index) => `layer-${index}/layer.tar`),
    },
  ];
  const files: Record<string, string | Buffer> = { [`${sha256(config)}.json`]: config };
  for (const [index, bytes] of archives.entries()) files[`layer-${index}/layer.tar`] = bytes;
  files['manifest.json'] = JSON.stringify(manifest);
  writeFileSync(file, tar(files));
  return diffIds;
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
