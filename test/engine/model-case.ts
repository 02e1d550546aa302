// What a case of the model's tests says: a file, and what the model must know of its end.
import type { Ownership } from '../../server/src/engine/model/ownership.ts';
import type { Language } from '../../server/src/engine/model/runtimes.ts';
import type { Presence } from '../../server/src/engine/model/state.ts';

/** `line` is 1-based, where one is given: who made it so; 0 stands for the base image. */
export interface ModelCase {
  readonly name: string;
  /** Without the last line break. */
  readonly text: string;
  readonly target?: string;
  /** USER's name at the end of the final stage; null: not known. */
  readonly user?: string | null;
  readonly root?: boolean | null;
  readonly tools?: Readonly<Record<string, Presence | readonly [Presence, line: number]>>;
  readonly accounts?: Readonly<Record<string, Presence>>;
  readonly groups?: Readonly<Record<string, Presence>>;
  readonly uids?: Readonly<Record<string, number | null>>;
  readonly workdir?: string | null;
  readonly packages?: readonly string[];
  readonly env?: Readonly<Record<string, string | null>>;
  readonly shell?: readonly string[];
  /** The base of the final stage: `scratch`, `stage NAME`, an image, or `unknown`. */
  readonly base?: string;
  /** Index of the final stage. */
  readonly final?: number;
  /** Indexes of the stages that the final image is made of, nearest first. */
  readonly chain?: readonly number[];
  /** The line of the instruction in force; 0 is the image's own, null none. */
  readonly cmd?: number | null;
  readonly entrypoint?: number | null;
  readonly healthcheck?: number | null;
  /** Version (`?`: not known) and path of a language's runtime at the end; null: none is known. */
  readonly runtimes?: Readonly<Partial<Record<Language, string | null>>>;
  /** By the path where it lies at the end of the final stage; null: nothing certain. */
  readonly artifacts?: Readonly<Record<string, string | null>>;
  readonly libc?: string | null;
  /** The program that the container starts first. */
  readonly first?: string | null;
  readonly owners?: Readonly<Record<string, Ownership>>;
  readonly volumes?: readonly string[];
  readonly exposed?: readonly string[];
}
