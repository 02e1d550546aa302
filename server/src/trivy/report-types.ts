// The shape of a scan's result, after everything in Trivy's report that is not needed or not sound was left out.
import type { ScanSeverity } from '../settings.ts';

/** All texts come from a scanner or an image: one line each, of bounded length, still to be escaped where shown. */
export interface TrivyReport {
  readonly image: ImageFactsOfReport;
  /** Worst first: severity, then fixable, score, id, package, place. */
  readonly vulnerabilities: readonly Vulnerability[];
  readonly misconfigurations: readonly Misconfiguration[];
  readonly secrets: readonly FoundSecret[];
  readonly licenses: readonly FoundLicense[];
  readonly counts: SeverityCounts;
  /** Findings left out because there were more than the limit. */
  readonly omitted: number;
  /** What is installed, where the scan was asked to list it; else empty. */
  readonly packages: readonly InstalledPackage[];
  /** What an ignore file or a VEX statement took out, where the scan was asked to tell; else empty. */
  readonly suppressed: readonly SuppressedVulnerability[];
}

/** A package of the image, with or without vulnerabilities. */
export interface InstalledPackage {
  /** Trivy's identifier within the target: what `dependsOn` names. */
  readonly id?: string;
  readonly name: string;
  readonly version: string;
  /** Package URL (https://github.com/package-url/purl-spec). */
  readonly purl?: string;
  readonly class: Vulnerability['class'];
  readonly type?: string;
  /** `debian 12`, or the file the package was found in. */
  readonly target: string;
  readonly licenses: readonly string[];
  /** Identifiers of packages of the same target. */
  readonly dependsOn: readonly string[];
  /** Something that the project itself names, not one of its dependencies. */
  readonly direct?: boolean;
  readonly layerDiffId?: string;
}

/** A vulnerability that was found and is not counted. */
export interface SuppressedVulnerability {
  readonly vulnerability: Vulnerability;
  /** `ignored`, or the status of a VEX statement: `not_affected`, `fixed`. */
  readonly status: string;
  readonly statement: string;
  /** The file or document that says so. */
  readonly source: string;
}

export interface ImageFactsOfReport {
  /** What was scanned, in Trivy's words: a reference or a path. */
  readonly name: string;
  /** `sha256:…` of the configuration. */
  readonly id?: string;
  /** Milliseconds since 1970. */
  readonly created?: number;
  /** Bytes of the layers, not compressed; absent where Trivy does not tell. */
  readonly size?: number;
  readonly os?: { readonly family: string; readonly name: string; readonly endOfLife: boolean };
  readonly config?: ImageConfig;
  readonly tags: readonly string[];
  /** `name@sha256:…` */
  readonly digests: readonly string[];
  /** Layers from the bottom. */
  readonly diffIds: readonly string[];
  /** The n-th entry that is not `empty` made the n-th layer. */
  readonly history: readonly HistoryEntry[];
}

/** What the image is started with, as its configuration says (OCI image specification, “config”). */
export interface ImageConfig {
  /** As USER was written; empty for root. */
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workdir: string;
  /** `8080/tcp`. */
  readonly ports: readonly string[];
  /** It has a health check that does something. */
  readonly healthcheck: boolean;
  /** The image it was built on, where the label `org.opencontainers.image.base.name` says so. */
  readonly baseName?: string;
}

export interface HistoryEntry {
  /** May hold the values of build arguments, secrets among them: to be compared, never to be shown. */
  readonly createdBy: string;
  readonly comment: string;
  readonly empty: boolean;
  /** The end of `createdBy` was left out. */
  readonly cut?: true;
}

export interface Vulnerability {
  readonly id: string;
  readonly severity: ScanSeverity;
  readonly package: string;
  readonly installed: string;
  /** Fixed versions as Trivy gives them, separated by commas; absent when there is none. */
  readonly fixed?: string;
  readonly title: string;
  /** http or https only. */
  readonly url?: string;
  /** The layer in which this version was first there. */
  readonly layerDiffId?: string;
  /** `debian 12`, or the file the package was found in. */
  readonly target: string;
  readonly class: 'os' | 'library' | 'other';
  /** Trivy's word for the kind of package: `debian`, `python-pkg`, `node-pkg`, `gobinary`. */
  readonly type?: string;
  readonly cvss?: { readonly score: number; readonly vector?: string };
  /** Package URL of what is installed. */
  readonly purl?: string;
  /** Identifier of the package within the target; see InstalledPackage. */
  readonly packageId?: string;
  /** Trivy's word for what the vendor does about it: `fixed`, `affected`, `will_not_fix`, `end_of_life`. */
  readonly status?: string;
}

export interface Misconfiguration {
  readonly id: string;
  readonly severity: ScanSeverity;
  readonly title: string;
  readonly message: string;
  readonly resolution: string;
  readonly url?: string;
  readonly target: string;
  /** One-based, inclusive; absent for the whole file. */
  readonly startLine?: number;
  readonly endLine?: number;
  /** Of an image: the layer that brought the file. */
  readonly layerDiffId?: string;
}

/** The secret itself is not kept. */
export interface FoundSecret {
  readonly rule: string;
  readonly category: string;
  readonly severity: ScanSeverity;
  readonly title: string;
  readonly target: string;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly layerDiffId?: string;
}

export interface FoundLicense {
  readonly name: string;
  readonly severity: ScanSeverity;
  readonly category: string;
  readonly package: string;
  readonly target: string;
}

/** Of vulnerabilities, and of misconfigurations, secrets and licences together with them. */
export interface SeverityCounts {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly unknown: number;
  readonly total: number;
  /** Vulnerabilities for which there is a fixed version. */
  readonly fixable: number;
}
