// The image that a stage is built on in the end, through the stages between.
import type { Model, Stage, StageBase } from './model.ts';

const cache = new WeakMap<Stage, StageBase>();

/** The base of the first stage of the chain: an image, `scratch`, or unknown. Each stage is followed once. */
export function rootBase(stage: Stage): Exclude<StageBase, { readonly kind: 'stage' }> {
  const passed: Stage[] = [];
  let at = stage;
  let found = cache.get(at);
  while (found === undefined && at.base.kind === 'stage') {
    passed.push(at);
    at = at.base.stage;
    found = cache.get(at);
  }
  const base = found ?? at.base;
  for (const each of passed) cache.set(each, base);
  if (base.kind === 'stage') throw new Error('The base of a chain of stages is no stage.');
  return base;
}

/** The stage that `--from=NAME` or `--from=N` means for an instruction of `stage`; undefined for an image. */
export function stageNamed(model: Model, stage: Stage, name: string): Stage | undefined {
  const before = namesOf(model).get(name.toLowerCase());
  const found = before?.findLast((candidate) => candidate.index < stage.index);
  if (found !== undefined) return found;
  return /^\d{1,9}$/.test(name) && Number(name) < stage.index ? model.stages[Number(name)] : undefined;
}

const names = new WeakMap<Model, ReadonlyMap<string, readonly Stage[]>>();

function namesOf(model: Model): ReadonlyMap<string, readonly Stage[]> {
  const known = names.get(model);
  if (known) return known;
  const found = new Map<string, Stage[]>();
  for (const stage of model.stages) {
    if (stage.name === undefined) continue;
    const list = found.get(stage.name);
    if (list) list.push(stage);
    else found.set(stage.name, [stage]);
  }
  names.set(model, found);
  return found;
}
