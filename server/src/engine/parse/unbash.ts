// The one door to the shell parser `unbash`: its tree, and what the words of that tree mean.
import type { CompoundList, ParsedScript, Script, Statement, Word, WordPart } from 'unbash';
import { forEachChild, parse } from 'unbash';

export type {
  AndOr,
  Assignment,
  Command,
  CompoundList,
  If,
  ParsedScript,
  Pipeline,
  Redirection,
  Script,
  Statement,
  SyntaxNode,
  TestCommand,
  Word,
} from 'unbash';
export { forEachChild };

/** Results by text: the same script is read again with every keystroke elsewhere in the file. */
const remembered = new Map<string, ParsedScript>();
const mostRemembered = 2000;
/** Longer scripts are not kept. */
const longestRemembered = 64 * 1024;
/** Longer scripts are not read. */
const longestRead = 1024 * 1024;

/**
 * Reads a POSIX or bash script. Never throws; problems are in `errors`. Offsets are UTF-16, half-open.
 * A script that the parser cannot read in decent time or without running out of stack has no commands and one error.
 */
export function parseShell(source: string): ParsedScript {
  const known = remembered.get(source);
  if (known !== undefined) return known;
  const script = parseGuarded(source);
  if (source.length <= longestRemembered) {
    // The oldest goes first.
    if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(source, script);
  }
  return script;
}

function parseGuarded(source: string): ParsedScript {
  // unbash 6.0.4 takes squared time for many here-documents and recurses without a limit for `a() b() c() …`.
  const isHostile = source.length > longestRead || count(source, '<<') > 500 || count(source, '()') > 500;
  if (isHostile) return unread(source, 'too large to read');
  try {
    return parse(source);
  } catch (error) {
    return unread(source, error instanceof Error ? error.message : 'unreadable');
  }
}

function unread(source: string, message: string): ParsedScript {
  return {
    type: 'Script',
    pos: 0,
    end: source.length,
    shebang: undefined,
    commands: [],
    errors: [{ message, pos: 0 }],
  };
}

function count(text: string, part: string): number {
  let found = 0;
  for (let i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length)) found++;
  return found;
}

/** A piece of a word after quote removal. `pos` and `end` are offsets into the script, quotes not included. */
export type WordPiece = { readonly pos: number; readonly end: number; readonly quoted: boolean } & (
  | { readonly kind: 'text'; readonly value: string }
  /** `*`, `?` or `[…]` outside quotes: stays as it is where no file matches. */
  | { readonly kind: 'glob'; readonly value: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** `:-`, `-`, `:=`, `?` …; absent for `$NAME` and `${NAME}`. */
      readonly operator?: string;
      readonly operand?: Word;
    }
  | { readonly kind: 'command'; readonly script: Script | undefined }
  /** Arithmetic, brace expansion, tilde, a substring: nothing to be said about its value. */
  | { readonly kind: 'other' }
);

/** The pieces of a word in order, double quotes opened. */
export function wordPieces(word: Word): WordPiece[] {
  if (word.text.startsWith('~')) {
    return [{ kind: 'other', pos: word.pos, end: word.end, quoted: false }];
  }
  if (!word.parts) {
    return [{ kind: 'text', value: word.value, pos: word.pos, end: word.end, quoted: false }];
  }
  return word.parts.flatMap((part) => pieces(part, false));
}

function pieces(part: WordPart, quoted: boolean): WordPiece[] {
  const at = { pos: part.pos, end: part.end, quoted };
  switch (part.type) {
    case 'Literal':
      return [{ ...at, kind: 'text', value: part.value }];
    case 'SingleQuoted':
      return [{ pos: part.pos + 1, end: part.end - 1, quoted: true, kind: 'text', value: part.value }];
    case 'AnsiCQuoted':
      return [{ pos: part.pos + 2, end: part.end - 1, quoted: true, kind: 'text', value: part.value }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap((inner) => pieces(inner, true));
    case 'Glob':
      return [{ ...at, kind: 'glob', value: part.text }];
    case 'SimpleExpansion':
      return [{ ...at, kind: 'variable', name: part.text.slice(1) }];
    case 'ParameterExpansion': {
      const plain = !part.prefix && !part.index;
      if (plain && !part.operation) return [{ ...at, kind: 'variable', name: part.parameter }];
      if (plain && part.operation?.type === 'Default') {
        const { operator, operand } = part.operation;
        return [{ ...at, kind: 'variable', name: part.parameter, operator, operand }];
      }
      return [{ ...at, kind: 'other' }];
    }
    case 'CommandExpansion':
      return [{ ...at, kind: 'command', script: part.script }];
    default:
      return [{ ...at, kind: 'other' }];
  }
}

/** The word's value where it is the same in every run (globs excluded); undefined where it is not. */
export function literalWord(word: Word | undefined): string | undefined {
  if (!word) return undefined;
  let value = '';
  for (const piece of wordPieces(word)) {
    if (piece.kind !== 'text') return undefined;
    value += piece.value;
  }
  return value;
}

/** The statements of a script or of a list inside it. */
export function statementsOf(list: Script | CompoundList): readonly Statement[] {
  return list.commands;
}
