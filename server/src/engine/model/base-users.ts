// The accounts that a distribution's minimal image has, by release, and what is certain when the release is not known.
import type { ImageFacts, ImageUser } from './facts.ts';

/** Name, uid, gid. */
export type BaseUser = readonly [name: string, uid: number, gid: number];

export interface UserFamilies {
  /** Whole /etc/passwd lists, shared by releases. */
  readonly lists: readonly (readonly BaseUser[])[];
  readonly families: Readonly<Record<string, UserFamily>>;
}

interface UserFamily {
  /** The lists together name every account of every release, so that an unknown release has no other. */
  readonly complete: boolean;
  /** Release to index of its list. */
  readonly releases: Readonly<Record<string, number>>;
}

/**
 * The users of an image built on `family`. With a release that is listed they are exact; else those that every release
 * has are certain, the others possible, and no more is claimed complete than the family is.
 */
export function expandUsers(
  table: UserFamilies,
  family: string,
  release: string | undefined,
  added: readonly ImageUser[] = [],
  complete = false,
): Pick<ImageFacts, 'users' | 'possibleUsers' | 'usersComplete'> {
  const known = table.families[family];
  if (!known) return { users: added, usersComplete: false };
  const index = release === undefined ? undefined : known.releases[release];
  const exact = index === undefined ? undefined : table.lists[index];
  const own = new Set(added.map((user) => user.name));
  const merge = (base: readonly ImageUser[]) => [...base.filter((user) => !own.has(user.name)), ...added];
  if (exact)
    return { users: merge(exact.map(([name, uid, gid]) => ({ name, uid, gid }))), usersComplete: complete };

  const lists = [...new Set(Object.values(known.releases))].map((i) => table.lists[i] ?? []);
  const names = new Set(lists.flatMap((list) => list.map(([name]) => name)));
  const certain: ImageUser[] = [];
  const possible: string[] = [];
  for (const name of names) {
    const rows = lists.flatMap((list) => list.filter((row) => row[0] === name));
    if (rows.length < lists.length) {
      if (!own.has(name)) possible.push(name);
      continue;
    }
    const uids = new Set(rows.map((row) => row[1]));
    const gids = new Set(rows.map((row) => row[2]));
    certain.push({
      name,
      ...(uids.size === 1 && { uid: rows[0]?.[1] }),
      ...(gids.size === 1 && { gid: rows[0]?.[2] }),
    });
  }
  return { users: merge(certain), possibleUsers: possible, usersComplete: complete && known.complete };
}
