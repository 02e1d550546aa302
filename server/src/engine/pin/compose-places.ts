// The images that the services of a Compose file run, and where a digest of each is written.
import type { ComposeProject, ComposeService } from '../compose/project.ts';
import { parseImageReference } from '../parse/image-ref.ts';
import {
  type ImagePlace,
  type ImagePlaces,
  isOfThisMachine,
  type LeftAlone,
  literalEnd,
  nameIn,
} from './image-place.ts';

/** Only what this file itself says; the image of a service that is built is the name of what comes out. Never throws. */
export function composePlaces(project: ComposeProject): ImagePlaces {
  const places: ImagePlace[] = [];
  const leftAlone: LeftAlone[] = [];
  const text = project.files.get(project.path)?.text ?? '';
  const seen = new Set<number>();
  for (const service of project.services) {
    const { image } = service;
    if (!image || image.at.file !== project.path || seen.has(image.at.start)) continue;
    seen.add(image.at.start);
    const at = { start: image.at.start, end: image.at.end };
    const left = (reason: string) => leftAlone.push({ text: image.written, at, reason });
    if (service.build) continue;
    if (image.text === undefined) {
      left('a part of it is not known');
      continue;
    }
    const reference = parseImageReference(image.text);
    const reason = 'error' in reference ? 'it is no image reference' : isOfThisMachine(reference);
    if ('error' in reference || reason !== undefined) left(reason ?? '');
    else if (!service.complete) left('it is not known whether the service is built');
    else
      places.push({
        text: image.text,
        reference,
        at,
        write: whereWritten(service, text, image.text, nameIn({ text: image.text, reference })),
      });
  }
  return { places, leftAlone };
}

function whereWritten(
  { image }: ComposeService,
  file: string,
  text: string,
  name: string,
): ImagePlace['write'] {
  const { at, style, written } = image!;
  const quote = style === 'plain' ? 0 : 1;
  const start = at.start + quote;
  const end = at.end - quote;
  if (style === 'literal' || style === 'folded' || file.slice(start, end) !== written)
    return { reason: 'it is written in escapes or over several lines' };
  if (written === text) return { at: { start, end }, head: '' };
  const tail = literalEnd(written, text, name);
  return tail === undefined
    ? { reason: 'its end is put together from variables' }
    : { at: { start: end - tail, end }, head: text.slice(0, text.length - tail) };
}
