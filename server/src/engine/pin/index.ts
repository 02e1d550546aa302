// The front door of pinning: which images a file names, where a digest is written, which tag is newer. Pure.
export { composePlaces } from './compose-places.ts';
export { dockerfilePlaces } from './dockerfile-places.ts';
export {
  type ImagePlace,
  type ImagePlaces,
  type LeftAlone,
  nameIn,
  pinEdit,
  pinnedName,
} from './image-place.ts';
export { imagePlaces } from './image-places.ts';
export { newerTag } from './newer-tag.ts';
