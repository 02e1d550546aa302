// What a stage is for, as far as its name tells.
import type { Stage } from './model.ts';

/** A stage for development, tests or debugging, built with `--target` as a rule. */
export function isDevelopmentStage({ name }: Stage): boolean {
  return (
    name !== undefined &&
    (/^(dev|devel|develop|development|devcontainer|local|debug|tests?|unit-?tests?|e2e|ci)([-_.]|$)/.test(
      name,
    ) ||
      /[-_.](dev|devel|development|debug|tests?|unittests?|e2e)$/.test(name))
  );
}
