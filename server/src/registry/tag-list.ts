// The tags of a repository, page by page, up to a bound.
import { fields } from '../trivy/report-fields.ts';
import type { RegistryClient } from './client.ts';
import { RegistryError } from './registry-error.ts';

const pageSize = 1000;
const mostPages = 40;
const mostTags = 40_000;

export interface TagList {
  readonly tags: readonly string[];
  /** There are more than are read. */
  readonly isCut: boolean;
}

/** @throws RegistryError */
export async function tagList(client: RegistryClient, repository: string): Promise<TagList> {
  const tags = new Set<string>();
  let query: string | undefined = `?n=${pageSize}`;
  for (let page = 0; query !== undefined; page++) {
    if (page >= mostPages || tags.size >= mostTags) return { tags: [...tags], isCut: true };
    const answer = await client.read(repository, `tags/list${query}`);
    if (!answer) throw new RegistryError('not-found', 'it does not have it', 'Check the name.');
    const before = tags.size;
    for (const tag of tagsIn(answer.body)) if (tags.size < mostTags) tags.add(tag);
    // A page that brings nothing new would be followed without an end.
    query = tags.size > before ? nextQuery(answer.headers['link'], repository) : undefined;
  }
  return { tags: [...tags], isCut: false };
}

function tagsIn(body: Uint8Array): string[] {
  let tags: unknown;
  try {
    tags = fields(JSON.parse(Buffer.from(body).toString('utf8')))['tags'];
  } catch {
    throw new RegistryError('garbage', 'what it answered is no list of tags');
  }
  if (tags === null) return [];
  if (!Array.isArray(tags)) throw new RegistryError('garbage', 'what it answered is no list of tags');
  return tags.filter((tag): tag is string => typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag));
}

/** Only where the next page goes on is taken from the answer, never an address. */
function nextQuery(link: string | string[] | undefined, repository: string): string | undefined {
  const target = /^\s*<([^<>]{1,4000})>\s*;\s*rel="?next"?/.exec(
    Array.isArray(link) ? link.join() : (link ?? ''),
  )?.[1];
  if (target === undefined || !URL.canParse(target, 'https://registry.invalid')) return undefined;
  const url = new URL(target, 'https://registry.invalid');
  return url.pathname.endsWith(`/${repository}/tags/list`) ? url.search : undefined;
}
