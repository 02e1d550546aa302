// Asks several registries for several images: each once, four at a time, stopped as a whole.
import type { ImageReference } from '../engine/parse/image-ref.ts';
import { type RegistryAccess, RegistryClient } from './client.ts';
import { type ImageDigest, imageDigest } from './image-digest.ts';
import { asRegistryError, type RegistryError } from './registry-error.ts';
import { type TagList, tagList } from './tag-list.ts';

const atATime = 4;

export type Outcome<Value> =
  | { readonly value: Value; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: RegistryError };

/** What a command asks of registries; everything is asked once, however often it is wanted. */
export class Lookups {
  private readonly access: RegistryAccess;
  private readonly clients = new Map<string, RegistryClient>();
  private readonly digests = new Map<string, Promise<Outcome<ImageDigest>>>();
  private readonly lists = new Map<string, Promise<Outcome<TagList>>>();

  constructor(access: RegistryAccess) {
    this.access = access;
  }

  /** The digest of a tag. Never rejects. @param isRead see `imageDigest` */
  digest(reference: ImageReference, isRead: boolean): Promise<Outcome<ImageDigest>> {
    return once(this.digests, `${taggedName(reference)} ${isRead}`, () =>
      imageDigest(this.client(reference.registry), reference, isRead),
    );
  }

  /** The tags of an image's repository. Never rejects. */
  tags({ registry, repository }: ImageReference): Promise<Outcome<TagList>> {
    return once(this.lists, `${registry}/${repository}`, () => tagList(this.client(registry), repository));
  }

  private client(registry: string): RegistryClient {
    let client = this.clients.get(registry);
    if (!client) {
      client = new RegistryClient(registry, this.access);
      this.clients.set(registry, client);
    }
    return client;
  }
}

function once<Value>(
  kept: Map<string, Promise<Outcome<Value>>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Outcome<Value>> {
  let made = kept.get(key);
  if (!made) {
    made = ask().then(
      (value) => ({ value }),
      (error: unknown) => ({ error: asRegistryError(error) }),
    );
    kept.set(key, made);
  }
  return made;
}

/** An image without its digest, everything spelled out: `docker.io/library/python:3.12`. */
export function taggedName({ registry, repository, tag = 'latest' }: ImageReference): string {
  return `${registry}/${repository}:${tag}`;
}

/** Does `work` for every item, four at a time and in their order. Ends early when `signal` is aborted. */
export async function fourAtATime<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length && !signal.aborted) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
}
