// The slim tag of a full image of a language, where it exists.
import type { FactsTable, ImageKey } from './facts.ts';
import { originOf } from './image-mirrors.ts';

/** `3.13-slim` for `3.13`, `22-bookworm-slim` for `22-bookworm`; undefined where no such tag is known. */
export function smallerTag(facts: FactsTable, key: ImageKey): string | undefined {
  const { registry, repository } = originOf(key, () => false);
  const tags = registry === 'docker.io' ? facts.officialTags(repository) : undefined;
  const { tag } = key;
  if (tags === undefined || tag === undefined) return undefined;
  const release = /^(.*?)-?(bullseye|bookworm|trixie)$/.exec(tag);
  const candidates = [
    `${tag}-slim`,
    ...(release ? [`${release[1] === '' ? '' : `${release[1]}-`}slim-${release[2]}`] : []),
  ];
  return candidates.find((candidate) => tags.includes(candidate));
}
