// BuildKit's word lexer: quotes, escapes, `$name` and `${name…}`, with the errors it fails on.

import { isSpace } from './characters.ts';
import type { LexedWord, LexerOptions, LexerResult } from './lexer-types.ts';
import { removePrefix, removeSuffix, replacePattern } from './patterns.ts';

/** Substitutions nested deeper than this are refused: BuildKit has no limit, a call stack has. */
const deepest = 250;

class LexerFailure extends Error {}

/** Reads a text the way BuildKit expands it. Never throws; linear but for nested substitutions, which are bounded. */
export function lex(text: string, options: LexerOptions): LexerResult {
  return new Lexer(text, options).run();
}

class Lexer {
  readonly #text: string;
  readonly #options: LexerOptions;
  readonly #used = new Set<string>();
  #position = 0;
  #unknown = false;
  #rawEscapes: boolean;
  #depth = 0;
  #words: LexedWord[] = [];
  #word = '';
  #wordStart = 0;
  #inWord = false;
  #dollar = 0;

  constructor(text: string, options: LexerOptions) {
    this.#text = text;
    this.#options = options;
    this.#rawEscapes = options.rawEscapes ?? false;
  }

  run(): LexerResult {
    try {
      const text = this.#until('', this.#rawEscapes);
      this.#endWord(this.#text.length);
      return { text, words: this.#words, used: [...this.#used], unknown: this.#unknown };
    } catch (failure) {
      if (!(failure instanceof LexerFailure)) throw failure;
      const problem = {
        message: failure.message,
        start: this.#dollar,
        end: Math.max(this.#position, this.#dollar + 1),
      };
      return { text: '', words: [], used: [...this.#used], unknown: true, problem };
    }
  }

  #endWord(end: number): void {
    if (this.#word !== '') this.#words.push({ text: this.#word, start: this.#wordStart, end });
    this.#word = '';
    this.#inWord = false;
  }

  /** Adds to the current word; only the outermost level has words. */
  #add(text: string, start: number, splits: boolean): void {
    if (this.#depth > 0) return;
    if (!splits) {
      if (!this.#inWord) this.#wordStart = start;
      this.#word += text;
      this.#inWord = true;
      return;
    }
    for (let i = 0; i < text.length; i++) {
      if (!isSpace(text.charCodeAt(i))) this.#add(text[i]!, start, false);
      else if (this.#inWord) this.#endWord(start);
    }
  }

  /** Reads up to `stop`, which is swallowed, or to the end when `stop` is empty. */
  #until(stop: string, rawEscapes: boolean): string {
    const outer = this.#rawEscapes;
    this.#rawEscapes = rawEscapes;
    let result = '';
    const text = this.#text;
    while (this.#position < text.length) {
      const start = this.#position;
      const character = text[start]!;
      if (stop !== '' && character === stop) {
        this.#position++;
        this.#rawEscapes = outer;
        return result;
      }
      if (character === '$') {
        const value = this.#substitution();
        result += value;
        this.#add(value, start, true);
      } else if (character === '<') {
        const value = this.#redirection();
        result += value;
        this.#add(value, start, false);
      } else if ((character === "'" || character === '"') && !this.#options.ignoreQuotes) {
        const value = character === "'" ? this.#singleQuoted() : this.#doubleQuoted();
        result += value;
        this.#add(value, start, false);
      } else if (character === this.#options.escape) {
        this.#position++;
        if (this.#rawEscapes) {
          result += character;
          this.#add(character, start, false);
        }
        const next = text[this.#position];
        if (next === undefined) break;
        this.#position++;
        result += next;
        this.#add(next, start, false);
      } else {
        this.#position++;
        result += character;
        this.#add(character, start, true);
      }
    }
    if (stop !== '') throw new LexerFailure(`the closing '${stop}' is missing`);
    this.#rawEscapes = outer;
    return result;
  }

  /** `<<` takes the blanks after it into its word, so that `<< EOF` is one. */
  #redirection(): string {
    const start = this.#position++;
    if (this.#text[this.#position] !== '<') return '<';
    this.#position++;
    while ([9, 13, 32].includes(this.#text.charCodeAt(this.#position))) this.#position++;
    return this.#text.slice(start, this.#position);
  }

  #singleQuoted(): string {
    const start = this.#position;
    const end = this.#text.indexOf("'", start + 1);
    if (end < 0) {
      this.#dollar = start;
      this.#position = start + 1;
      throw new LexerFailure("the closing ' is missing");
    }
    this.#position = end + 1;
    return this.#options.rawQuotes ? this.#text.slice(start, end + 1) : this.#text.slice(start + 1, end);
  }

  #doubleQuoted(): string {
    const start = this.#position++;
    const { escape: escaper, rawQuotes } = this.#options;
    let result = rawQuotes ? '"' : '';
    for (;;) {
      const character = this.#text[this.#position];
      if (character === undefined) {
        this.#dollar = start;
        this.#position = start + 1;
        throw new LexerFailure('the closing " is missing');
      }
      if (character === '$') {
        result += this.#substitution();
        continue;
      }
      this.#position++;
      if (character === '"') return rawQuotes ? `${result}"` : result;
      if (character !== escaper) {
        result += character;
        continue;
      }
      if (this.#rawEscapes) result += character;
      const next = this.#text[this.#position];
      if (next === undefined) continue;
      if (next === '"' || next === '$' || next === escaper) {
        this.#position++;
        result += next;
      } else {
        result += character;
      }
    }
  }

  #get(name: string): string | undefined | null {
    this.#used.add(name);
    const value = this.#options.lookup(name);
    if (value === null) this.#unknown = true;
    return value;
  }

  #substitution(): string {
    const start = this.#position++;
    if (this.#text[this.#position] !== '{') {
      const name = this.#name();
      if (name === '') return '$';
      const value = this.#get(name);
      return value ?? (this.#options.keepUnset ? `$${name}` : '');
    }
    if (++this.#depth > deepest) {
      this.#dollar = start;
      throw new LexerFailure('too many nested ${…}');
    }
    const outerDollar = this.#dollar;
    this.#dollar = start;
    // BuildKit shares one buffer between the levels: what stood in the word before `${x:-` is lost to the word.
    const value = this.#braced(start);
    this.#dollar = outerDollar;
    this.#depth--;
    return value;
  }

  #braced(start: number): string {
    this.#position++;
    const first = this.#text[this.#position];
    if (first === undefined) throw new LexerFailure("the closing '}' of ${ is missing");
    if (first === '{' || first === '}' || first === ':') {
      this.#position++;
      throw new LexerFailure(`'${this.#text.slice(start, this.#position)}' has no variable name`);
    }
    const name = this.#name();
    let operator = this.#text[this.#position++];
    if (operator === '}') {
      const value = this.#get(name);
      return value ?? (this.#options.keepUnset ? `\${${name}}` : '');
    }
    if (operator === '/') return this.#replacement(name);
    const orEmpty = operator === ':';
    if (orEmpty) operator = this.#text[this.#position++];
    const written = (orEmpty ? ':' : '') + (operator ?? '');
    if (operator === undefined || (!orEmpty && !'+-?#%'.includes(operator))) {
      throw new LexerFailure(
        operator === undefined ? "the closing '}' of ${ is missing" : unsupported(written),
      );
    }
    const isPattern = operator === '#' || operator === '%';
    if (orEmpty && isPattern) throw new LexerFailure(unsupported(written));
    const operand = this.#until('}', isPattern);
    const value = this.#get(name);
    if (this.#options.keepUnset && value == null) return `\${${name}${written}${operand}}`;
    if (value === null && '+-?'.includes(operator)) return '';
    const isUnset = value === undefined || (orEmpty && value === '');
    switch (operator) {
      case '-':
        return isUnset ? operand : value!;
      case '+':
        return isUnset ? '' : operand;
      case '?':
        if (isUnset)
          throw new LexerFailure(`${name} must have a value here${operand === '' ? '' : `: ${operand}`}`);
        return value!;
      case '#':
      case '%': {
        const longest = operand.startsWith(operator);
        const pattern = longest ? operand.slice(1) : operand;
        const remove = operator === '#' ? removePrefix : removeSuffix;
        return this.#known(remove(value ?? '', pattern, longest), pattern);
      }
      default:
        throw new LexerFailure(unsupported(written));
    }
  }

  #replacement(name: string): string {
    const all = this.#text[this.#position] === '/';
    if (all) this.#position++;
    const pattern = this.#until('/', true);
    const replacement = this.#until('}', true);
    const value = this.#get(name);
    if (this.#options.keepUnset && value == null) return `\${${name}/${pattern}/${replacement}}`;
    if (value === null) return '';
    return this.#known(replacePattern(value ?? '', pattern, replacement, all), pattern);
  }

  #known(result: string | undefined | null, pattern: string): string {
    if (result === null) throw new LexerFailure(`the pattern '${pattern}' has a wrong escape`);
    if (result === undefined) this.#unknown = true;
    return result ?? '';
  }

  /** A name, a number or a special parameter; empty when there is none. */
  #name(): string {
    const pattern = /\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;
    pattern.lastIndex = this.#position;
    const name = pattern.exec(this.#text)?.[0] ?? '';
    this.#position += name.length;
    return name;
  }
}

function unsupported(modifier: string): string {
  return `'${modifier}' is not a modifier that a Dockerfile knows in \${…}`;
}
