// Facts that come on top of the published table: the project's own, and what a scan of an image showed.
import { parseImageReference } from '../parse/image-ref.ts';
import type { FactsTable, ImageFacts, ImageKey } from './facts.ts';

/** Facts about an image of one's own, or about what a scan found in one. */
export interface KnownImage {
  /** A reference as in FROM; without a tag and a digest it stands for every tag: `registry.example.com/base/python:3.12`. */
  readonly image: string;
  /** A published image it is built on; what the table says of that one holds for this one too. */
  readonly like?: string;
  /** Replaces what the table says of the same attribute; `tools` is merged name by name. */
  readonly facts: Partial<Omit<ImageFacts, 'id'>>;
}

/** The table with these images on top of it; later entries win. A reference that is none is left out. */
export function withKnownImages(table: FactsTable, images: readonly KnownImage[]): FactsTable {
  if (images.length === 0) return table;
  const known = images.flatMap(({ image, like, facts }) => {
    const key = parseImageReference(image);
    const base = like === undefined ? undefined : parseImageReference(like);
    if ('error' in key) return [];
    return [{ key, facts, image, base: base && !('error' in base) ? table.lookup(base) : undefined }];
  });
  const made = new Map<string, ImageFacts | undefined>();
  return {
    ...table,
    lookup(ref) {
      const name = `${ref.registry}/${ref.repository}:${ref.tag ?? ''}@${ref.digest ?? ''}`;
      if (made.has(name)) return made.get(name);
      let facts = table.lookup(ref);
      for (const { key, facts: own, image, base } of known) {
        if (!standsFor(key, ref)) continue;
        if (base) facts = { ...base, id: image };
        facts = over(facts ?? { id: image, confidence: 'verified', tools: {} }, own);
      }
      // Only hostile files name so many images.
      if (made.size > 500) made.clear();
      made.set(name, facts);
      return facts;
    },
  };
}

/** What is said anew has the confidence of who says it; the rest keeps its own. */
function over(facts: ImageFacts, { confidence, evidence, tools, ...own }: KnownImage['facts']): ImageFacts {
  const said = confidence ?? 'documented';
  const names = [...Object.keys(own), ...Object.keys(tools ?? {}).map((name) => `tools.${name}`)];
  return {
    ...facts,
    ...own,
    tools: { ...facts.tools, ...tools },
    evidence: { ...facts.evidence, ...Object.fromEntries(names.map((name) => [name, said])), ...evidence },
  };
}

function standsFor(key: ImageKey, ref: ImageKey): boolean {
  if (key.registry !== ref.registry || key.repository !== ref.repository) return false;
  if (key.digest !== undefined) return key.digest === ref.digest;
  return key.tag === undefined || key.tag === (ref.tag ?? (ref.digest === undefined ? 'latest' : undefined));
}
