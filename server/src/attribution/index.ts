// The front door of attribution: which line of a Dockerfile, or of a manifest, brought what a scan found in an image. Pure.
export { type Attribution, attribute, type Placed, type Surroundings } from './attribute.ts';
export { type Found, traceOfFile, traceOfPackage } from './found.ts';
export type { ImageRecord, KnownBases, Match } from './layers.ts';
export { isManifest, type ManifestLine } from './manifest-lines.ts';
export type { Place } from './place.ts';
export type { Installed } from './source-stage.ts';
