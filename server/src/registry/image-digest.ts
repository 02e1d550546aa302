// The digest that a tag has in its registry: of the index where the image has several platforms.
import { createHash } from 'node:crypto';
import type { ImageReference } from '../engine/parse/image-ref.ts';
import { type Fields, fields, isFields, list } from '../trivy/report-fields.ts';
import type { RegistryClient } from './client.ts';
import { acceptManifests } from './manifest-types.ts';
import { RegistryError } from './registry-error.ts';

export interface ImageDigest {
  /** `sha256:…` */
  readonly digest: string;
  /** `linux/amd64`, `linux/arm64/v8`; empty for an image of one platform, undefined where the manifest was not read. */
  readonly platforms?: readonly string[];
}

const mostPlatforms = 200;

/**
 * Asks for the digest of the reference's tag (`latest` where it has none); its own digest is not looked at.
 * @param isRead the manifest is read too, and its bytes must have the digest: for what is written into a file
 * @throws RegistryError, `not-found` where the registry has no such tag
 */
export async function imageDigest(
  client: RegistryClient,
  { repository, tag = 'latest' }: Pick<ImageReference, 'repository' | 'tag'>,
  isRead: boolean,
): Promise<ImageDigest> {
  // Registries count the reading of a manifest as a pull, and not this.
  const head = await client.read(repository, `manifests/${tag}`, {
    method: 'HEAD',
    accept: acceptManifests,
    isOptional: true,
  });
  const named = digestIn(head?.headers['docker-content-digest']);
  if (named !== undefined && !isRead) return { digest: named };
  const answer = await client.read(repository, `manifests/${named ?? tag}`, { accept: acceptManifests });
  if (!answer && named !== undefined) throw wrong('it names a digest that it does not have');
  if (!answer) throw new RegistryError('not-found', 'it does not have it', 'Check the name and the tag.');
  const said = digestIn(answer.headers['docker-content-digest']);
  const algorithm = (named ?? said ?? 'sha256:').split(':')[0]!;
  const own = `${algorithm}:${createHash(algorithm).update(answer.body).digest('hex')}`;
  if ((named ?? own) !== own || (said ?? own) !== own)
    throw wrong('the digest that it names is not that of its manifest');
  const content = contentOf(answer.body);
  if (!content) throw wrong('what it answered is not the manifest');
  if (content['schemaVersion'] !== 2)
    throw wrong('it has the image only in a format that has no digest of its own (schema 1)');
  return { digest: own, platforms: platformsOf(content) };
}

function wrong(clause: string): RegistryError {
  return new RegistryError('garbage', clause);
}

function digestIn(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/.test(header)
    ? header
    : undefined;
}

/** An image's manifest or an index; undefined for anything else. */
function contentOf(body: Uint8Array): Fields | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (!isFields(content)) return undefined;
    const isKnown = Array.isArray(content['manifests']) || Array.isArray(content['layers']);
    return isKnown || content['schemaVersion'] === 1 ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Attestations stand among the platforms as `unknown/unknown`. */
function platformsOf(content: Fields): string[] {
  return list(content['manifests'])
    .slice(0, mostPlatforms)
    .flatMap((one) => {
      const { os, architecture, variant } = fields(one['platform']);
      const words = [os, architecture, variant].filter(
        (word) => typeof word === 'string' && /^[\w.]{1,40}$/.test(word),
      );
      return words.length < 2 || os === 'unknown' ? [] : [words.join('/')];
    });
}
