// Lays what a scan found in an image onto the Dockerfile that the image was built from.
import type { Model, Stage } from '../engine/model/model.ts';
import type { Instruction } from '../engine/parse/syntax.ts';
import { takenBy } from './build-inputs.ts';
import type { Found } from './found.ts';
import { type ImageRecord, type KnownBases, layersOf, type Match } from './layers.ts';
import { type ManifestLine, Manifests } from './manifest-lines.ts';
import { type Place, Places } from './place.ts';

/** A place, and the line of the file in the build context that names the package. */
export interface Placed extends Place {
  readonly manifest?: ManifestLine;
}

export interface Attribution {
  readonly match: Match;
  /** The stage that the image was built from. */
  readonly stage: Stage;
  /** One for each finding, in their order; undefined: on no line of the file as it is now. */
  readonly places: readonly (Placed | undefined)[];
  /** What the user must know to read it: sentences. Empty for an image that fits. */
  readonly notes: readonly string[];
}

export interface Surroundings {
  /** Layers of base images, where they are known. */
  readonly bases?: KnownBases;
  /** Texts of manifests by their path in the build context. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Pure. Undefined for a file without stages. */
export function attribute(
  model: Model,
  image: ImageRecord,
  findings: readonly Found[],
  { bases, files = {} }: Surroundings = {},
): Attribution | undefined {
  const layers = layersOf(model, image, bases);
  if (!layers) return undefined;
  const places = new Places(model, layers, image.diffIds);
  const manifests = new Manifests(files);
  const taken = new Map<Stage, (path: string) => boolean>();
  const takenIn = (stage: Stage) => {
    const known = taken.get(stage) ?? takenBy(stage);
    taken.set(stage, known);
    return known;
  };
  const placed = findings.map((found): Placed | undefined => {
    const place = places.of(found);
    if (!place || found.class === 'other' || place.sure === 'base') return place;
    const { installed, ...own } = place;
    const by = installed?.kind === 'install' ? installed.instruction : place.instruction;
    const stage = model.stageOf(by);
    const manifest = stage && manifests.lineOf(found, takenIn(stage), (path) => names(by, path));
    return {
      ...own,
      // The base image of that stage may have brought it as well, unless a file that is installed there names it.
      ...(installed && (installed.isNamed || manifest) ? { installed } : {}),
      ...(manifest ? { manifest } : {}),
    };
  });
  const missing = placed.filter((place) => place === undefined).length;
  return {
    match: layers.match,
    stage: layers.stage,
    places: placed,
    notes: notesOf(layers.match, layers.base, missing),
  };
}

function names({ body }: Instruction, path: string): boolean {
  return body.text.includes(path.slice(path.lastIndexOf('/') + 1));
}

function notesOf(match: Match, base: string, missing: number): string[] {
  const notes: string[] = [];
  if (match === 'foreign') {
    notes.push(
      'The image was not built from this Dockerfile as it is now: their instructions differ, so nothing is shown on its lines.',
    );
  }
  if (match === 'flattened') {
    notes.push(
      'The image does not say which instruction brought what: its layers were merged with those of its base image, or it was imported.',
    );
  }
  if (match === 'squashed') {
    notes.push('Layers of this image were merged when it was built, so some lines cannot be told apart.');
  }
  if (match === 'changed') {
    const rest = missing === 1 ? '1 finding is' : `${missing} findings are`;
    notes.push(
      `The Dockerfile was changed since the image was built${missing > 0 ? `: ${rest} on no line that is still there` : ''}.`,
    );
  }
  if (base === 'other') {
    notes.push(
      'The image was built on another version of its base image than the one that this machine has now.',
    );
  }
  return notes;
}
