// The stage at the bottom of a chain of stages: the one that begins with an image.
import type { Stage } from './model.ts';

const roots = new WeakMap<Stage, Stage>();

/** Constant where it is asked for the stages in their order. */
export function rootOf(stage: Stage): Stage {
  let root = stage;
  while (root.base.kind === 'stage') {
    const known = roots.get(root.base.stage);
    root = known ?? root.base.stage;
    if (known) break;
  }
  roots.set(stage, root);
  return root;
}
