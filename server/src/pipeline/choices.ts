// What can be chosen when a pipeline is written: the platform, and what it does beyond reporting.

export const platforms = ['github', 'gitlab'] as const;
export type Platform = (typeof platforms)[number];

/** The first one is always there; each of the others adds to it. */
export const phases = ['inform', 'fail-on-new', 'enforce', 'sign'] as const;
export type Phase = (typeof phases)[number];

/** What a phase does, for a list to choose from. */
export const phaseWords: Readonly<Record<Phase, { readonly label: string; readonly detail: string }>> = {
  inform: {
    label: 'Inform',
    detail:
      'Check files, scan packages and images, keep an SBOM of each; every night too. No finding fails it.',
  },
  'fail-on-new': {
    label: 'Fail on what is new',
    detail: 'Fails on errors in files, and on critical findings that an image’s baseline does not hold.',
  },
  enforce: {
    label: 'Enforce the age of digests',
    detail: 'Fails where a base image has no digest, or not the one that its tag names now.',
  },
  sign: {
    label: 'Release and sign',
    detail: 'Pushes images with SBOM and provenance from the default branch, and signs them with cosign.',
  },
};

/** A way in which a Dockerfile of the workspace is built. Paths are relative to its root, with `/`. */
export interface DockerfileBuild {
  readonly dockerfile: string;
  /** `.` for the root. */
  readonly context: string;
  /** Absent for the last stage. */
  readonly target?: string;
}

export interface PipelineChoices {
  readonly platform: Platform;
  readonly phases: readonly Phase[];
  readonly builds: readonly DockerfileBuild[];
  /** Of Plimsoll: what the pipeline installs. */
  readonly version: string;
}

export interface Pipeline {
  /** Where the platform looks for it, relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
  /** Sentences: what is not in it, and why. */
  readonly notes: readonly string[];
}

/** The Trivy that a pipeline installs: the version that Plimsoll is tested with. */
export const trivyVersion = '0.73.0';

/** Where the baseline of an image is looked for; `$IMAGE` is a variable of the job. */
export const baselineFolder = '.plimsoll/baselines';

/** The argument of the language server’s command that makes a pipeline. */
export interface CreatePipelineArguments {
  readonly platform: Platform;
  readonly phases: readonly Phase[];
  /** The URI of an open folder; the first one when absent. */
  readonly folder?: string;
}

/** What it answers. */
export interface CreatePipelineResult {
  readonly done: boolean;
  readonly message?: string;
  /** The file that was made, or that is there already. */
  readonly uri?: string;
}
