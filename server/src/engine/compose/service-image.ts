// The image that a service runs: the stage that its Dockerfile builds, or what facts say of the image it pulls.

import type { LintContext } from '../context.ts';
import { buildModel } from '../model/build.ts';
import type { FactsTable, ImageFacts } from '../model/facts.ts';
import type { Model, Stage } from '../model/model.ts';
import type { ImageState } from '../model/state.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { type ImageReference, parseImageReference } from '../parse/image-ref.ts';
import { type ComposeContext, foundDockerfile } from './context.ts';
import type { ComposeBuild, ComposeService } from './project.ts';

/** What runs. Everything in `state` is present, absent or unknown, as in a Dockerfile. */
export interface ServiceImage {
  readonly kind: 'built' | 'pulled';
  /** What the image is when its container starts. */
  readonly state: ImageState;
  readonly model: Model;
  /** The stage that is shipped. */
  readonly stage: Stage;
  /** The Dockerfile's path; absent for a pulled image and an inline Dockerfile. */
  readonly dockerfile?: string;
  /** The pulled image, or the one that the built one is based on in the end; absent for scratch and when not known. */
  readonly reference?: ImageReference;
  /** What is known of it. */
  readonly facts?: ImageFacts;
}

/** What a service runs; undefined where nothing is known of it: no such file, a target that is not there. */
export type ImageOf = (service: ComposeService) => ServiceImage | undefined;

/** Makes the images of a project's services, each once, when asked for. */
export function serviceImages(context: ComposeContext, facts: FactsTable): ImageOf {
  const made = new Map<ComposeService, ServiceImage | undefined>();
  // One long Dockerfile, built for thousands of targets, would take minutes; in UTF-16 units of Dockerfiles.
  let left = 4_000_000;
  const make = (service: ComposeService): ServiceImage | undefined => {
    if (service.build) {
      left -= 1000 + lengthOf(service.build, context);
      return left < 0 ? undefined : builtImage(service.build, context, facts);
    }
    const text = service.image?.text;
    if (!text || !service.complete) return undefined;
    const reference = parseImageReference(text);
    if ('error' in reference) return undefined;
    return imageOfModel('pulled', `FROM ${reference.full}\n`, {}, facts);
  };
  // Thousands of services may run one image.
  const alike = new Map<string, ServiceImage | undefined>();
  const shared = (service: ComposeService): ServiceImage | undefined => {
    const key = keyOf(service);
    if (key === undefined) return make(service);
    if (!alike.has(key)) alike.set(key, make(service));
    return alike.get(key);
  };
  return (service) => {
    if (!made.has(service)) made.set(service, shared(service));
    return made.get(service);
  };
}

/** Of the Dockerfile's text. */
function lengthOf(build: ComposeBuild, context: ComposeContext): number {
  const found = foundDockerfile(context, build);
  return build.inline?.text?.length ?? (found && 'text' in found ? found.text.length : 0);
}

/** The same for services whose images are made of the same; undefined where that would take long to say. */
function keyOf({ build, image, complete }: ComposeService): string | undefined {
  if (!build) return JSON.stringify([complete, image?.text]);
  if (build.inline) return undefined;
  const given = build.args.map(({ name, value }) => [name, value]);
  // The folder too: from it comes what a COPY takes.
  return JSON.stringify([
    build.dockerfile,
    build.context,
    build.target !== undefined,
    build.target?.text,
    given,
  ]);
}

function builtImage(
  build: ComposeBuild,
  context: ComposeContext,
  facts: FactsTable,
): ServiceImage | undefined {
  const target = build.target?.text;
  // A target that cannot be told is not the last stage.
  if (build.target && !target) return undefined;
  const buildArguments = Object.fromEntries(build.args.map(({ name, value }) => [name, value ?? undefined]));
  const asked: LintContext = {
    buildArguments,
    ...(target === undefined ? {} : { target }),
    ...(context.today === undefined ? {} : { today: context.today }),
  };
  if (build.inline) {
    const { text } = build.inline;
    return text === undefined ? undefined : imageOfModel('built', text, asked, facts);
  }
  const path = build.dockerfile;
  const found = foundDockerfile(context, build);
  if (path === undefined || !found || 'absent' in found) return undefined;
  const { target: _, ...surroundings } = found.context;
  const image = imageOfModel('built', found.text, { ...surroundings, ...asked }, facts);
  return image && { ...image, dockerfile: path };
}

function imageOfModel(
  kind: ServiceImage['kind'],
  text: string,
  context: LintContext,
  facts: FactsTable,
): ServiceImage | undefined {
  const dockerfile = parseDockerfile(text);
  if (dockerfile.errors.length > 0) return undefined;
  const model = buildModel(dockerfile, facts, context);
  const stage = model.finalStage;
  if (!stage || !isTarget(model, stage, context.target)) return undefined;
  const base = model.finalChain.at(-1)?.base;
  return {
    kind,
    state: stage.end,
    model,
    stage,
    ...(base?.kind === 'image' ? { reference: base.reference } : {}),
    ...(base?.kind === 'image' && base.facts ? { facts: base.facts } : {}),
  };
}

/** The model takes the last stage where the target is not there; here nothing is known then. */
export function isTarget(model: Model, stage: Stage, target: string | undefined): boolean {
  if (target === undefined) return true;
  return stage.name === target.toLowerCase() || model.stages[Number(target)] === stage;
}
