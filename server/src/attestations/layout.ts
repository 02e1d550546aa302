// An OCI image layout on disk, as a folder or as a tar file that is not unpacked, as a source of manifests.
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fields, fields, list } from '../trivy/report-fields.ts';
import {
  type Attestations,
  digestOf,
  findAttestations,
  type Manifest,
  type ManifestSource,
  manifestOf,
} from './find.ts';

/** Bytes of one manifest, and entries of a tar file, that are read. */
const largestManifest = 4 * 1024 * 1024;
const mostEntries = 100_000;

/** Reads a small file of the layout; undefined where there is none. `name` with `/`. */
type Read = (name: string) => Promise<Uint8Array | undefined>;

/** @param path absolute, of a tar file or of the folder of a layout. Never throws. */
export async function attestationsInFile(path: string): Promise<Attestations> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return await inLayout((name) => readPart(join(path, name)));
    const handle = await open(path, 'r');
    try {
      const start = Buffer.alloc(2);
      await handle.read(start, 0, 2, 0);
      if (start[0] === 0x1f && start[1] === 0x8b)
        return unknown('The image file is compressed, so its index was not read.');
      const entries = await tarEntries(handle);
      return await inLayout(async (name) => {
        const entry = entries.get(name);
        if (!entry || entry.size > largestManifest) return undefined;
        const bytes = Buffer.alloc(entry.size);
        await handle.read(bytes, 0, entry.size, entry.at);
        return bytes;
      });
    } finally {
      await handle.close();
    }
  } catch {
    return unknown('The image file could not be read for attestations.');
  }
}

async function readPart(path: string): Promise<Uint8Array | undefined> {
  try {
    const facts = await stat(path);
    return facts.isFile() && facts.size <= largestManifest ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

async function inLayout(read: Read): Promise<Attestations> {
  const index = await read('index.json');
  const top = index && manifestOf(index);
  if (!top) return unknown('The image file has no OCI index, so it cannot hold attestations.');
  const kinds = await findAttestations(sourceOf(read, top.content));
  if (kinds === undefined) return unknown('The image file holds several images, or none.');
  // Docker leaves attestations out where its store does not hold them.
  if (kinds.length === 0 && (await read('manifest.json')))
    return unknown('The image was saved by a container engine, which can leave attestations out.');
  return { state: 'known', kinds, where: 'the image file' };
}

function sourceOf(read: Read, index: Fields): ManifestSource {
  const manifest = async (digest: string): Promise<Manifest | undefined> => {
    const bytes = await read(`blobs/sha256/${digest.slice('sha256:'.length)}`);
    return bytes && manifestOf(bytes, digest);
  };
  const all = list(index['manifests']).slice(0, 200);
  // What has a subject refers to the image, and is not the image.
  const loaded = Promise.all(
    all.map(async (descriptor) => {
      const digest = digestOf(descriptor);
      const found = digest === undefined ? undefined : await manifest(digest);
      return { descriptor, found, subject: digestOf(fields(found?.content['subject'])) };
    }),
  );
  return {
    manifest,
    root: async () => {
      const images = (await loaded).filter(({ found, subject }) => found && subject === undefined);
      if (images.length <= 1) return images[0]?.found;
      // Of several images it is not said which one was meant; manifests alone are those of one image.
      if (images.some(({ found }) => found?.content['manifests'] !== undefined)) return undefined;
      return { digest: '', content: { manifests: images.map(({ descriptor }) => descriptor) } };
    },
    referrers: async (digest) =>
      digest === ''
        ? []
        : (await loaded).flatMap(({ descriptor, subject }) => (subject === digest ? [descriptor] : [])),
  };
}

/** Where the contents of regular files begin, by name. Source: POSIX.1-2001, “ustar Interchange Format”. */
async function tarEntries(handle: FileHandle): Promise<Map<string, { at: number; size: number }>> {
  const entries = new Map<string, { at: number; size: number }>();
  const header = Buffer.alloc(512);
  for (let at = 0, count = 0; count < mostEntries; count++) {
    const { bytesRead } = await handle.read(header, 0, 512, at);
    if (bytesRead < 512 || header[0] === 0) break;
    const octal = header.toString('latin1', 124, 136).replace(/[\0 ].*$/s, '');
    const size = /^[0-7]{1,12}$/.test(octal) ? Number.parseInt(octal, 8) : undefined;
    // Larger sizes are written in another way; nothing behind them can be found then.
    if (size === undefined) break;
    const kind = header[156];
    const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '');
    const prefix = text(345, 500);
    const name = `${prefix === '' ? '' : `${prefix}/`}${text(0, 100)}`.replace(/^\.\//, '');
    if (kind === 0x30 || kind === 0) entries.set(name, { at: at + 512, size });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

function unknown(reason: string): Attestations {
  return { state: 'unknown', reason };
}
