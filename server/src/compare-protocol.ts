// What the server and its VS Code client say to each other of comparing, judging and exporting images.
// No imports: both sides take it as it is.

/** The client's commands: [CompareWithArguments?], [uri?], [uri?], [uri?]. */
export const imageCommands = {
  compareWith: 'plimsoll.compareWith',
  checkPolicies: 'plimsoll.checkPolicies',
  exportSbom: 'plimsoll.exportSbom',
  exportSarif: 'plimsoll.exportSarif',
} as const;

/** The image that is compared with another one, and the Dockerfile whose lens it was. */
export interface CompareWithArguments {
  /** A target as of `scanTarget`. */
  readonly image: string;
  readonly uri?: string;
}

/** The server's commands; a target is an image’s name, or `tar:` and an absolute path. */
export const imageServerCommands = {
  /** [before, after, uri?]: scans both and shows them side by side; answers with ImagePageResult. */
  compareImages: 'plimsoll.server.compareImages',
  /** [target, uri?, askRegistry?]: judges an image by the policies; answers with PolicyPageResult. */
  checkPolicies: 'plimsoll.server.checkPolicies',
  /** [target, format, uri?]: answers with ExportResult. */
  exportImage: 'plimsoll.server.exportImage',
} as const;

export interface ImagePageResult {
  readonly done: boolean;
  readonly message?: string;
  /** Of the page; absent where it was not made. */
  readonly title?: string;
  /** Escaped where it holds what the scanner or the image said. */
  readonly markdown?: string;
}

export interface PolicyPageResult extends ImagePageResult {
  readonly refused?: boolean;
  /** `5 passed, 2 failed`. */
  readonly counts?: string;
  /** Attestations are not known, and the registry could be asked. */
  readonly canAskRegistry?: boolean;
}

/** `cyclonedx` and `spdx-json` are bills of materials. */
export type ExportFormat = 'sarif' | 'cyclonedx' | 'spdx-json';
export interface ExportResult {
  readonly done: boolean;
  readonly message?: string;
  readonly text?: string;
}

/** Client to server, request: images to begin with, where a Dockerfile is open. Nothing is contacted. */
export const imageChoices = 'plimsoll/imageChoices';
export interface ImageChoicesParams {
  readonly uri?: string;
  /** What is to be compared; hardened images for it are looked for in the facts. */
  readonly image?: string;
}
export interface ImageChoicesResult {
  /** Best first. */
  readonly images: readonly ImageChoice[];
}
export interface ImageChoice {
  readonly image: string;
  /** `the same program, hardened`, `what this Dockerfile builds`. */
  readonly why: string;
}
