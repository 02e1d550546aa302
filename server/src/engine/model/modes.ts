// File modes that a command or COPY sets.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Dockerfile, Span } from '../parse/syntax.ts';
import { normalisePath, shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import type { ImageState } from './state.ts';

/** A mode that is set. */
export interface ModeChange {
  /** As written, without its option: `0777`, `a+w`, `u=rwx,go=rx`. */
  readonly mode: string;
  /** Where the mode stands, when it stands there as it is. */
  readonly at: Span;
  /** Absolute paths; undefined for one that is not known. */
  readonly paths: readonly (string | undefined)[];
  readonly recursive: boolean;
}

/** Programs that set modes. */
export const modePrograms = /\b(chmod|mkdir|install)\b/;

/** The mode that chmod, `mkdir -m` or `install -m` sets; undefined for other commands. Sources: chmod(1), mkdir(1), install(1). */
export function modeChange(
  command: PlainCommand,
  state: ImageState,
  context: { readonly dockerfile: Dockerfile },
): ModeChange | undefined {
  const { name, args } = command;
  const pathsOf = (words: readonly ShellWord[]) => words.map((word) => absolute(word, state, context));
  if (name === 'chmod') {
    const options = args.filter(({ text }) => /^(-[RcfvhHLP]+|--[\w-]+(=.*)?)$/.test(text));
    if (options.some(({ text }) => text.startsWith('--reference'))) return undefined;
    const [word, ...rest] = args.filter((each) => !options.includes(each));
    if (word?.value === undefined) return undefined;
    const recursive = options.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
    return { mode: word.value, at: word.at, paths: pathsOf(rest), recursive };
  }
  if (name !== 'mkdir' && name !== 'install') return undefined;
  const at = args.findIndex(({ text }) => /^-[a-zA-Z]*m$|^--mode$/.test(text));
  const joined = args.find(({ text }) => /^(--mode=|-m)[0-7a-z=+]/.test(text));
  const word = at >= 0 ? args[at + 1] : joined;
  if (word?.value === undefined) return undefined;
  const mode = at >= 0 ? word.value : word.value.replace(/^(--mode=|-m)/, '');
  const rest = args.filter((each, index) => !each.text.startsWith('-') && (at < 0 || index !== at + 1));
  const folders = name === 'mkdir' || args.some(({ text }) => /^-[a-zA-Z]*d$|^--directory$/.test(text));
  const { end } = word.at;
  return {
    mode,
    at: at >= 0 ? word.at : { start: end - mode.length, end },
    paths: pathsOf(folders ? rest : rest.slice(-1)),
    recursive: false,
  };
}

function absolute(
  word: ShellWord,
  state: ImageState,
  context: { readonly dockerfile: Dockerfile },
): string | undefined {
  const value = shellValue(word, state, context);
  if (value === undefined || value === '' || value.startsWith('~')) return undefined;
  if (value.startsWith('/')) return normalisePath(value);
  return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${value}`);
}

/** The mode's digits as a number, where it is octal. */
export function octalMode(mode: string): number | undefined {
  return /^[0-7]{1,5}$/.test(mode) ? Number.parseInt(mode, 8) : undefined;
}

/** One clause of a symbolic mode: `go+w`. */
interface Clause {
  readonly who: string;
  readonly operator: '+' | '-' | '=';
  readonly permissions: string;
}

/** The clauses of a symbolic mode; undefined where it is none. `u+r-w` counts as two. */
function clausesOf(mode: string): Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const part of mode.split(',')) {
    const who = /^[ugoa]*/.exec(part)?.[0] ?? '';
    const rest = part.slice(who.length);
    if (!/^([+=-][rwxXstugo]*)+$/.test(rest)) return undefined;
    for (const [, operator, permissions = ''] of rest.matchAll(/([+=-])([rwxXstugo]*)/g))
      clauses.push({ who, operator: operator as Clause['operator'], permissions });
  }
  return clauses;
}

/** Everybody may write, and nothing keeps them from what others own (the sticky bit). */
export function letsEverybodyWrite(mode: string): boolean {
  const octal = octalMode(mode);
  if (octal !== undefined) return (octal & 0o002) !== 0 && (octal & 0o1000) === 0;
  const clauses = clausesOf(mode) ?? [];
  if (clauses.some(({ operator, permissions }) => operator !== '-' && permissions.includes('t')))
    return false;
  let writes = false;
  for (const { who, operator, permissions } of clauses) {
    // Without `a`, `+w` leaves out what the umask takes away: others.
    if (!/[oa]/.test(who)) continue;
    if (permissions.includes('w')) writes = operator !== '-';
    else if (operator === '=') writes = false;
  }
  return writes;
}

/** The same mode, but others may not write; undefined where that is not plain. */
export function withoutOthersWriting(mode: string): string | undefined {
  if (octalMode(mode) !== undefined) {
    const last = Number(mode.at(-1)) & ~2;
    return `${mode.slice(0, -1)}${last}`;
  }
  const clauses = clausesOf(mode);
  if (!clauses) return undefined;
  const written: string[] = [];
  for (const { who, operator, permissions } of clauses) {
    if (operator === '-' || !/[oa]/.test(who) || !permissions.includes('w')) {
      written.push(`${who}${operator}${permissions}`);
      continue;
    }
    const others = permissions.replace('w', '');
    const rest = who.includes('a') ? 'ug' : who.replace('o', '');
    if (rest !== '') written.push(`${rest}${operator}${permissions}`);
    if (others !== '' || operator === '=') written.push(`o${operator}${others}`);
  }
  return written.length > 0 ? written.join(',') : undefined;
}

/** Who a program's bits make its user become: `user` for set-uid, `group` for set-gid. */
export function identityBits(mode: string): { readonly user: boolean; readonly group: boolean } {
  const octal = octalMode(mode);
  if (octal !== undefined) return { user: (octal & 0o4000) !== 0, group: (octal & 0o2000) !== 0 };
  const given = (clausesOf(mode) ?? []).filter(
    ({ operator, permissions }) => operator !== '-' && permissions.includes('s'),
  );
  return {
    user: given.some(({ who }) => who === '' || /[ua]/.test(who)),
    group: given.some(({ who }) => who === '' || /[ga]/.test(who)),
  };
}

/** The same mode without the bits that change who a program runs as. */
export function withoutIdentityBits(mode: string): string | undefined {
  const octal = octalMode(mode);
  if (octal !== undefined) return (octal & 0o1777).toString(8).padStart(mode.startsWith('0') ? 4 : 3, '0');
  return /^[ugoa]*\+s+$/.test(mode) ? mode.replace('+', '-') : undefined;
}
