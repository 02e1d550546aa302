// Ignore patterns as in a .gitignore, for the walk and for `exclude`.
import { compileGlob, type Glob, matchGlob } from './glob.ts';

interface IgnoreRule {
  readonly glob: Glob;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** The patterns of one file, relative to the folder it lies in. */
export type IgnoreRules = readonly IgnoreRule[];

/** Reads the lines of a .gitignore (gitignore(5)); what cannot match anything is left out. */
export function readIgnoreRules(text: string): IgnoreRules {
  const rules: IgnoreRule[] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    let end = line.length;
    while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end--;
    let pattern = line.slice(0, end);
    if (pattern === '' || pattern.startsWith('#')) continue;
    const negated = pattern.startsWith('!');
    if (negated) pattern = pattern.slice(1);
    const foldersOnly = pattern.endsWith('/');
    if (foldersOnly) pattern = pattern.slice(0, -1);
    const anchored = pattern.includes('/');
    if (pattern.startsWith('/')) pattern = pattern.slice(1);
    if (pattern === '') continue;
    rules.push({ glob: compileGlob(anchored ? pattern : `**/${pattern}`), negated, foldersOnly });
  }
  return rules;
}

/** What the last fitting pattern says of a path relative to the rules' folder; undefined when none fits. */
export function verdict(rules: IgnoreRules, path: string, isFolder: boolean): 'ignored' | 'kept' | undefined {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i]!;
    if (rule.foldersOnly && !isFolder) continue;
    if (matchGlob(rule.glob, path)) return rule.negated ? 'kept' : 'ignored';
  }
  return undefined;
}

/** Whether the patterns fit a file, by itself or with a folder it lies in. @param path of a file, relative to the rules' folder */
export function coversFile(rules: IgnoreRules, path: string): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    if (verdict(rules, path.slice(0, end), true) === 'ignored') return true;
  return verdict(rules, path, false) === 'ignored';
}
