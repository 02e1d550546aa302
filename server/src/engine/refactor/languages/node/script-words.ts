// The words of a script in package.json, and those that a caller hands to it.
import type { Manager } from './commands.ts';

/** Blank-separated words with quotes around whole words removed; undefined where quotes stand otherwise. */
export function wordsOfScript(script: string): string[] | undefined {
  const words = script.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  // A quote in the middle of a word leaves no blank between two matches.
  if (/[^\s]["'][^\s]/.test(script.replace(/(^|\s)("[^"]*"|'[^']*')(?=\s|$)/g, ' '))) return undefined;
  return words.map((word) => (/^["']/.test(word) ? word.slice(1, -1) : word));
}

/** What the caller hands to the script: npm wants `--` in front of options. */
export function passed(manager: Manager, rest: readonly string[]): readonly string[] {
  const at = rest.indexOf('--');
  if (at >= 0) return [...(manager === 'npm' ? [] : rest.slice(0, at)), ...rest.slice(at + 1)];
  return manager === 'npm' ? rest.filter((word) => !word.startsWith('-')) : rest;
}
