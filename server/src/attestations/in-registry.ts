// Attestations of an image that a registry has. The registry is contacted only by the user's act.
import type { ImageReference } from '../engine/parse/image-ref.ts';
import {
  acceptManifests,
  asRegistryError,
  type RegistryAccess,
  RegistryClient,
  RegistryError,
} from '../registry/index.ts';
import { type Fields, fields, list } from '../trivy/report-fields.ts';
import {
  type Attestations,
  findAttestations,
  type Manifest,
  type ManifestSource,
  manifestOf,
} from './find.ts';

/** Never throws. */
export async function attestationsInRegistry(
  image: ImageReference,
  access: RegistryAccess,
): Promise<Attestations> {
  try {
    const kinds = await findAttestations(inRegistry(image, access));
    if (kinds === undefined)
      return { state: 'unknown', reason: `${image.registry} does not have ${image.familiar}.` };
    return { state: 'known', kinds, where: image.registry };
  } catch (error) {
    const { message, advice } = asRegistryError(error);
    const reason = `${image.registry} could not be asked for attestations: ${message}.`;
    return { state: 'unknown', reason: advice === undefined ? reason : `${reason} ${advice}` };
  }
}

function inRegistry(image: ImageReference, access: RegistryAccess): ManifestSource {
  const client = new RegistryClient(image.registry, access);
  const get = async (path: string, isOptional = false) =>
    (await client.read(image.repository, path, { accept: acceptManifests, isOptional }))?.body;
  const read = async (name: string, digest: string | undefined): Promise<Manifest | undefined> => {
    const bytes = await get(`manifests/${name}`);
    const found = bytes && manifestOf(bytes, digest);
    if (bytes && !found) throw new RegistryError('garbage', 'what it answered is not the manifest');
    return found;
  };
  const { digest, tag } = image;
  return {
    root: () => read(digest ?? tag ?? 'latest', digest),
    manifest: (wanted) => read(wanted, wanted),
    // The referrers API, else the tag that stands in for it; and cosign's older tag.
    async referrers(of): Promise<readonly Fields[]> {
      const name = of.replace(':', '-');
      // Registries without the referrers API answer in many ways.
      const answer = (await get(`referrers/${of}`, true)) ?? (await get(`manifests/${name}`));
      const found = list(fields(answer && manifestOf(answer)?.content)['manifests']);
      const cosign = await get(`manifests/${name}.att`);
      const signed = cosign && manifestOf(cosign);
      return [...found, ...list(signed?.content['layers'])];
    },
  };
}
