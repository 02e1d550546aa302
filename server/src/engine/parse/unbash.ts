// The one door to the shell parser `unbash`: its tree, and what the words of that tree mean.
import type {
  Assignment,
  Command,
  CompoundList,
  ParsedScript,
  Script,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash';
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

/** Reads a POSIX or bash script. Never throws; problems are in `errors`. Offsets are UTF-16, half-open. */
export function parseShell(source: string): ParsedScript {
  return parse(source);
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

/** The words after a command's name; assignments such as `export A=b` are given as they are. */
export function commandWords(command: Command): (Word | Assignment)[] {
  return [...command.args];
}

/** The statements of a script or of a list inside it. */
export function statementsOf(list: Script | CompoundList): readonly Statement[] {
  return list.commands;
}

/** Calls `visit` for every node below `node`, children after their parent. */
export function walkShell(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  const open: SyntaxNode[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    visit(next);
    const children: SyntaxNode[] = [];
    forEachChild(next, (child) => children.push(child));
    open.push(...children.reverse());
  }
}
