// The images that a file names, whatever its language.
import { loadProject } from '../compose/load.ts';
import type { LintInput } from '../lint-result.ts';
import { buildModel } from '../model/build.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { composePlaces } from './compose-places.ts';
import { dockerfilePlaces } from './dockerfile-places.ts';
import type { ImagePlaces } from './image-place.ts';

/** Never throws; linear in the length of the text. */
export function imagePlaces(input: LintInput): ImagePlaces {
  if (input.language === 'compose') return composePlaces(loadProject(input.text, input.context).project);
  if (input.language === 'daemon') return { places: [], leftAlone: [] };
  return dockerfilePlaces(buildModel(parseDockerfile(input.text), input.facts, input.context ?? {}));
}
