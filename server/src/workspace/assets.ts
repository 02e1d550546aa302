// The data files that lie beside the bundles: image facts and the rules' documentation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders where a data file can lie: beside the bundle, or in `dist` when run from source. */
const places = [import.meta.dirname, join(import.meta.dirname, '..', '..', '..', 'dist')];

/** The text of a data file. Throws when the build left it out. */
export function readAsset(name: 'image-facts.json' | 'rules.json'): string {
  for (const place of places) {
    try {
      return readFileSync(join(place, name), 'utf8');
    } catch {
      // The next place, or the error below.
    }
  }
  throw new Error(`${name} is missing from this installation of Plimsoll: install it again.`);
}

/** What `dist/rules.json` tells of one rule. */
export interface RuleDocs {
  readonly id: string;
  /** What it checks; absent for what the engine says of any file. */
  readonly language?: 'dockerfile' | 'compose' | 'daemon';
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly profiles: readonly string[];
  readonly concern: 'security' | 'correctness';
  readonly summary: string;
  readonly why: string;
  readonly sources: readonly string[];
  /** The kinds of fixes it can have; none: empty. */
  readonly fixes: readonly ('safe' | 'review' | 'refactor')[];
  readonly options: readonly {
    readonly name: string;
    readonly default: unknown;
    readonly description: string;
  }[];
  /** Links to the sources, in the same order; empty where a source has none. */
  readonly links: readonly string[];
  /** Markdown: what it finds, when it is silent, how safe its fixes are. */
  readonly docs: string;
  /** Example files with the marks taken out. */
  readonly examples: readonly {
    readonly kind: 'bad' | 'good';
    readonly text: string;
    readonly fixed?: string;
    readonly note?: string;
  }[];
}

let rules: readonly RuleDocs[] | undefined;

/** The documentation of every rule, by id in order. Read once, when asked for. */
export function readRuleDocs(): readonly RuleDocs[] {
  rules ??= JSON.parse(readAsset('rules.json')) as RuleDocs[];
  return rules;
}
