// Provenance and SBOM attestations: in OCI layouts, and in a real registry that a real BuildKit has pushed to.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Builder, type Registry, startBuilder, startRegistry } from '../../scripts/parts/builder.ts';
import { type Daemon, startDaemon } from '../../scripts/parts/daemon.ts';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { startOciRegistry } from '../../scripts/parts/oci-registry.ts';
import { freePort } from '../../scripts/parts/port.ts';
import {
  indexType,
  type LayoutOptions,
  manifestType,
  provenance,
  pushOci,
  putLayout,
  putOci,
  referringManifest,
  sha256,
  spdx,
} from '../cli/oci-images.ts';
import { debianWith, putImage } from '../cli/real-images.ts';
import { plimsoll } from '../cli/run-cli.ts';
import { hasParts, requirePart } from '../part.ts';
import { tar, writeImage } from './docker-tar.ts';
import { temporaryDirectory } from './parts.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const place = temporaryDirectory();

/** The judgement on attestations. Without an engine at hand an image is taken from its registry. */
function attested(image: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const flags = ['--trivy', trivy, '--cache-dir', cache, '--format', 'json', ...args];
  const run = plimsoll(['policy', image, ...flags], {
    cwd: place,
    env: { DOCKER_HOST: 'unix:///nowhere.sock', HOME: place, ...env },
  });
  expect(run.err).toBe('');
  const value = JSON.parse(run.out) as { policies: { id: string; status: string; reason: string }[] };
  const { status, reason } = value.policies.find(({ id }) => id === 'attestations')!;
  return `${status}: ${reason}`;
}

/** A layout as the tar file that `docker save` writes of one: with Docker's own list of what is in it. */
function packed(folder: string, file: string): void {
  const blob = (digest: string) => `blobs/sha256/${digest.slice('sha256:'.length)}`;
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  let image = read(blob(read('index.json').manifests[0].digest));
  if (image.manifests) image = read(blob(image.manifests[0].digest));
  const layers = image.layers.map(({ digest }: { digest: string }) => blob(digest));
  const list = [{ Config: blob(image.config.digest), RepoTags: ['example/app:1'], Layers: layers }];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(list));
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  writeFileSync(
    file,
    tar(Object.fromEntries(files.map((path) => [relative(folder, path), readFileSync(path)]))),
  );
}

describe('an OCI layout', () => {
  const both = 'pass: the image file has provenance and an SBOM for it.';
  const unsure = 'not known: The image was saved by a container engine, which can leave attestations out.';
  test.each<[string, readonly string[] | undefined, string]>([
    ['both', [provenance, spdx], both],
    ['newer provenance, CycloneDX', ['https://slsa.dev/provenance/v1', 'https://cyclonedx.org/bom'], both],
    ['provenance alone', [provenance], 'fail: the image file has no SBOM for it.'],
    [
      'something else',
      ['https://example.com/x'],
      'fail: the image file has no provenance and no SBOM for it.',
    ],
    ['nothing', undefined, 'fail: the image file has no provenance and no SBOM for it.'],
  ])('with %s, as a folder and as docker save writes it', (name, types, expected) => {
    const folder = join(place, name.replace(/\W/g, '-'));
    putLayout(folder, types ? { attested: types } : {});
    expect(attested(folder, ['--offline'])).toBe(expected);
    packed(folder, `${folder}.tar`);
    // An engine may have left them out, so that nothing is no proof.
    const saved = types === undefined || name === 'something else' ? unsure : expected;
    expect(attested(`${folder}.tar`, ['--offline'])).toBe(saved);
  });

  test('one that names what refers to the image', () => {
    const folder = join(place, 'referred');
    putLayout(folder, { attested: [provenance] });
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
    const manifest = referringManifest('application/spdx+json', index.manifests[0]);
    const digest = sha256(manifest);
    writeFileSync(join(folder, 'blobs/sha256', digest), manifest);
    index.manifests.push({ mediaType: manifestType, digest: `sha256:${digest}`, size: manifest.length });
    // The index of a layout lists them beside the image.

    writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
    expect(attested(folder, ['--offline'])).toBe(both);
  });

  test('what docker save wrote cannot tell', () => {
    putImage(place, 'saved.tar', [debianWith(['zlib1g'])]);
    expect(attested('saved.tar', ['--offline'])).toBe(
      'not known: The image file has no OCI index, so it cannot hold attestations.',
    );
  });

  test.each([
    ['no JSON', 'x'],
    ['nothing in it', '{"manifests":[]}'],
    ['two images', JSON.stringify({ manifests: [1, 2].map(() => ({ mediaType: indexType, digest: 'x' })) })],
  ])('an index with %s: no crash', (_, index) => {
    const folder = join(place, 'broken');
    putLayout(folder, { attested: [provenance] });
    writeFileSync(join(folder, 'index.json'), index);
    const run = plimsoll(['policy', folder, '--trivy', trivy, '--cache-dir', cache, '--offline'], {
      cwd: place,
    });
    expect(run).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not an image that Trivy can read'),
    });
  });
});

