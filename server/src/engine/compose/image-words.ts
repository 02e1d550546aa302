// How messages name the image of a service, and the place in the Compose file that it comes from.
import { baseName } from '../model/base.ts';
import { quoted } from '../parse/errors/problem.ts';
import type { Place } from '../parse/yaml/tree.ts';
import type { ComposeService } from './project.ts';
import type { ServiceImage } from './service-image.ts';
import { shownText } from './values.ts';

/** The start of a sentence that goes on with what is missing: `` `api/Dockerfile` builds on `x`, which has no``. */
export function imageLacks(service: ComposeService, image: ServiceImage): string {
  const base = quoted(baseName(image.stage));
  const { image: written } = service;
  return image.kind === 'pulled'
    ? `${written?.variables ? quoted(shownText(written)) : base} has no`
    : `${buildFile(service, image)} builds on ${base}, which has no`;
}

/** The Dockerfile in a sentence's first place: `` `api/Dockerfile` ``. */
export function buildFile(service: ComposeService, image: Pick<ServiceImage, 'dockerfile'>): string {
  return image.dockerfile === undefined
    ? `The Dockerfile of ${quoted(service.name)}`
    : quoted(service.build?.writtenDockerfile ?? image.dockerfile);
}

/** Where the Compose file says which image it is. */
export function imagePlace(service: ComposeService): { readonly at: Place; readonly message: string }[] {
  const { build, image } = service;
  const at = build === undefined ? image?.at : (build.dockerfileAt ?? build.contextAt);
  return at === undefined ? [] : [{ at, message: 'The image comes from here.' }];
}
