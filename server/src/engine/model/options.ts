// Reads a command's options the way getopt does: bundles of short options, values in the same word or the next.

import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';

/** Which options of a program take a value. */
export interface OptionSpec {
  /** Letters of the short ones: `dgs`. */
  readonly short: string;
  /** Names of the long ones, without dashes. */
  readonly long: readonly string[];
}

/** One option with its value. */
export interface ReadOption {
  /** Without dashes: `m`, `home-dir`. */
  readonly name: string;
  /** As written, variables left in place. */
  readonly value?: string;
  /** The word that holds the value, where it is one of its own. */
  readonly word?: ShellWord;
}

/** A command's words, told apart. */
export interface ReadOptions {
  readonly options: readonly ReadOption[];
  /** In order; options may stand between them. */
  readonly positional: readonly ShellWord[];
}

/** Reads all words of a command. A word that starts with a dash is an option until `--` comes. */
export function readOptions(command: PlainCommand, spec: OptionSpec): ReadOptions {
  const options: ReadOption[] = [];
  const positional: ShellWord[] = [];
  const { args } = command;
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    const { text } = word;
    if (text === '--') {
      positional.push(...args.slice(index + 1));
      break;
    }
    if (text === '-' || !text.startsWith('-')) positional.push(word);
    else if (text.startsWith('--')) {
      const cut = text.indexOf('=');
      const name = text.slice(2, cut < 0 ? undefined : cut);
      if (cut >= 0) options.push({ name, value: text.slice(cut + 1) });
      else if (spec.long.includes(name)) options.push(separate(name, args[++index]));
      else options.push({ name });
    } else {
      for (let at = 1; at < text.length; at++) {
        const letter = text[at]!;
        if (!spec.short.includes(letter)) options.push({ name: letter });
        else {
          options.push(
            at + 1 < text.length
              ? { name: letter, value: text.slice(at + 1) }
              : separate(letter, args[++index]),
          );
          break;
        }
      }
    }
  }
  return { options, positional };
}

function separate(name: string, word: ShellWord | undefined): ReadOption {
  return { name, value: word?.text, ...(word && { word }) };
}

/** The value of the last of these options; undefined when none is given. */
export function optionValue({ options }: ReadOptions, ...names: readonly string[]): string | undefined {
  return options.findLast((option) => names.includes(option.name))?.value;
}

/** Whether one of these options is given. */
export function hasOption({ options }: ReadOptions, ...names: readonly string[]): boolean {
  return options.some((option) => names.includes(option.name));
}
