// Names the images that a pipeline builds, and leaves out those whose paths could be read as something else.
import { forTerminal } from '../report/escape.ts';
import type { DockerfileBuild, Platform } from './choices.ts';

/** A build with a name that is safe everywhere: of `a-z`, `0-9` and `-`, and unique in the pipeline. */
export interface NamedBuild extends DockerfileBuild {
  readonly image: string;
}

/**
 * Jobs of one matrix: GitHub takes 256 (docs.github.com, “Using a matrix for your jobs”), GitLab 200 (docs.gitlab.com,
 * “parallel:matrix”).
 */
const mostImages = 200;

/** UTF-16 units of a path; far above what file systems are used with. */
const longestPath = 400;

/** Names the builds in their order; what cannot be written safely is told in `notes`. Never throws. */
export function nameBuilds(
  builds: readonly DockerfileBuild[],
  platform: Platform,
): { readonly images: readonly NamedBuild[]; readonly notes: readonly string[] } {
  const images: NamedBuild[] = [];
  const notes: string[] = [];
  const taken = new Set<string>();
  for (const build of builds) {
    const why = obstacle(build, platform);
    if (why !== undefined) {
      notes.push(`${forTerminal(build.dockerfile).slice(0, 200)} is left out: ${why}.`);
      continue;
    }
    if (images.length === mostImages) {
      notes.push(
        `Only the first ${mostImages} of ${builds.length} images are in it: a matrix takes no more.`,
      );
      break;
    }
    const image = unused(slug(build), taken);
    taken.add(image);
    images.push({ ...build, image });
  }
  return { images, notes };
}

/** Why a build cannot be written into a pipeline, as the end of a sentence. */
function obstacle({ dockerfile, context, target }: DockerfileBuild, platform: Platform): string | undefined {
  for (const path of [dockerfile, context]) {
    if (path.length > longestPath) return 'its path is too long';
    // Lone halves of surrogate pairs cannot be written as UTF-8.
    if (forTerminal(path) !== path || /\p{Cs}/u.test(path))
      return 'its path holds control characters or invisible ones';
    if (platform === 'github' && path.includes('${{'))
      return 'its path holds `${{`, which GitHub would take for an expression';
    if (platform === 'gitlab' && /[$|]/.test(path))
      return 'its path holds `$`, which GitLab would take for a variable, or `|`';
  }
  if (target !== undefined && !/^[A-Za-z0-9][\w.-]{0,99}$/.test(target))
    return 'the stage that is built has an unusual name';
  return undefined;
}

/** `services/api/Dockerfile` gives `services-api`, `Dockerfile.dev` gives `dev`, `Dockerfile` alone gives `app`. */
function slug({ dockerfile, target }: DockerfileBuild): string {
  const words = `${dockerfile} ${target ?? ''}`
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'dockerfile' && word !== 'containerfile');
  return words.join('-').slice(0, 50).replace(/-$/, '') || 'app';
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
  return free;
}
