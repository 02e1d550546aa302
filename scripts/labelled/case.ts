// One labelled file of another tool's own tests: what that tool says of it.

export interface LabelledCase {
  readonly set: 'hadolint' | 'buildkit' | 'trivy' | 'checkov' | 'kics';
  /** The other tool's id. */
  readonly id: string;
  /** Where it stands in the set, stable from one version to the next as far as can be. */
  readonly name: string;
  readonly text: string;
  /** The ignore file beside it. */
  readonly ignoreFile?: string;
  /** The registries that its configuration allows. */
  readonly registries?: readonly string[];
  /** Whether the other tool reports its id in this file. */
  readonly expected: 'found' | 'silent';
}
