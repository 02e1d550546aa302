// Images in the form of OCI layouts, with attestations as BuildKit lays them beside the image.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Layer, tar } from '../trivy/docker-tar.ts';
import { debianWith } from './real-images.ts';

export const provenance = 'https://slsa.dev/provenance/v0.2';
export const spdx = 'https://spdx.dev/Document';

export const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  [more: string]: unknown;
}
export interface LayoutOptions {
  readonly layer?: Layer;
  /** The `config` of the image's configuration. */
  readonly config?: object;
  readonly history?: readonly object[];
  /** Predicate types of an attestation manifest beside the image, as BuildKit writes it. */
  readonly attested?: readonly string[];
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';

/** The blobs of an OCI image by digest, and its index, as BuildKit makes them. */
export function ociImage({ layer = debianWith(['zlib1g']), config = {}, history, attested }: LayoutOptions) {
  const blobs = new Map<string, Buffer>();
  const put = (content: Buffer | object, mediaType: string): Descriptor => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    blobs.set(sha256(bytes), bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const archive = tar(layer);
  const own = put(archive, 'application/vnd.oci.image.layer.v1.tar');
  const settings = put(
    {
      architecture: 'amd64',
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(archive)}`] },
      history: history ?? [{ created_by: 'COPY . /' }],
    },
    'application/vnd.oci.image.config.v1+json',
  );
  const image = put(
    { schemaVersion: 2, mediaType: manifestType, config: settings, layers: [own] },
    manifestType,
  );
  const manifests: Descriptor[] = [{ ...image, platform: { architecture: 'amd64', os: 'linux' } }];
  if (attested) {
    const layers = attested.map((type) => ({
      ...put(
        { _type: 'https://in-toto.io/Statement/v0.1', predicateType: type },
        'application/vnd.in-toto+json',
      ),
      annotations: { 'in-toto.io/predicate-type': type },
    }));
    const empty = put({}, 'application/vnd.oci.image.config.v1+json');
    const statement = put({ schemaVersion: 2, mediaType: manifestType, config: empty, layers }, manifestType);
    manifests.push({
      ...statement,
      platform: { architecture: 'unknown', os: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.digest,
      },
    });
  }
  const index = put({ schemaVersion: 2, mediaType: indexType, manifests }, indexType);
  return { blobs, index, image };
}

/** Writes it as a layout in a folder. */
export function putLayout(folder: string, options: LayoutOptions): void {
  const { blobs, index, image } = ociImage(options);
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  for (const [name, bytes] of blobs) writeFileSync(join(folder, 'blobs/sha256', name), bytes);
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const top = options.attested ? index : image;
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
}

/** A manifest of no content that refers to another one, as JSON. */
export function referringManifest(artifactType: string, subject: Descriptor): string {
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: `sha256:${sha256('{}')}`,
    size: 2,
  };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config,
    layers: [],
    subject,
  });
}

/** PUTs something to a registry on loopback. `path`: after `/v2/`. */
export async function putOci(
  address: string,
  path: string,
  body: string | Buffer,
  type: string,
): Promise<void> {
  const answer = await fetch(`http://${address}/v2/${path}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body: new Uint8Array(Buffer.from(body)),
  });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Pushes an image as tag `1`, and returns the descriptor of its manifest. */
export async function pushOci(address: string, name: string, options: LayoutOptions): Promise<Descriptor> {
  const { blobs, index, image } = ociImage(options);
  for (const [digest, bytes] of blobs) {
    const begun = await fetch(`http://${address}/v2/${name}/blobs/uploads/`, { method: 'POST' });
    const url = new URL(begun.headers.get('location')!, `http://${address}`);
    url.searchParams.set('digest', `sha256:${digest}`);
    const path = `${url.pathname.slice('/v2/'.length)}${url.search}`;
    await putOci(address, path, bytes, 'application/octet-stream');
  }
  for (const [digest, bytes] of blobs) {
    const { mediaType } = JSON.parse(bytes.toString().startsWith('{') ? bytes.toString() : '{}');
    if (mediaType !== manifestType) continue;
    await putOci(address, `${name}/manifests/sha256:${digest}`, bytes, manifestType);
  }
  const content = blobs.get(index.digest.slice('sha256:'.length))!;
  await putOci(address, `${name}/manifests/1`, content, indexType);
  return image;
}
