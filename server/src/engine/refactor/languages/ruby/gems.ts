// Gems that need a library or program of the distribution at run time, which the full image has and the slim one has not.
import type { SplitInput } from '../../plan.ts';

type Packages = string | Readonly<Record<'11' | '12' | '13', string>>;

/**
 * Debian's packages. Sources: the gems' own installation pages and the libraries that their extensions are linked with; the names of
 * the packages in Debian 11, 12 and 13.
 */
const needs: Readonly<Record<string, Packages>> = {
  pg: 'libpq5',
  mysql2: 'libmariadb3',
  rmagick: { '11': 'libmagickwand-6.q16-6', '12': 'libmagickwand-6.q16-6', '13': 'libmagickwand-7.q16-10' },
  mini_magick: 'imagemagick',
  'ruby-vips': { '11': 'libvips42', '12': 'libvips42', '13': 'libvips42t64' },
  charlock_holmes: { '11': 'libicu67', '12': 'libicu72', '13': 'libicu76' },
  curb: { '11': 'libcurl4', '12': 'libcurl4', '13': 'libcurl4t64' },
  tiny_tds: 'libsybdb5',
  sqlite3: 'libsqlite3-0',
  git: 'git',
};

/** What a Gemfile asks for. */
export interface GemNeeds {
  /** The gem and its package. */
  readonly known: readonly (readonly [string, string])[];
  /** The Gemfile is not known. */
  readonly complete: boolean;
}

/** @param release of Debian, in the runtime image */
export function gemNeeds(
  { context }: SplitInput,
  release: string | undefined,
  manifest: string | undefined,
): GemNeeds {
  const text = manifest === undefined ? undefined : context.files?.[manifest];
  if (text === undefined) return { known: [], complete: false };
  const known: [string, string][] = [];
  for (const [, gem] of text.matchAll(/^[ \t]*gem[ \t(]+["']([\w.-]+)["']/gm)) {
    const found = Object.hasOwn(needs, gem!) ? needs[gem!]! : undefined;
    const name =
      typeof found === 'object'
        ? release === '11' || release === '12' || release === '13'
          ? found[release]
          : undefined
        : found;
    if (name !== undefined) known.push([gem!, name]);
  }
  return { known, complete: true };
}
