// The media types of manifests, all of which are asked for: a registry converts or refuses what is not named.

/** Several platforms. */
export const indexTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** One platform. */
export const imageTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The header Accept. */
export const acceptManifests = [...indexTypes, ...imageTypes].join(', ');
