// Turns the words of a shell script into text with variables, following the script's own assignments.
import type { Script, Word } from '../parse/unbash.ts';
import { literalWord, wordPieces } from '../parse/unbash.ts';
import { joinText, Refusal, type Text, type Variable } from './request.ts';

/** What a name stands for: text, or what a command prints. */
export type Bound =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'output'; readonly script: Script };

/** The script's own assignments so far. */
export type Bindings = ReadonlyMap<string, Bound>;

/** Names that the shell itself sets: reading them from the environment would give something else. */
const SHELL_OWN = new Set(
  'IFS PWD OLDPWD PPID RANDOM SECONDS LINENO OPTIND OPTARG UID EUID SHLVL REPLY _ BASHPID EPOCHSECONDS'.split(
    ' ',
  ),
);

/**
 * The word as text with the container's variables.
 * @throws Refusal for what only a shell can work out.
 */
export function wordText(word: Word, bindings: Bindings): Text {
  const parts: (string | Variable)[] = [];
  for (const piece of wordPieces(word)) {
    if (piece.kind === 'text' || piece.kind === 'glob') parts.push(piece.value);
    else if (piece.kind === 'variable') parts.push(...variable(piece, bindings));
    else if (piece.kind === 'command') throw new Refusal('it uses what another command prints');
    else throw new Refusal('it needs an expansion that only a shell does');
  }
  return joinText(parts);
}

function variable(
  piece: { readonly name: string; readonly operator?: string; readonly operand?: Word },
  bindings: Bindings,
): Text {
  const { name, operator, operand } = piece;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Refusal(`it uses the shell's own $${name}`);
  const bound = bindings.get(name);
  if (bound?.kind === 'output') throw new Refusal('it uses what another command prints');
  if (bound) {
    if (operator) throw new Refusal(`it needs the shell to decide what $${name} is`);
    return bound.text;
  }
  if (SHELL_OWN.has(name)) throw new Refusal(`it uses the shell's own $${name}`);
  if (operator === undefined) return [{ env: name }];
  const fallback = literalWord(operand);
  if (!/^:?[-=]$/.test(operator) || fallback === undefined) {
    throw new Refusal(`it needs the shell to decide what $${name} is`);
  }
  if (fallback === '') return [{ env: name }];
  return [{ env: name, default: fallback, orEmpty: operator.startsWith(':') }];
}
