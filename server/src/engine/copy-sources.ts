// What a Dockerfile takes from its build context, as far as it is literal.
import { parseDockerfile } from './parse/dockerfile.ts';

/** The paths that COPY and ADD name, cleaned of leading `./` and `/`; without variables, patterns and addresses. */
export function copySources(text: string): string[] {
  const found = new Set<string>();
  for (const { keyword, flags, words, exec, heredocs } of parseDockerfile(text).instructions) {
    if ((keyword !== 'COPY' && keyword !== 'ADD') || heredocs.length > 0) continue;
    if (flags.some(({ name }) => name === 'from')) continue;
    const values = (exec?.items ?? words).map(({ value }) => value).slice(0, -1);
    for (const value of values) {
      const path = value.replace(/^(?:\.?\/)+/, '');
      if (
        path !== '' &&
        path !== '.' &&
        !/[$*?[\]\\]|:\/\/|^git@/.test(path) &&
        !path.split('/').includes('..')
      )
        found.add(path);
    }
  }
  return [...found];
}
