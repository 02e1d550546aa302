// One labelled file of another tool's own tests: what that tool says of it.

export interface LabelledCase {
  readonly set: 'hadolint' | 'buildkit' | 'trivy' | 'checkov' | 'kics' | 'semgrep' | 'compose-lint';
  /** The other tool's id; `*` is every id of it but those of `said`. */
  readonly id: string;
  readonly said?: readonly string[];
  /** Where it stands in the set, stable from one version to the next as far as can be. */
  readonly name: string;
  readonly text: string;
  /** A Dockerfile when absent. */
  readonly language?: 'compose';
  /** The service of a Compose file that the label is of; absent: of the whole file. */
  readonly service?: string;
  /** The ignore file beside it. */
  readonly ignoreFile?: string;
  /** The registries that its configuration allows. */
  readonly registries?: readonly string[];
  /** The line, from 1, that the label is of; absent: of the whole file. */
  readonly line?: number;
  /** Whether the other tool reports its id there. */
  readonly expected: 'found' | 'silent';
}
