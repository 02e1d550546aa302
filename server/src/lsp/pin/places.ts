// The images of a document that was checked.
import { composePlaces, dockerfilePlaces, type ImagePlace } from '../../engine/pin/index.ts';
import type { Checked } from '../session.ts';

/** In the order of the text. */
export function placesOf({ result }: Checked): readonly ImagePlace[] {
  if (result.language === 'dockerfile') return dockerfilePlaces(result.model).places;
  return result.language === 'compose' ? composePlaces(result.project).places : [];
}
