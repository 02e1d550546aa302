// Finds provenance and SBOM attestations of an image: in its index (BuildKit), and among what refers to it (OCI referrers, cosign).
import { createHash } from 'node:crypto';
import type { AttestationKind } from '../settings/policy-shape.ts';
import { type Fields, fields, isFields, list } from '../trivy/report-fields.ts';
import { kindOf, predicateAnnotations } from './kinds.ts';

/** Where manifests are read from: a layout on disk, an archive, a registry. Answers are hostile. */
export interface ManifestSource {
  /** The manifest or index that the image is known by; undefined: there is none. */
  root(): Promise<Manifest | undefined>;
  manifest(digest: string): Promise<Manifest | undefined>;
  /** Descriptors of what refers to a manifest. */
  referrers(digest: string): Promise<readonly Fields[]>;
}

export interface Manifest {
  /** `sha256:…` */
  readonly digest: string;
  readonly content: Fields;
}

export type Attestations =
  /** What each of the image's platforms has, and where it was read. */
  | { readonly state: 'known'; readonly kinds: readonly AttestationKind[]; readonly where: string }
  /** A whole sentence. */
  | { readonly state: 'unknown'; readonly reason: string };

/** Platforms, and attestations of one, that are looked at. */
const mostManifests = 50;

/** The kinds that every platform of the image has. Throws what the source throws. */
export async function findAttestations(
  source: ManifestSource,
): Promise<readonly AttestationKind[] | undefined> {
  const root = await source.root();
  if (!root) return undefined;
  const children = list(root.content['manifests']).slice(0, mostManifests);
  const attesting = children.filter(isAttestation);
  const platforms = children.filter((one) => !isAttestation(one) && digestOf(one) !== undefined);
  const shared = await referring(source, root.digest);
  if (platforms.length === 0) return [...shared];
  const all = await Promise.all(
    platforms.map(async (platform) => {
      const digest = digestOf(platform)!;
      const own = attesting.filter(
        (one) => fields(one['annotations'])['vnd.docker.reference.digest'] === digest,
      );
      const kinds = await Promise.all(own.map((one) => kindsIn(source, digestOf(one))));
      return new Set([...kinds.flat(), ...(await referring(source, digest)), ...shared]);
    }),
  );
  return (['provenance', 'sbom'] as const).filter((kind) => all.every((kinds) => kinds.has(kind)));
}

function isAttestation(descriptor: Fields): boolean {
  return fields(descriptor['annotations'])['vnd.docker.reference.type'] === 'attestation-manifest';
}

async function referring(source: ManifestSource, digest: string): Promise<Set<AttestationKind>> {
  const found = new Set<AttestationKind>();
  for (const descriptor of (await source.referrers(digest)).slice(0, mostManifests)) {
    const known = ownKinds(descriptor);
    // A bundle or an in-toto statement says what it is of in its own manifest.
    for (const kind of known.length > 0 ? known : await kindsIn(source, digestOf(descriptor)))
      found.add(kind);
  }
  return found;
}

async function kindsIn(
  source: ManifestSource,
  digest: string | undefined,
): Promise<readonly AttestationKind[]> {
  const manifest = digest === undefined ? undefined : await source.manifest(digest);
  if (!manifest) return [];
  const layers = list(manifest.content['layers']).slice(0, mostManifests);
  return [manifest.content, ...layers].flatMap(ownKinds);
}

/** What a descriptor or a manifest says of itself. */
function ownKinds(one: Fields): readonly AttestationKind[] {
  const annotations = fields(one['annotations']);
  const types = [
    one['artifactType'],
    one['mediaType'],
    fields(one['config'])['mediaType'],
    ...predicateAnnotations.map((key) => annotations[key]),
  ];
  return types.flatMap((type) => kindOf(type) ?? []);
}

/** The digest of a descriptor, where it is one. */
export function digestOf(descriptor: Fields): string | undefined {
  const digest = descriptor['digest'];
  return typeof digest === 'string' && /^sha256:[a-f0-9]{64}$/.test(digest) ? digest : undefined;
}

/** A manifest from its bytes; undefined where they are not JSON, or not those of `digest`. */
export function manifestOf(bytes: Uint8Array, digest?: string): Manifest | undefined {
  const own = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (digest !== undefined && digest !== own) return undefined;
  try {
    const content: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isFields(content) ? { digest: own, content } : undefined;
  } catch {
    return undefined;
  }
}
