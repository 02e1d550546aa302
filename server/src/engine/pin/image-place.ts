// One image that a file names, and where in the text its tag and digest are written.
import type { Edit } from '../define-rule.ts';
import { isOfficialImage } from '../model/official-images.ts';
import type { ImageReference } from '../parse/image-ref.ts';
import type { Span } from '../parse/syntax.ts';

/** Where the end of an image's name stands: everything from (a part of) the repository on. */
export interface Writable {
  readonly at: Span;
  /** What stands before that part, variables put in: `registry.example.com/` of `${REGISTRY}python:3.12`. */
  readonly head: string;
}

export interface ImagePlace {
  /** As written, with variables put in. */
  readonly text: string;
  readonly reference: ImageReference;
  /** Where the image is named. */
  readonly at: Span;
  /** Or a clause: why nothing can be written there. */
  readonly write: Writable | { readonly reason: string };
}

/** Something that looks like an image and is left alone. */
export interface LeftAlone {
  readonly text: string;
  readonly at: Span;
  /** A clause: `the value of $BASE is not known`. */
  readonly reason: string;
}

export interface ImagePlaces {
  /** In the order of the text. */
  readonly places: readonly ImagePlace[];
  readonly leftAlone: readonly LeftAlone[];
}

/** Why no registry is asked for the image; undefined where one can be. */
export function isOfThisMachine({ registry, repository }: ImageReference): string | undefined {
  if (registry === 'localhost') return 'it is an image of this machine';
  const [account, name, ...more] = repository.split('/');
  if (registry !== 'docker.io' || account !== 'library' || name === undefined || more.length > 0)
    return undefined;
  return isOfficialImage(name)
    ? undefined
    : 'it is no official image of Docker Hub, so it can be one of this machine or a build context';
}

/** The name alone, as it is written. */
export function nameIn({ text, reference }: Pick<ImagePlace, 'text' | 'reference'>): string {
  const named = reference.digest === undefined ? text : text.slice(0, -reference.digest.length - 1);
  return reference.tag === undefined ? named : named.slice(0, -reference.tag.length - 1);
}

/** The image with this tag and digest: `python:3.12-slim@sha256:…`. */
export function pinnedName(place: ImagePlace, digest: string, tag = place.reference.tag ?? 'latest'): string {
  return `${nameIn(place)}:${tag}@${digest}`;
}

/** The edit that writes tag and digest together; undefined where nothing can be written, or it stands there already. */
export function pinEdit(place: ImagePlace, digest: string, tag?: string): Edit | undefined {
  const { write } = place;
  if ('reason' in write) return undefined;
  const text = pinnedName(place, digest, tag);
  if (text === place.text || !text.startsWith(write.head)) return undefined;
  return { start: write.at.start, end: write.at.end, text: text.slice(write.head.length) };
}

/**
 * The literal end of an image in which variables stand, if all that is written belongs to it: the last part of the repository,
 * the tag and the digest. What a variable gives may be another image, and a digest behind it would belong to this one.
 * @param raw as written, without quotes: `${REGISTRY}/python:3.12`
 * @param text the same, variables put in
 * @returns how many characters of `raw` it has
 */
export function literalEnd(raw: string, text: string, name: string): number | undefined {
  // No image has a longer name, and the pattern looks at every `$`.
  if (raw.length > 1000) return undefined;
  const tail = /(?:^|[}/])([\w.:@/-]*)$/.exec(raw)?.[1] ?? '';
  const head = text.slice(0, text.length - tail.length);
  if (tail === '' || !text.endsWith(tail) || head.length >= name.length) return undefined;
  return /^$|\/$/.test(head) || tail.startsWith('/') ? tail.length : undefined;
}