describe('a registry', () => {
  const program = requirePart('docker-registry');
  const skopeo = requirePart('skopeo');
  let registry: Registry;

  beforeAll(async () => {
    if (hasParts('docker-registry', 'skopeo')) registry = await startRegistry(program, skopeo);
  }, 60_000);
  afterAll(() => registry?.stop());

  const push = (name: string, options: LayoutOptions) => pushOci(registry.address, name, options);

  test('attestations in the image’s index', async () => {
    await push('example/both', { attested: [provenance, spdx] });
    expect(attested(`${registry.address}/example/both:1`)).toBe(
      `pass: ${registry.address} has provenance and an SBOM for it.`,
    );
    await push('example/none', {});
    expect(attested(`${registry.address}/example/none:1`)).toBe(
      `fail: ${registry.address} has no provenance and no SBOM for it.`,
    );
  });

  test('what refers to the image, by the tag that stands in for the referrers API', async () => {
    const name = 'example/referred';
    const image = await push(name, { attested: [provenance] });
    const sbom = referringManifest('application/vnd.cyclonedx+json', image);
    const index = {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [
        {
          mediaType: manifestType,
          digest: `sha256:${sha256(sbom)}`,
          size: sbom.length,
          artifactType: 'application/vnd.cyclonedx+json',
        },
      ],
    };
    const put = (tag: string, body: string, type: string) =>
      putOci(registry.address, `${name}/manifests/${tag}`, body, type);
    await put(`sha256:${sha256(sbom)}`, sbom, manifestType);
    await put(image.digest.replace(':', '-'), JSON.stringify(index), indexType);
    expect(attested(`${registry.address}/${name}:1`)).toBe(
      `pass: ${registry.address} has provenance and an SBOM for it.`,
    );
  });

  describe('and a container engine', () => {
    const dockerd = requirePart('dockerd');
    const docker = requirePart('docker');
    let engine: DockerEngine | undefined;

    beforeAll(async () => {
      if (hasParts('dockerd', 'docker', 'docker-registry')) engine = await startDockerEngine(dockerd, docker);
    }, 60_000);
    afterAll(() => engine?.stop());

    test('a registry that answers wrongly: not known, and why', async () => {
      const port = String(await freePort());
      const address = `127.0.0.1:${port}`;
      const answers = async () => (await fetch(`http://${address}/v2/`)).status === 404;
      const script = join(import.meta.dirname, 'fault-registry.mjs');
      const faulty = await startDaemon(process.execPath, [script, port], answers);
      try {
        for (const [fault, reason] of [
          ['garbage', 'what it answered is not the manifest'],
          ['endless', 'its answer is larger than 4 MiB'],
          ['login', 'its login is not over https'],
          ['error', 'it answered with status 500'],
          ['cut', 'the connection failed'],
          ['missing', 'does not have'],
        ] as const) {
          const name = `${address}/example/${fault}:1`;
          const file = join(place, 'fault.tar');
          writeImage(file, name, [debianWith(['zlib1g'])], '2026-03-04T05:06:07Z');
          await engine!.load(file);
          const judged = attested(name, ['--registry'], { DOCKER_HOST: engine!.host });
          expect(judged).toMatch(/^not known: /);
          expect(judged).toContain(reason);
        }
      } finally {
        await faulty.stop();
      }
    }, 60_000);

    test('an image that the engine has: its registry is asked only when the user says so', async () => {
      await push('example/local', { attested: [provenance, spdx] });
      const name = `${registry.address}/example/local:1`;
      const file = join(place, 'local.tar');
      writeImage(file, name, [debianWith(['zlib1g'])], '2026-03-04T05:06:07Z');
      await engine!.load(file);
      const env = { DOCKER_HOST: engine!.host };
      expect(attested(name, [], env)).toBe(
        'not known: The image was taken from a container engine, which does not hand out attestations.',
      );
      expect(attested(name, ['--registry'], env)).toMatch(/^pass: /);
      expect(attested(name, ['--registry', '--offline'], env)).toMatch(
        /^not known: The registry was not asked/,
      );
    });
  });

  describe('and BuildKit', () => {
    const paths = {
      buildkitd: requirePart('buildkitd'),
      buildctl: requirePart('buildctl'),
      runc: requirePart('runc'),
    };
    let builder: Builder | undefined;

    beforeAll(async () => {
      if (hasParts('buildkitd', 'buildctl', 'runc', 'docker-registry'))
        builder = await startBuilder({ ...paths, mirror: registry.address });
    }, 60_000);
    afterAll(() => builder?.stop());

    test('the provenance that it attests', async () => {
      const context = join(place, 'context');
      mkdirSync(context, { recursive: true });
      writeFileSync(join(context, 'app'), 'x');
      const tag = `${registry.address}/example/built:1`;
      const options = { context, dockerfile: 'FROM scratch\nCOPY app /app\nUSER 65532\n', tag };
      await builder!
        .pushImage({ ...options, args: ['--opt', 'attest:provenance=mode=max'] })
        .catch((error: Error) => {
          // The size of what was pushed is asked of a manifest, and this is an index.
          if (!error.message.startsWith('the registry has no manifest')) throw error;
        });
      expect(attested(tag)).toBe(`fail: ${registry.address} has no SBOM for it.`);
    });
  });
});

