// The front door of registries: the one client that asks them, with the user's own logins, and what they answered.
export { type RegistryAccess, RegistryClient } from './client.ts';
export type { ImageDigest } from './image-digest.ts';
export { type KnownDigest, KnownDigests, knownDigestsPath } from './known-digests.ts';
export { dockerLogins, type Logins } from './logins.ts';
export { fourAtATime, Lookups, type Outcome, taggedName } from './lookups.ts';
export { acceptManifests } from './manifest-types.ts';
export {
  editsOf,
  type PinControl,
  type PinMode,
  type PinResult,
  pinImages,
  placesFor,
} from './pin-images.ts';
export { asRegistryError, RegistryError, registrySentence } from './registry-error.ts';
export type { TagList } from './tag-list.ts';
