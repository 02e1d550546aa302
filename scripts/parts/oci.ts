// Writes an image as an OCI folder from layer tars, with no engine: Trivy and skopeo read it as it is.
import { createHash } from 'node:crypto';
import { createReadStream, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OciConfig {
  Env?: readonly string[];
  Cmd?: readonly string[];
  Entrypoint?: readonly string[];
  User?: string;
  WorkingDir?: string;
  ExposedPorts?: Record<string, object>;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** The architecture as images name it. */
export const imageArchitecture = process.arch === 'x64' ? 'amd64' : process.arch;

/**
 * Makes the OCI folder `folder` with one image, tagged `latest`, from uncompressed layer tars (bottom first).
 * The tars are moved into it. `history` gives each layer's created_by.
 */
export async function writeOciImage(
  folder: string,
  layers: readonly string[],
  config: OciConfig,
  history: readonly string[] = [],
): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const text = (value: unknown, mediaType: string) => {
    const body = Buffer.from(JSON.stringify(value));
    const digest = createHash('sha256').update(body).digest('hex');
    writeFileSync(join(blobs, digest), body);
    return { mediaType, digest: `sha256:${digest}`, size: body.length };
  };
  const descriptors: { mediaType: string; digest: string; size: number }[] = [];
  for (const layer of layers) {
    const digest = await sha256(layer);
    const blob = join(blobs, digest);
    rmSync(blob, { force: true });
    linkSync(layer, blob);
    rmSync(layer);
    descriptors.push({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: `sha256:${digest}`,
      size: statSync(blob).size,
    });
  }
  const created = '2026-01-01T00:00:00Z';
  const image = {
    created,
    architecture: imageArchitecture,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: descriptors.map((one) => one.digest) },
    history: layers.map((_, index) => ({ created, created_by: history[index] ?? 'a stand-in for tests' })),
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: text(image, 'application/vnd.oci.image.config.v1+json'),
    layers: descriptors,
  };
  const entry = {
    ...text(manifest, manifest.mediaType),
    annotations: { 'org.opencontainers.image.ref.name': 'latest' },
    platform: { architecture: imageArchitecture, os: 'linux' },
  };
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [entry],
  };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
