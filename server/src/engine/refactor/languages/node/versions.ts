// Which Node a tag of the official image brings, and on which release of Debian.
import type { ImageFacts } from '../../../model/facts.ts';
import { compareVersions } from '../../../model/official-tags.ts';
import type { SplitInput } from '../../plan.ts';

/** The Node of a base image. */
export interface NodeVersion {
  readonly major: number;
  /** The tag moves from one major to the next: `lts`, `current`, no tag at all. */
  readonly moves: boolean;
}

/** Undefined where the tag does not tell. */
export function nodeVersion({ base, facts }: SplitInput): NodeVersion | undefined {
  const tag = base.reference.tag ?? (base.reference.digest === undefined ? 'latest' : undefined);
  if (tag === undefined) return undefined;
  const number = /^v?(\d{1,3})(?=[.-]|$)/.exec(tag)?.[1];
  if (number !== undefined) return { major: Number(number), moves: false };
  const tags = facts.officialTags('library/node');
  if (!tags || base.facts?.runtime?.name !== 'node') return undefined;
  const majors = tags.flatMap((one) => (/^\d+$/.test(one) ? [Number(one)] : []));
  const [newest] = majors.sort((one, other) => compareVersions([other], [one]));
  if (newest === undefined) return undefined;
  if (/^(latest|current|slim|alpine[\d.]*|bullseye|bookworm|trixie)(-|$)/.test(tag))
    return { major: newest, moves: true };
  // A line has its name for good; `lts` goes to the next one each year.
  const name = /^(?:lts-)?([a-z]+)(?:-|$)/.exec(tag)?.[1] ?? '';
  if (lines.has(name)) return { major: lines.get(name)!, moves: false };
  const current = tags.flatMap((one) => /^lts-([a-z]+)$/.exec(one)?.[1] ?? []).find((one) => lines.has(one));
  return /^lts(-|$)/.test(tag) && current !== undefined
    ? { major: lines.get(current)!, moves: true }
    : undefined;
}

/** Names of the lines with long support. Source: nodejs.org, “Previous releases”. */
const lines: ReadonlyMap<string, number> = new Map([
  ['argon', 4],
  ['boron', 6],
  ['carbon', 8],
  ['dubnium', 10],
  ['erbium', 12],
  ['fermium', 14],
  ['gallium', 16],
  ['hydrogen', 18],
  ['iron', 20],
  ['jod', 22],
  ['krypton', 24],
]);

/** Debian's release of an image as a number; undefined for others, or where it is not known. */
export function debianRelease(facts: ImageFacts | undefined): number | undefined {
  return facts?.distro === 'debian' && facts.release !== undefined ? Number(facts.release) : undefined;
}

/** Debian's releases under which distroless images of a major are published. Source: nodejs/README.md of distroless. */
export function distrolessReleases(major: number): readonly number[] {
  return major === 20 || major === 22 || major === 24 ? [12, 13] : [];
}
