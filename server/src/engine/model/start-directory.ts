// Whether a stage still works in the root directory, because neither its image nor the file has set another.

import type { Instruction } from '../parse/syntax.ts';
import type { Model, Stage } from './model.ts';
import { rootOf } from './stage-root.ts';

/**
 * Official images without a WORKDIR. Sources: their Dockerfiles in the repositories of docker-library, nodejs/docker-node,
 * nginx/docker-nginx, rust-lang/docker-rust, adoptium/containers and of the distributions.
 */
const withoutWorkdir: ReadonlySet<string> = new Set(
  'alpine amazonlinux buildpack-deps busybox debian eclipse-temurin fedora nginx node python ruby rust ubuntu'
    .split(' ')
    .map((name) => `library/${name}`),
);

function startsInRoot(stage: Stage): boolean {
  const { base } = rootOf(stage);
  if (base.kind === 'scratch') return true;
  if (base.kind !== 'image' || base.facts === undefined) return false;
  if (base.facts.os === 'windows' || /onbuild/.test(base.reference.tag ?? '')) return false;
  if (base.facts.workdir !== undefined) return base.facts.workdir === '/';
  return base.reference.registry === 'docker.io' && withoutWorkdir.has(base.reference.repository);
}

/** The absolute working directory before an instruction; undefined where it is not known. */
export function directoryBefore(model: Model, stage: Stage, instruction: Instruction): string | undefined {
  const state = model.before(instruction);
  if (state.workdir !== undefined) return state.workdir;
  return state.workdirBy === undefined && startsInRoot(stage) ? '/' : undefined;
}
