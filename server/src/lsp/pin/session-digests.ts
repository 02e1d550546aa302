// What registries answered earlier, for the rules and the hover of this session. Reading it contacts nothing.
import type { KnownImageDigest, LintInput } from '../../engine/index.ts';
import { type KnownDigest, KnownDigests, knownDigestsPath } from '../../registry/index.ts';

export class SessionDigests {
  private readonly memory = new KnownDigests(knownDigestsPath());
  private known: Readonly<Record<string, KnownImageDigest>> | undefined;

  /** By the image's whole name with its tag: `docker.io/library/python:3.12`. */
  all(): Readonly<Record<string, KnownImageDigest>> {
    // Names come from files, and a name can be any word.
    this.known ??= Object.assign(Object.create(null), Object.fromEntries(this.memory.all()));
    return this.known!;
  }

  async add(answers: ReadonlyMap<string, KnownDigest>): Promise<void> {
    await this.memory.add(answers);
    this.known = undefined;
  }

  /** The input with what is known; rules of Dockerfiles look at it. */
  over(input: LintInput): LintInput {
    if (input.language === 'compose' || input.language === 'daemon') return input;
    return { ...input, context: { ...input.context, digests: this.all() } };
  }
}
