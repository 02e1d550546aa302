// Writes another base image into FROM, or into the default of the build argument that FROM takes it from.
import type { Edit } from '../define-rule.ts';
import type { Model, Stage } from '../model/model.ts';
import { readPairs } from '../parse/arguments.ts';

/**
 * The edits that give these stages other base images, or the reason why there are none.
 * @param images stage to its new image as it is to stand after FROM, variables expanded
 */
export function changeBases(model: Model, images: ReadonlyMap<Stage, string>): readonly Edit[] | string {
  const edits = new Map<number, Edit>();
  for (const [stage, image] of images) {
    const word = stage.imageWord;
    if (stage.base.kind !== 'image' || word === undefined) return 'The FROM names no image.';
    if (stage.base.reference.digest !== undefined)
      return 'The digest would have to change too, and only the registry knows the new one.';
    const edit = word.raw.includes('$')
      ? (tailEdit(stage, image) ?? argumentEdit(model, images, stage, image))
      : word.raw === word.value && word.at.end - word.at.start === word.raw.length
        ? { start: word.at.start, end: word.at.end, text: image }
        : 'The image is written in quotes or over several lines.';
    if (typeof edit === 'string') return edit;
    const other = edits.get(edit.start);
    if (other !== undefined && other.text !== edit.text)
      return 'Two stages take their images from one build argument, and would need two values of it.';
    edits.set(edit.start, edit);
  }
  return [...edits.values()];
}

/** Where only what stands behind the last variable changes: `${REGISTRY}golang:1.18`. */
function tailEdit({ base, imageWord }: Stage, image: string): Edit | undefined {
  if (base.kind !== 'image' || !imageWord) return undefined;
  const { raw, at } = imageWord;
  // No image has a longer name, and the pattern looks at every `$`.
  if (raw.length > 500) return undefined;
  const [, tail = ''] = /^[^'"\\`]*\$(?:\{[^{}$]*\}|\w+)([^\w${}'"\\`][\w.:/-]*|[\w.:/-]+)$/.exec(raw) ?? [];
  // A name without braces would go on in letters.
  if (tail === '' || !base.text.endsWith(tail) || (/^\w/.test(tail) && !raw.endsWith(`}${tail}`)))
    return undefined;
  const head = base.text.slice(0, -tail.length);
  const changed = image.slice(head.length);
  if (!image.startsWith(head) || changed === '' || (tail[0] !== changed[0] && !raw.endsWith(`}${tail}`)))
    return undefined;
  return at.end - at.start === raw.length
    ? { start: at.end - tail.length, end: at.end, text: changed }
    : undefined;
}

/** One plain variable in the word: `python:${VERSION}-slim`. */
const oneVariable = /^([^$'"\\`]*)\$(?:\{(\w+)\}|(\w+)(?!\w))([^$'"\\`]*)$/;

function argumentEdit(
  model: Model,
  images: ReadonlyMap<Stage, string>,
  stage: Stage,
  image: string,
): Edit | string {
  const [, before = '', braced, bare, after = ''] = oneVariable.exec(stage.imageWord?.raw ?? '') ?? [];
  const name = braced ?? bare;
  if (name === undefined) return 'The image is put together from several build arguments.';
  if (!image.startsWith(before) || !image.endsWith(after) || image.length <= before.length + after.length)
    return `The part of the image that \`${name}\` does not give would have to change too.`;
  const value = image.slice(before.length, image.length - after.length);
  const mentions = new RegExp(`\\$\\{?${name}\\b`);
  const others = model.stages.filter((other) => mentions.test(other.from.body.text) && !images.has(other));
  if (others.length > 0) return `Other stages use \`${name}\` too.`;
  const pairs = model.dockerfile.instructions
    .filter((instruction) => instruction.stage < 0 && instruction.keyword === 'ARG')
    .flatMap((instruction) => readPairs(instruction));
  const own = pairs.filter((pair) => pair.name === name);
  if (pairs.some((pair) => mentions.test(pair.rawValue ?? ''))) return `Other arguments use \`${name}\` too.`;
  const [pair] = own;
  if (own.length !== 1 || pair?.valueAt === undefined || pair.rawValue === undefined)
    return `\`${name}\` has no single default.`;
  const plain =
    pair.rawValue === pair.value && pair.valueAt.end - pair.valueAt.start === pair.rawValue.length;
  const quoted = /^(["'])[\w.:/-]*\1$/.test(pair.rawValue);
  if (!plain && !quoted) return `The default of \`${name}\` is not a plain text.`;
  const quote = quoted ? pair.rawValue.slice(0, 1) : '';
  return { start: pair.valueAt.start, end: pair.valueAt.end, text: quote + value + quote };
}
