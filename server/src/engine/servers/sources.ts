// Short ways to say where a fact was read.
import type { FactName, FactSource } from './server-facts.ts';

/** A file of a repository of GitHub at a commit, with the day of that commit where it is known. */
export function inRepository(
  repository: string,
  path: string,
  commit: string,
  day: string | undefined,
  ...facts: FactName[]
): FactSource {
  const url = `https://github.com/${repository}/blob/${commit}/${path}`;
  return {
    url,
    read: day === undefined ? commit : `${commit} of ${day}`,
    ...(facts.length > 0 && { facts }),
  };
}

/** A page of documentation that says it, in no particular version: what it says today was not compared. */
export function onPage(url: string, ...facts: FactName[]): FactSource {
  return { url, read: 'documentation, not compared with a version', ...(facts.length > 0 && { facts }) };
}
