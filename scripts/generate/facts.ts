// Compiles server/data into dist/image-facts.json. The sources stay in the repository until a hover shows them.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { UserFamilies } from '../../server/src/engine/model/base-users.ts';
import type { ClosureData, ClosureTable } from '../../server/src/engine/model/closure.ts';
import type { EndOfLifeData } from '../../server/src/engine/model/end-of-life.ts';
import type { FactsData, FactsEntry } from '../../server/src/engine/model/facts.ts';
import type { CatalogData } from '../../server/src/engine/model/hardened-catalog.ts';
import type { OfficialTagsData } from '../../server/src/engine/model/official-tags.ts';

/** Compressed size above which the build fails: the facts are part of a download. */
export const SIZE_LIMIT = 150_000;

/** Where an entry's facts come from, for hovers and docs. */
export interface FactsSource {
  readonly sources: readonly string[];
  readonly notes?: string;
}

async function read<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`../../server/data/${name}`, import.meta.url), 'utf8')) as T;
}

/** The text of `dist/image-facts.json`. Throws when the data contradicts itself in form or has grown too large. */
export async function compileFacts(): Promise<string> {
  const entries = await read<FactsEntry[]>('image-facts.json');
  const sources = await read<Record<string, FactsSource>>('image-facts-sources.json');
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.id)) throw new Error(`image-facts.json: the id ${entry.id} is there twice.`);
    seen.add(entry.id);
    if (!sources[entry.id]?.sources.length)
      throw new Error(`image-facts-sources.json: ${entry.id} has no source.`);
    if ((entry.repository === undefined) === (entry.repositoryPattern === undefined)) {
      throw new Error(`image-facts.json: ${entry.id} needs a repository or a pattern for it.`);
    }
    new RegExp(entry.tag);
    if (entry.repositoryPattern) new RegExp(entry.repositoryPattern);
  }
  for (const id of Object.keys(sources))
    if (!seen.has(id)) throw new Error(`image-facts-sources.json: no entry ${id}.`);
  const closure = await readClosures();
  const { about, suffixes, profiles, images } = await read<CatalogData>('dhi-catalog.json');
  const official = await read<OfficialTagsData>('official-tags.json');
  const ends = await read<EndOfLifeData>('end-of-life.json');
  const data: FactsData = {
    format: 1,
    entries,
    users: await read<UserFamilies>('base-users.json'),
    catalog: { about: { asOf: about.asOf }, suffixes, profiles, images },
    closure,
    officialTags: { about: { asOf: official.about.asOf }, releases: official.releases, tags: official.tags },
    endOfLife: { about: { asOf: ends.about.asOf }, products: ends.products },
  };
  const text = JSON.stringify(data);
  const size = gzipSync(text, { level: 9 }).length;
  if (size > SIZE_LIMIT)
    throw new Error(`The image facts have grown to ${size} bytes compressed; the limit is ${SIZE_LIMIT}.`);
  return text;
}

/** The closure tables of every distribution, which follow the same programs. */
async function readClosures(): Promise<ClosureData> {
  const files = ['closure.json', 'closure-alpine.json'];
  const parts = await Promise.all(
    files.map((name) => read<ClosureTable & { readonly tools: readonly string[] }>(name)),
  );
  const tools = parts[0]!.tools;
  for (const [index, part] of parts.entries())
    if (part.tools.join() !== tools.join()) throw new Error(`${files[index]} follows other programs.`);
  const tables = parts.map(({ distro, releases, effects, groups }) => ({
    distro,
    releases,
    effects,
    groups,
  }));
  return { tools, tables };
}

/** The text of `dist/image-facts-sources.json`: entry id to sources and notes. */
export async function compileFactsSources(): Promise<string> {
  return JSON.stringify(await read<Record<string, FactsSource>>('image-facts-sources.json'));
}
