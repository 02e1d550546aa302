// The one file here that reads the disk: how each Dockerfile of a folder is built.
import { dirname } from 'node:path';
import type { SettingsFile } from '../settings/file.ts';
import { findBuilds } from '../workspace/builds.ts';
import { contextFolder } from '../workspace/context-folder.ts';
import { languageOfText } from '../workspace/language.ts';
import { readDockerfile } from '../workspace/read.ts';
import { isInside, relativeTo } from '../workspace/root.ts';
import type { DockerfileBuild } from './choices.ts';

/**
 * The builds of one Dockerfile: each context and stage that the project’s Compose files, Bake files and settings name; else
 * the last stage, with the folder that is known or likely to be its context. Empty for what is no Dockerfile. Throws what
 * reading it throws.
 * @param dockerfile absolute
 * @param root of the repository, absolute
 */
export function buildsOf(
  dockerfile: string,
  root: string,
  settings?: SettingsFile | undefined,
): DockerfileBuild[] {
  const { text } = readDockerfile(dockerfile);
  if (languageOfText(dockerfile, text) !== 'dockerfile') return [];
  const builds = findBuilds({ dockerfile, root, settings });
  const likely = contextFolder(dockerfile, root, builds, text) ?? dirname(dockerfile);
  const found = new Map<string, DockerfileBuild>();
  for (const { context = likely, target } of builds.length > 0 ? builds : [{}]) {
    if (!isInside(context, root)) continue;
    const build = {
      dockerfile: relativeTo(root, dockerfile),
      context: relativeTo(root, context) || '.',
      ...(target === undefined ? {} : { target }),
    };
    found.set(JSON.stringify(build), build);
  }
  return [...found.values()];
}
