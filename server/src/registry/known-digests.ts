// Remembers what registries answered, with the time: in the user's own cache, outside every project.
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { programMemoryPath } from '../trivy/program-memory.ts';
import { fields } from '../trivy/report-fields.ts';
import { readSmallFile } from '../workspace/read.ts';

/** A registry's answer. */
export interface KnownDigest {
  /** `sha256:…` */
  readonly digest: string;
  /** When it was given: ISO 8601 in UTC. */
  readonly at: string;
}

const largestFile = 2 * 1024 * 1024;
const mostAnswers = 3000;

/** In the folder of the program memory. */
export function knownDigestsPath(): string {
  return join(dirname(programMemoryPath()), 'digests.json');
}

/**
 * Answers by `taggedName`, kept in a JSON file that only its user can read. A file that is not ours counts as empty, one that
 * cannot be written is done without.
 */
export class KnownDigests {
  private readonly file: string;
  private readonly session = new Map<string, KnownDigest>();

  constructor(file: string) {
    this.file = file;
  }

  /** Everything known, this session's answers and those in the file. */
  all(): ReadonlyMap<string, KnownDigest> {
    return new Map([...this.load(), ...this.session]);
  }

  async add(answers: ReadonlyMap<string, KnownDigest>): Promise<void> {
    if (answers.size === 0) return;
    for (const [name, answer] of answers) this.session.set(name, answer);
    const newest = [...this.all()]
      .sort(([, one], [, other]) => (one.at < other.at ? 1 : -1))
      .slice(0, mostAnswers)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const fresh = `${this.file}.${randomBytes(6).toString('hex')}.new`;
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      await writeFile(fresh, `${JSON.stringify({ answers: Object.fromEntries(newest) }, undefined, 1)}\n`, {
        mode: 0o600,
      });
      await rename(fresh, this.file);
    } catch {
      await rm(fresh, { force: true }).catch(() => undefined);
    }
  }

  private load(): Map<string, KnownDigest> {
    const known = new Map<string, KnownDigest>();
    const text = readSmallFile(this.file, largestFile);
    if (text === undefined) return known;
    try {
      for (const [name, value] of Object.entries(fields(fields(JSON.parse(text))['answers']))) {
        const { digest, at } = fields(value);
        const isDigest = typeof digest === 'string' && /^sha(?:256|512):[a-f0-9]{64,128}$/.test(digest);
        if (isDigest && typeof at === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{1,15}Z$/.test(at))
          known.set(name, { digest, at });
      }
    } catch {
      // Not ours.
    }
    return known;
  }
}
