// What the commands of RubyGems and Bundler do.
import type { PlainCommand } from '../../../model/apply-run.ts';

/** `install`: brings gems. `setting`: says how (`bundle config`). `start`: starts a program of the bundle. `other`: needs no place of its own. */
export interface RubyCommand {
  readonly purpose: 'install' | 'setting' | 'start' | 'other';
  readonly manager: 'gem' | 'bundle';
  /** A folder that the command names for the gems, as written: `vendor/bundle`. */
  readonly folder?: string;
}

/** Undefined for another command. */
export function readRubyCommand({ name, args }: PlainCommand): RubyCommand | undefined {
  const words = args.map(({ text }) => text);
  const verb = words.find((word) => !word.startsWith('-')) ?? '';
  if (name === 'gem') {
    const folder = optionOf(words, /^(-i|--install-dir)$/);
    const install = verb === 'install' || verb === 'update';
    return { purpose: install ? 'install' : 'other', manager: 'gem', ...(folder && { folder }) };
  }
  if (name !== 'bundle' && name !== 'bundler') return undefined;
  if (verb === 'exec') return { purpose: 'start', manager: 'bundle' };
  if (verb === 'config') {
    const at = words.indexOf('path');
    const folder = at > 0 && words[at + 1] !== undefined ? words[at + 1] : undefined;
    return { purpose: 'setting', manager: 'bundle', ...(folder && { folder }) };
  }
  if (verb === '' || verb === 'install' || verb === 'update') {
    const folder =
      optionOf(words, /^--path$/) ?? (words.includes('--deployment') ? 'vendor/bundle' : undefined);
    return { purpose: 'install', manager: 'bundle', ...(folder && { folder }) };
  }
  return { purpose: 'other', manager: 'bundle' };
}

function optionOf(words: readonly string[], option: RegExp): string | undefined {
  const at = words.findIndex((word) => option.test(word));
  if (at >= 0) return words[at + 1];
  const joined = words.find((word) => word.includes('=') && option.test(word.slice(0, word.indexOf('='))));
  return joined?.slice(joined.indexOf('=') + 1);
}
