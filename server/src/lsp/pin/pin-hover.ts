// What a registry said of a base image's digest, for the hover on its name.
import type { KnownImageDigest } from '../../engine/index.ts';
import type { Stage } from '../../engine/model/model.ts';
import { taggedName } from '../../registry/index.ts';
import { code, plain } from '../markdown.ts';

/** Undefined where nothing is known. */
export function digestMarkdown(
  { base }: Stage,
  digests: Readonly<Record<string, KnownImageDigest>>,
): string | undefined {
  if (base.kind !== 'image') return undefined;
  const { reference } = base;
  if (reference.digest !== undefined && reference.tag === undefined) return undefined;
  const known = digests[taggedName(reference)];
  if (!known) return undefined;
  const day = known.at.slice(0, 10);
  if (reference.digest === known.digest)
    return `The tag had this digest when ${plain(reference.registry)} was asked on ${day}.`;
  const now = `Digest of the tag: ${code(known.digest)}, as ${plain(reference.registry)} answered on ${day}`;
  return reference.digest === undefined ? `${now}.` : `${now}. **It is another one than the digest here.**`;
}
