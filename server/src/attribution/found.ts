// What a scan found, as far as its place in a Dockerfile goes.

export interface Found {
  /** `os`: of the distribution's package manager. `library`: of a language's. `other`: a secret, a misconfiguration. */
  readonly class: 'os' | 'library' | 'other';
  /** The package's name as the scanner gives it; of Java `group:artifact`. Absent for secrets and the like. */
  readonly package?: string;
  readonly version?: string;
  /** Of a library, in Trivy's words: `python-pkg`, `node-pkg`, `gobinary`, `jar`. */
  readonly type?: string;
  /** The layer in which this version was first there. */
  readonly layerDiffId?: string;
  /** The file in the image that it was found in. */
  readonly path?: string;
}
