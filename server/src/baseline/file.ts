// The baseline: findings that are known and accepted for now, so that only new ones are reported.
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../engine/index.ts';
import { decode, reason } from '../workspace/read.ts';
import { relativeTo } from '../workspace/root.ts';
import { Fingerprints } from './fingerprint.ts';

/** Rule id and fingerprint of each finding, by the Dockerfile's path relative to the baseline's folder, with `/`. */
type Entries = ReadonlyMap<string, readonly string[]>;

/** The findings of one file, parted by what the baseline holds. */
export interface Parted {
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** How many entries of the file no finding answers to any more. */
  readonly gone: number;
}

/** A baseline file: `{ "version": 1, "findings": { "api/Dockerfile": ["root-user 0123…"] } }`. */
export class Baseline {
  /** Absolute. */
  readonly path: string;
  private readonly entries: Entries;

  constructor(path: string, entries: Entries = new Map()) {
    this.path = path;
    this.entries = entries;
  }

  /** @param file absolute path of the Dockerfile */
  part(file: string, findings: readonly Finding[], text: string): Parted {
    const held = new Set(this.entries.get(this.nameOf(file)) ?? []);
    if (held.size === 0) return { fresh: findings, known: [], gone: 0 };
    const fresh: Finding[] = [];
    const known: Finding[] = [];
    const names = namesOf(findings, text);
    for (const [index, finding] of findings.entries()) {
      if (held.delete(names[index]!)) known.push(finding);
      else fresh.push(finding);
    }
    return { fresh, known, gone: held.size };
  }

  /**
   * The text of a baseline that holds these findings. What it holds of files that were not checked now stays, unless
   * `isThere` says that the file is gone.
   */
  updated(
    checked: readonly {
      readonly file: string;
      readonly findings: readonly Finding[];
      readonly text: string;
    }[],
    isThere: (file: string) => boolean,
  ): string {
    const entries = new Map([...this.entries].filter(([name]) => isThere(name)));
    for (const { file, findings, text } of checked) {
      if (findings.length === 0) entries.delete(this.nameOf(file));
      else entries.set(this.nameOf(file), namesOf(findings, text).sort());
    }
    const sorted = Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
    return `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`;
  }

  private nameOf(file: string): string {
    return relativeTo(dirname(this.path), file);
  }
}

function namesOf(findings: readonly Finding[], text: string): string[] {
  const names = new Fingerprints();
  return findings.map((finding) => `${finding.ruleId} ${names.of(finding, text)}`);
}

/** Thrown for a baseline that cannot be used; the message is a clause for the user, without the path. */
export class BaselineError extends Error {}

/** Far above what any project has. In bytes. */
const largest = 20 * 1024 * 1024;

/** Reads the baseline at `path` (absolute). Throws BaselineError; `missing` decides for a file that is not there. */
export function readBaseline(path: string, missing: 'empty' | 'error'): Baseline {
  let text: string;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new BaselineError('is no regular file');
    if (stat.size > largest) throw new BaselineError('is larger than 20 MB');
    text = decode(readFileSync(path)).text;
  } catch (error) {
    if (error instanceof BaselineError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && missing === 'empty') return new Baseline(path);
    throw new BaselineError(
      isMissing ? 'does not exist: write it with --update-baseline' : `cannot be read: ${reason(error)}`,
    );
  }
  return new Baseline(path, entriesOf(text));
}

function entriesOf(text: string): Entries {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BaselineError('is no valid JSON: write it again with --update-baseline');
  }
  const { version, findings } = (value ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== 1) throw new BaselineError('is no baseline of version 1');
  if (findings === null || typeof findings !== 'object')
    throw new BaselineError('has no “findings”: write it again with --update-baseline');
  const entries = new Map<string, readonly string[]>();
  for (const [file, names] of Object.entries(findings)) {
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string'))
      throw new BaselineError('holds what is no finding: write it again with --update-baseline');
    entries.set(file, names);
  }
  return entries;
}
