// Whether a stage is built on one of Docker's official images.
import type { Stage } from './model.ts';
import { rootOf } from './stage-root.ts';

/**
 * The chain of FROMs starts from an image of Docker's official library that something is known of. Those remove the package
 * index in the layer that fetched it, and set no answers for their package manager.
 * Source: the Dockerfiles of docker-library's repositories.
 */
export function startsFromOfficialImage(stage: Stage): boolean {
  const { base } = rootOf(stage);
  return (
    base.kind === 'image' &&
    base.facts !== undefined &&
    base.reference.registry === 'docker.io' &&
    base.reference.repository.startsWith('library/')
  );
}
