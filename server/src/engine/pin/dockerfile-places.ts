// The images of a Dockerfile and where a digest of each is written: after FROM, in a flag, in the default of a build argument.
import { type ImageUse, imageUses } from '../model/image-uses.ts';
import type { Model } from '../model/model.ts';
import { readPairs } from '../parse/arguments.ts';
import { templateMark } from '../parse/template-marks.ts';
import {
  type ImagePlace,
  type ImagePlaces,
  isOfThisMachine,
  type LeftAlone,
  literalEnd,
  nameIn,
  type Writable,
} from './image-place.ts';

/** Stages, `scratch` and numbers are no images. Never throws. */
export function dockerfilePlaces(model: Model): ImagePlaces {
  const places: ImagePlace[] = [];
  const leftAlone: LeftAlone[] = [];
  if (templateMark(model.dockerfile)) return { places, leftAlone };
  for (const { base, imageWord } of model.stages) {
    if (base.kind === 'unknown' && imageWord !== undefined)
      leftAlone.push({ text: imageWord.raw, at: imageWord.at, reason: base.reason.replace(/\.$/, '') });
  }
  const defaults = argumentDefaults(model);
  for (const use of imageUses(model)) {
    const { text, reference, at } = use;
    const reason = isOfThisMachine(reference);
    if (reason !== undefined) leftAlone.push({ text, at, reason });
    else
      places.push({
        text,
        reference,
        at,
        write: use.kind === 'base' ? inFrom(model, use, defaults) : inFlag(model, use),
      });
  }
  leftAlone.sort((one, other) => one.at.start - other.at.start);
  return { places, leftAlone };
}

function inFlag(model: Model, { at, text, instruction }: ImageUse): ImagePlace['write'] {
  const source = model.dockerfile.text.slice(at.start, at.end);
  if (source === text) return { at, head: '' };
  if (instruction.keyword === 'RUN' && source.length < 10_000) {
    const starts = [...source.matchAll(/(?:=|,)from=/gi)].map(({ index, 0: { length } }) => index + length);
    const [start] = starts;
    if (
      starts.length === 1 &&
      start !== undefined &&
      source.startsWith(text, start) &&
      /^(?:,|$)/.test(source.slice(start + text.length))
    )
      return { at: { start: at.start + start, end: at.start + start + text.length }, head: '' };
  }
  return { reason: 'it is written in quotes or over several lines' };
}

interface ArgumentDefault {
  /** Undefined: a plain default is not what gives the value, and why. */
  readonly at?: { readonly start: number; readonly end: number };
  readonly value: string;
  readonly reason?: string;
}

/** The build arguments before the first FROM whose default can be written over. */
function argumentDefaults(model: Model): ReadonlyMap<string, ArgumentDefault> {
  const { instructions } = model.dockerfile;
  const found = new Map<string, ArgumentDefault>();
  const globals = instructions
    .filter(({ stage, keyword }) => stage < 0 && keyword === 'ARG')
    .flatMap((one) => readPairs(one));
  const inStages = new Set(
    instructions
      .filter(({ stage, keyword }) => stage >= 0 && keyword === 'ARG')
      .flatMap((one) => readPairs(one).map(({ name }) => name)),
  );
  const inDefaults = new Set(globals.flatMap(({ rawValue }) => variablesIn(rawValue ?? '')));
  const given = model.context.buildArguments ?? {};
  for (const { name, value = '', rawValue = '', valueAt } of globals) {
    const bare = /^(["']?)[\w.:@/-]*\1$/.test(rawValue) ? rawValue.replace(/^["']|["']$/g, '') : undefined;
    const quote = rawValue.length === bare?.length ? 0 : 1;
    const reason = found.has(name)
      ? `\`${name}\` has more than one default`
      : Object.hasOwn(given, name)
        ? `the build gives \`${name}\` another value`
        : inStages.has(name)
          ? `\`${name}\` is used inside of a stage too`
          : inDefaults.has(name)
            ? `other arguments use \`${name}\` too`
            : bare === undefined || valueAt === undefined || valueAt.end - valueAt.start !== rawValue.length
              ? `the default of \`${name}\` is not a plain text`
              : undefined;
    const at = valueAt && { start: valueAt.start + quote, end: valueAt.end - quote };
    found.set(name, { value, ...(at ? { at } : {}), ...(reason === undefined ? {} : { reason }) });
  }
  return found;
}

function variablesIn(text: string): string[] {
  return [...text.slice(0, 10_000).matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
}

function inFrom(
  model: Model,
  use: ImageUse,
  defaults: ReadonlyMap<string, ArgumentDefault>,
): ImagePlace['write'] {
  const { text, reference, stage } = use;
  const word = stage.imageWord;
  if (!word || word.at.end - word.at.start !== word.raw.length)
    return { reason: 'it is written in quotes or over several lines' };
  const { raw, at } = word;
  if (raw === text) return { at, head: '' };
  if (!raw.includes('$')) return { reason: 'it is written in quotes or over several lines' };
  const name = nameIn({ text, reference });
  const end = literalEnd(raw, text, name);
  if (end !== undefined)
    return { at: { start: at.end - end, end: at.end }, head: text.slice(0, text.length - end) };
  return inDefault(model, use, raw, name, defaults);
}

/** `FROM python:${TAG}`: the last variable gives the whole tag, or more. */
function inDefault(
  model: Model,
  { text, stage }: ImageUse,
  raw: string,
  name: string,
  defaults: ReadonlyMap<string, ArgumentDefault>,
): Writable | { readonly reason: string } {
  const variable = raw.length > 1000 ? undefined : /^([^'"\\`]*)\$(?:\{(\w+)\}|(\w+))$/.exec(raw);
  const argument = variable?.[2] ?? variable?.[3];
  if (argument === undefined) return { reason: 'its end is put together from variables' };
  const known = defaults.get(argument);
  if (!known?.at) return { reason: `\`${argument}\` has no default in this file` };
  if (known.reason !== undefined) return { reason: known.reason };
  const head = text.slice(0, text.length - known.value.length);
  if (known.value === '' || !text.endsWith(known.value) || head.length > name.length + 1)
    return { reason: `\`${argument}\` gives only a part of the tag` };
  const others = model.stages.filter(
    (other) =>
      other !== stage && other.imageWord?.raw !== raw && variablesIn(other.from.body.text).includes(argument),
  );
  const inFlags = model.stages.some(({ from }) =>
    from.flags.some(({ value }) => variablesIn(value ?? '').includes(argument)),
  );
  if (others.length > 0 || inFlags) return { reason: `another FROM uses \`${argument}\` too` };
  return { at: known.at, head };
}
