// Which hardened image stands for an image of the file: the runtime variant to ship, the dev variant to build in.
import type { FactsTable, ImageFacts, ImageKey } from '../model/facts.ts';
import { hardenedTwin } from '../model/hardened-twin.ts';
import { HARDENED, originOf } from '../model/image-mirrors.ts';
import type { Found, RuntimeImages } from './plan.ts';

/** How a tag of the catalogue begins for an image that builds: `3.9-jdk21` for maven:3.9-eclipse-temurin-21. */
interface Head {
  readonly image: string;
  readonly version: string;
  /** `-dev` nearly always; the SDK of .NET is `-sdk` and has none. */
  readonly ending: '-dev' | '';
}

const codenames: Readonly<Record<string, string>> = { '12': 'bookworm', '13': 'trixie' };

function headOf(key: ImageKey, facts: ImageFacts | undefined): Head | undefined {
  const { registry, repository } = originOf(key, () => false);
  const tag = key.tag ?? '';
  const number = /^v?(\d+(?:\.\d+){0,3})(?=-|$)/.exec(tag)?.[1];
  const name = `${registry}/${repository}`;
  const jdk = /-(?:jdk|eclipse-temurin|amazoncorretto|openjdk|sapmachine)-?(\d+)/.exec(tag)?.[1];
  switch (name) {
    case 'docker.io/library/python':
    case 'docker.io/library/node':
    case 'docker.io/library/golang':
    case 'docker.io/library/rust':
    case 'docker.io/library/ruby':
    case 'docker.io/library/php':
      return number
        ? { image: repository.slice('library/'.length), version: number, ending: '-dev' }
        : undefined;
    case 'docker.io/library/eclipse-temurin': {
      const major = /^(\d+)/.exec(tag)?.[1];
      return major ? { image: 'eclipse-temurin', version: `${major}-jdk`, ending: '-dev' } : undefined;
    }
    case 'docker.io/library/maven':
    case 'docker.io/library/gradle':
      return number && jdk
        ? { image: repository.slice('library/'.length), version: `${number}-jdk${jdk}`, ending: '-dev' }
        : undefined;
    case 'mcr.microsoft.com/dotnet/sdk':
      return number ? { image: 'dotnet', version: `${number}-sdk`, ending: '' } : undefined;
    case 'docker.io/library/debian': {
      const codename = codenames[facts?.release ?? ''];
      return codename ? { image: 'debian-base', version: codename, ending: '-dev' } : undefined;
    }
    case 'docker.io/library/alpine':
      return facts?.release && !facts.floating
        ? { image: 'alpine-base', version: facts.release, ending: '-dev' }
        : undefined;
    default:
      return undefined;
  }
}

/** The dev variant of the same version and family of distribution; undefined where the catalogue has none. */
export function hardenedBuilder(
  images: RuntimeImages,
  key: ImageKey,
  facts: ImageFacts | undefined,
): Found | undefined {
  const head = headOf(key, facts);
  if (head === undefined) return undefined;
  for (const ending of endingsOf(key, facts)) {
    const found = images.hardened(head.image, `${head.version}${ending}${head.ending}`);
    if (found) return found;
  }
  return undefined;
}

/** The distribution's part of a tag, the file's own release first. */
function endingsOf(key: ImageKey, facts: ImageFacts | undefined): string[] {
  const tag = key.tag ?? '';
  if (facts?.distro === 'alpine' || /alpine/.test(tag)) {
    const release = /alpine(\d+\.\d+)/.exec(tag)?.[1];
    return [...(release ? [`-alpine${release}`] : []), '-alpine', ''];
  }
  const own = facts?.distro === 'debian' && facts.release ? [`-debian${facts.release}`] : [];
  return [...own, '-debian13', '-debian', ''];
}

/** The runtime variant with the same program in the same version, under the organisation's name where it has one. */
export function hardenedRuntime(
  table: FactsTable,
  images: RuntimeImages,
  key: ImageKey,
  facts: ImageFacts | undefined,
): Found | undefined {
  const twin = hardenedTwin(table, key, facts);
  if (twin === undefined) return undefined;
  const [image = '', tag = ''] = twin.image.slice(HARDENED.length + 1).split(':');
  return images.hardened(image, tag);
}

/**
 * The image for a program that needs no interpreter: the newest `static` with the C library that the program is linked with.
 * @param libc `none`: linked statically
 * @param family of the distribution that the file ships on
 */
export function hardenedStatic(
  images: RuntimeImages,
  libc: 'none' | 'glibc' | 'musl',
  family: 'alpine' | 'debian',
): Found | undefined {
  const wanted =
    libc === 'none'
      ? family === 'alpine'
        ? /^\d{8}-alpine\d/
        : /^\d{8}-debian13$/
      : libc === 'glibc'
        ? /^\d{8}-glibc-debian13$/
        : /^\d{8}-musl-alpine\d/;
  const tags = (images.hardenedTags('static') ?? []).filter((tag) => wanted.test(tag));
  const best = tags.sort(compareTags).at(-1);
  return best === undefined ? undefined : images.hardened('static', best);
}

/** By the numbers in them: `20260611-alpine3.9` before `20260611-alpine3.24`. */
function compareTags(one: string, other: string): number {
  const [a, b] = [one, other].map((tag) => (tag.match(/\d+/g) ?? []).map(Number));
  for (let i = 0; i < Math.max(a!.length, b!.length); i++) {
    const difference = (a![i] ?? 0) - (b![i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
