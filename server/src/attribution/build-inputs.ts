// Which files of the build context the stages of a Dockerfile take, as far as that is needed to tell manifests apart.
import type { Stage } from '../engine/model/model.ts';
import { readCopy, readMounts } from '../engine/parse/arguments.ts';
import { chainOf } from './expected-entries.ts';

/**
 * Whether a stage, or one that it is built FROM, takes a file of the context. What a source with variables or wildcards can
 * mean counts as taken; the ignore file is not looked at.
 */
export function takenBy(stage: Stage): (path: string) => boolean {
  const sources = chainOf(stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      const copy = readCopy(instruction);
      if (copy && !copy.from) return copy.sources.map(({ value }) => value);
      return readMounts(instruction).flatMap(({ type, from, source }) =>
        type === 'bind' && from === undefined ? [source ?? '.'] : [],
      );
    }),
  );
  const clean = sources.map((source) => source.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''));
  if (clean.some((source) => source === '' || source === '.')) return () => true;
  return (path) =>
    clean.some((source) => {
      const special = source.search(/[$*?[]/);
      if (special >= 0) return path.startsWith(source.slice(0, special));
      return path === source || path.startsWith(`${source}/`);
    });
}
