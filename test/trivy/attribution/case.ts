// What a case of the attribution tests is: a Dockerfile, how its image is built, and where each finding truly comes from.
import type { Match } from '../../../server/src/attribution/index.ts';
import type { Scanner } from '../../../server/src/trivy/index.ts';
import type { BuilderName, BuildTask } from './builders.ts';

/** What is expected of one finding. Lines are one-based, of the text that is shown. */
export interface Expected {
  /** The line that it truly comes from, the FROM for the base image; 0: it is no longer there. */
  readonly from: number;
  /** What is marked in the line; default: the whole instruction. */
  readonly word?: string;
  /** It cannot be told, and this is said. */
  readonly says?: string;
  /** The line on which it stands when it cannot be told; default: that of the FROM. */
  readonly at?: number;
  /** It is on no line, and that is right or the best that can be done. */
  readonly nowhere?: true;
  /** It is shown on this line, which did not bring it. */
  readonly wrong?: number;
  /** `requirements.txt:2`. */
  readonly manifest?: string;
  /** The line of another stage in which it was installed. */
  readonly installed?: number;
}

export interface Case extends Omit<BuildTask, 'dockerfile'> {
  readonly name: string;
  readonly builders: readonly BuilderName[];
  readonly built: readonly string[];
  /** The text as it is when the image is scanned; default: as it was built. */
  readonly shown?: readonly string[];
  /** Default: vulnerabilities only. */
  readonly scanners?: readonly Scanner[];
  /** The layers of the base image are known, as they are where an engine has it. */
  readonly knowsBase?: true;
  readonly match: Match;
  /** By package, or by the file of a secret or misconfiguration. */
  readonly found: Readonly<Record<string, Expected>>;
}

/** The findings of the base image, on a FROM in the first line. */
export const ofBase: Readonly<Record<string, Expected>> = { harbour: { from: 1 }, quay: { from: 1 } };

export const allBuilders = ['BuildKit', 'classic', 'Buildah'] as const;