describe('a registry with the referrers API', () => {
  const program = requirePart('oci-registry');
  let registry: Awaited<ReturnType<typeof startOciRegistry>> | undefined;
  let front: Daemon | undefined;
  let guarded = '';

  beforeAll(async () => {
    if (!hasParts('oci-registry')) return;
    registry = await startOciRegistry(program);
    const port = String(await freePort());
    guarded = `127.0.0.1:${port}`;
    const script = join(import.meta.dirname, 'token-registry.mjs');
    const answers = async () => (await fetch(`http://${guarded}/v2/`)).status === 401;
    front = await startDaemon(process.execPath, [script, port, registry.address], answers);
  }, 60_000);
  afterAll(async () => {
    await front?.stop();
    await registry?.stop();
  });

  test('one that asks for a login: Docker’s is used, and the password goes nowhere else', async () => {
    await pushOci(registry!.address, 'example/private', { attested: [provenance, spdx] });
    const folder = join(place, 'docker-config');
    mkdirSync(folder, { recursive: true });
    const auth = Buffer.from('alice:s3cret').toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [guarded]: { auth } } }));
    const judged = attested(`${guarded}/example/private:1`, [], { DOCKER_CONFIG: folder });
    expect(judged).toBe(`pass: ${guarded} has provenance and an SBOM for it.`);
    expect(front!.output()).not.toContain('leak');
  });

  test('what refers to the image, and nothing else', async () => {
    const { address } = registry!;
    const name = 'example/referred';
    const image = await pushOci(address, name, { attested: [provenance] });
    const refer = async (type: string) => {
      const manifest = referringManifest(type, image);
      await putOci(address, `${name}/manifests/sha256:${sha256(manifest)}`, manifest, manifestType);
    };
    await refer('application/vnd.example.signature');
    expect(attested(`${address}/${name}:1`)).toBe(`fail: ${address} has no SBOM for it.`);
    await refer('application/spdx+json');
    expect(attested(`${address}/${name}:1`)).toBe(`pass: ${address} has provenance and an SBOM for it.`);
  });
});
