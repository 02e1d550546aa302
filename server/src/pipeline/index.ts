// Writes a pipeline for GitHub or GitLab out of a few choices and the Dockerfiles of the workspace. Pure: text in, text out.
import type { Pipeline, PipelineChoices } from './choices.ts';
import { githubPath, githubWorkflow } from './github.ts';
import { gitlabPath, gitlabPipeline } from './gitlab.ts';
import { nameBuilds } from './images.ts';

export {
  type DockerfileBuild,
  type Phase,
  type Pipeline,
  type PipelineChoices,
  type Platform,
  phases,
  phaseWords,
  platforms,
} from './choices.ts';

/** The file with what is to be known of it. Never throws, whatever the files are called. */
export function makePipeline(choices: PipelineChoices): Pipeline {
  const { images, notes } = nameBuilds(choices.builds, choices.platform);
  const ordered = { ...choices, phases: [...new Set(choices.phases)] };
  const none =
    images.length > 0
      ? []
      : ['No Dockerfile was found that could be built, so no image is built or scanned.'];
  const more =
    choices.platform === 'gitlab'
      ? ['Set PLIMSOLL_SCAN_IMAGE to an image with Node.js and Trivy: until then nothing is scanned.']
      : [];
  return {
    path: choices.platform === 'github' ? githubPath : gitlabPath,
    text: choices.platform === 'github' ? githubWorkflow(ordered, images) : gitlabPipeline(ordered, images),
    notes: [...notes, ...none, ...more],
  };
}
