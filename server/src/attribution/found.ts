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

interface InLayer {
  readonly target: string;
  readonly layerDiffId?: string;
}

/** What a vulnerability in a package tells. */
export function traceOfPackage(
  one: InLayer & {
    readonly class: Found['class'];
    readonly package: string;
    readonly installed: string;
    readonly type?: string;
  },
): Found {
  return {
    class: one.class,
    package: one.package,
    version: one.installed,
    ...(one.type ? { type: one.type } : {}),
    ...traceOfPath(one),
  };
}

/** What a secret, a misconfiguration or a licence tells; of a licence Trivy does not say in which layer it is. */
export function traceOfFile(one: InLayer): Found {
  return { class: 'other', ...traceOfPath(one) };
}

function traceOfPath({ target, layerDiffId }: InLayer): Pick<Found, 'path' | 'layerDiffId'> {
  return { path: target, ...(layerDiffId ? { layerDiffId } : {}) };
}
