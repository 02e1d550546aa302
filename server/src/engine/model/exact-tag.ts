// The tag that names the version which a moving tag of an official image means now.
import type { FactsTable, ImageKey } from './facts.ts';
import { originOf } from './image-mirrors.ts';
import { compareVersions } from './official-tags.ts';

/** Images whose `latest` is the highest version, and how many of its numbers make a line that only gets fixes. */
const lines: Readonly<Record<string, 1 | 2>> = {
  'library/python': 2,
  'library/node': 2,
  'library/golang': 2,
  'library/ruby': 2,
  'library/rust': 2,
  'library/php': 2,
  'library/alpine': 2,
  'library/nginx': 2,
  'library/redis': 2,
  'library/httpd': 2,
  'library/debian': 1,
};

/** `3.14-slim` for `slim`, `22.23-alpine` for `22-alpine`; undefined where it is not known. */
export function exactTag(facts: FactsTable, key: ImageKey): string | undefined {
  const { registry, repository } = originOf(key, () => false);
  const numbers = Object.hasOwn(lines, repository) ? lines[repository] : undefined;
  const tags = registry === 'docker.io' ? facts.officialTags(repository) : undefined;
  if (numbers === undefined || tags === undefined) return undefined;
  const tag = key.tag ?? 'latest';
  const [, major, rest = ''] = /^(\d{1,4})?(?:-|$)?(.*)$/s.exec(tag === 'latest' ? '' : tag) ?? [];
  // The tag has to be one of today, and not a name of something else: `lts`, `stable`, `trixie`.
  if (tag !== 'latest' && !tags.includes(tag)) return undefined;
  if (!/^((slim|apache|fpm|cli)(-(bookworm|trixie))?|alpine(\d\.\d+)?)?$/.test(rest)) return undefined;
  const ending = rest === '' ? '' : `-${rest}`;
  const found = tags
    .filter(
      (other) => other.endsWith(ending) && /^\d+(\.\d+)*$/.test(other.slice(0, other.length - ending.length)),
    )
    .map((other) => ({
      tag: other,
      version: other
        .slice(0, other.length - ending.length)
        .split('.')
        .map(Number),
    }))
    .filter(
      ({ version }) => version.length === numbers && (major === undefined || version[0] === Number(major)),
    )
    .sort((one, other) => compareVersions(other.version, one.version));
  return found[0]?.tag;
}
