// Facts for an organisation's copies of the Docker Hardened Images, where the project's settings say how they are named.
import { parseImageReference } from '../parse/image-ref.ts';
import type { FactsTable, ImageKey } from './facts.ts';
import { HARDENED, limited } from './image-mirrors.ts';

/**
 * The table that also knows the images of a mirror.
 * @param prefix what stands before an image's name: `acme/dhi-`, `registry.example.com/dhi/`; one that cannot stand there adds nothing
 */
export function withHardenedMirror(table: FactsTable, prefix: string): FactsTable {
  const named = parseImageReference(`${prefix}x`);
  if ('error' in named) return table;
  const before = named.repository.slice(0, -1);
  const original = ({ registry, repository, ...rest }: ImageKey): ImageKey | undefined => {
    if (registry !== named.registry || !repository.startsWith(before)) return undefined;
    const image = repository.slice(before.length);
    return table.hardenedTags(image) ? { ...rest, registry: HARDENED, repository: image } : undefined;
  };
  return {
    ...table,
    lookup(ref) {
      const copied = original(ref);
      if (!copied) return table.lookup(ref);
      const facts = table.lookup(copied);
      return facts && limited(facts, 'documented');
    },
    exists(ref) {
      const copied = original(ref);
      if (!copied) return table.exists(ref);
      // A mirror can hold tags that the public catalogue has not (FIPS, STIG, extended support).
      return table.exists(copied) || undefined;
    },
  };
}
