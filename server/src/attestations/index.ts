// The front door of attestations: what is attested of an image that was scanned, read where the image was read.
import { type ImageReference, parseImageReference } from '../engine/parse/image-ref.ts';
import { dockerLogins } from '../registry/index.ts';
import type { ImageFactsOfReport, ScanTarget } from '../trivy/index.ts';
import type { Attestations } from './find.ts';
import { attestationsInRegistry } from './in-registry.ts';
import { attestationsInFile } from './layout.ts';

export type { Attestations } from './find.ts';

export interface AttestationSearch {
  /** Contact nothing. */
  readonly offline: boolean;
  /** The user asks for the registry of an image that an engine has. */
  readonly askRegistry: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths, from where no credential helper is run; absent: none is run at all. */
  readonly workspaceFolders?: readonly string[];
  readonly signal: AbortSignal;
}

/** The registry is asked where the image came from it, or where the user wants so. Never throws. */
export async function attestationsOf(
  target: ScanTarget,
  image: ImageFactsOfReport,
  search: AttestationSearch,
): Promise<Attestations> {
  if (target.kind === 'image-file') return attestationsInFile(target.path);
  if (target.kind !== 'image') return { state: 'unknown', reason: 'Only an image has attestations.' };
  const isRemote = target.sources.includes('remote');
  if (search.offline && (isRemote || search.askRegistry))
    return { state: 'unknown', reason: 'The registry was not asked, because nothing may be contacted.' };
  if (!isRemote && !search.askRegistry)
    return {
      state: 'unknown',
      reason: 'The image was taken from a container engine, which does not hand out attestations.',
    };
  const reference = parseImageReference(target.reference);
  if ('error' in reference) return { state: 'unknown', reason: reference.error };
  const pinned = isRemote ? reference : pinnedTo(reference, image);
  const { env, workspaceFolders, signal } = search;
  const helpers = workspaceFolders && { env, workspaceFolders, platform: process.platform };
  return attestationsInRegistry(pinned, { env, logins: dockerLogins(env, helpers), signal });
}

/** The very image that the engine has, where it says its digest: the tag may have moved since. */
function pinnedTo(reference: ImageReference, { digests }: ImageFactsOfReport): ImageReference {
  for (const text of digests) {
    const own = parseImageReference(text);
    if ('error' in own || own.digest === undefined) continue;
    if (own.registry === reference.registry && own.repository === reference.repository) return own;
  }
  return reference;
}
