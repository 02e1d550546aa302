// Typed readings of instructions, made when asked for and remembered for each instruction.
import { readHeredocMark } from './heredocs.ts';
import { type KeyValue, readKeyValues } from './pairs.ts';
import { remembered } from './remembered.ts';
import type { Flag, Heredoc, Instruction, Word } from './syntax.ts';
import { unquote } from './words.ts';

export {
  type Healthcheck,
  type HealthcheckOption,
  healthcheckParts,
  readHealthcheck,
} from './healthcheck.ts';
export { type Mount, type MountField, readMounts } from './mounts.ts';
export type { KeyValue } from './pairs.ts';

/** FROM. */
export interface FromArguments {
  /** As written: may hold variables. */
  readonly image: Word;
  /** The stage's name; `value` is lower-cased, as BuildKit compares it. */
  readonly alias?: Word;
  readonly platform?: Flag;
}

/** COPY or ADD. */
export interface CopyArguments {
  /** Without here-documents. May hold variables and wildcards. */
  readonly sources: readonly Word[];
  readonly destination: Word;
  readonly from?: Flag;
  readonly chown?: Flag;
  readonly chmod?: Flag;
  readonly heredocs: readonly Heredoc[];
}

/** USER: `name`, `name:group`, `uid:gid`. */
export interface UserArguments {
  readonly user: Word;
  readonly group?: Word;
}

/** One port of EXPOSE as written; `value` without the protocol. */
export interface ExposedPort {
  readonly word: Word;
  readonly port: string;
  /** Lower case: `tcp` unless said otherwise. */
  readonly protocol: string;
}

/** The flag of this name; the last one when it stands several times. */
export function findFlag(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.findLast((flag) => flag.name === name);
}

/** Undefined for another instruction, or without an image. */
export const readFrom = remembered((instruction): FromArguments | undefined => {
  const [image, as, alias] = instruction.words;
  if (instruction.keyword !== 'FROM' || image === undefined) return undefined;
  const isNamed = as !== undefined && alias !== undefined && as.raw.toLowerCase() === 'as';
  return {
    image,
    // BuildKit does not remove quotes from a name.
    alias: isNamed ? { ...alias, value: alias.raw.toLowerCase() } : undefined,
    platform: findFlag(instruction, 'platform'),
  };
});

/** The names and values of ENV, LABEL and ARG; empty for another instruction. */
export const readPairs = remembered((instruction): readonly KeyValue[] => {
  const { keyword } = instruction;
  return keyword === 'ENV' || keyword === 'LABEL' || keyword === 'ARG' ? readKeyValues(instruction) : [];
});

/** Undefined for another instruction, or without an argument. A colon inside `${…}` does not start the group. */
export const readUser = remembered((instruction): UserArguments | undefined => {
  const [word] = instruction.words;
  if (instruction.keyword !== 'USER' || word === undefined) return undefined;
  const { body } = instruction;
  const colon = findColon(word.raw);
  if (colon < 0) return { user: word };
  const part = (start: number, end: number): Word => {
    const raw = word.raw.slice(start, end);
    return { raw, value: unquote(raw, escapeOf(instruction)), at: body.span(start, end) };
  };
  return { user: part(0, colon), group: part(colon + 1, word.raw.length) };
});

/** The directory as written. */
export const readWorkdir = remembered((instruction): Word | undefined =>
  instruction.keyword === 'WORKDIR' ? instruction.words[0] : undefined,
);

/** Undefined for another instruction, or with fewer than two arguments. */
export const readCopy = remembered((instruction): CopyArguments | undefined => {
  const { keyword, words } = instruction;
  const destination = words.at(-1);
  if ((keyword !== 'COPY' && keyword !== 'ADD') || destination === undefined || words.length < 2)
    return undefined;
  return {
    sources: copySources(instruction),
    destination,
    from: findFlag(instruction, 'from'),
    chown: findFlag(instruction, 'chown'),
    chmod: findFlag(instruction, 'chmod'),
    heredocs: instruction.heredocs,
  };
});

function copySources(instruction: Instruction): Word[] {
  const sources = instruction.words.slice(0, -1);
  return sources.filter((word) => !word.raw.includes('<<') || readHeredocMark(word.raw) === undefined);
}

/** The ports of EXPOSE; empty for another instruction. */
export const readExpose = remembered((instruction): readonly ExposedPort[] => {
  if (instruction.keyword !== 'EXPOSE') return [];
  return instruction.words.map((word) => {
    const slash = word.value.indexOf('/');
    if (slash < 0) return { word, port: word.value, protocol: 'tcp' };
    return {
      word,
      port: word.value.slice(0, slash),
      protocol: word.value.slice(slash + 1).toLowerCase() || 'tcp',
    };
  });
});

/** The words of SHELL; undefined when it is not in exec form. */
export const readShell = remembered((instruction): readonly Word[] | undefined =>
  instruction.keyword === 'SHELL' && instruction.exec !== undefined ? instruction.words : undefined,
);

function findColon(raw: string): number {
  let depth = 0;
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i];
    if (character === '{' && raw[i - 1] === '$') depth++;
    else if (character === '}' && depth > 0) depth--;
    else if (character === ':' && depth === 0) return i;
  }
  return -1;
}

/** The escape character that was in force; a backslash for an instruction that was not read from a file. */
export function escapeOf(instruction: Instruction): '\\' | '`' {
  return instruction.escape ?? '\\';
}
