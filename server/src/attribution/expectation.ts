// What the history of an image says of an instruction, made ready to be compared with many entries.
import type { Model } from '../engine/model/model.ts';
import { readCopy, readPairs } from '../engine/parse/arguments.ts';
import { remembered } from '../engine/parse/remembered.ts';
import type { Instruction } from '../engine/parse/syntax.ts';
import { oneBlank } from './history-entry.ts';

/** An instruction and the texts that its entry must hold. */
export interface Expected {
  readonly instruction: Instruction;
  readonly keyword: string;
  /** RUN: what ends the entry, in one of the forms that builders write; of a here-document all of it. */
  readonly endings: readonly string[];
  readonly heredocs: readonly string[];
  readonly exec: boolean;
  /** The shell of the SHELL in force, as the entry has it in front. */
  readonly shell: string | undefined;
  /** COPY and ADD: sources and destination, and the destination alone. */
  readonly paths?: Template;
  readonly destination?: Template;
  /** WORKDIR, USER and the like: all that can stand there. */
  readonly whole: readonly Template[];
  /** Names and values that must occur, squeezed. */
  readonly parts: readonly string[];
  /** The entry ends with this, squeezed: the words of CMD, ENTRYPOINT and SHELL. */
  readonly tail: string | undefined;
}

/** A text whose variables stand for anything. */
export interface Template {
  /** The literal pieces around the variables, in order and squeezed; one piece: no variable. */
  readonly pieces: readonly string[];
}

/** The instructions that make layers. */
export const makesLayer: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** The instructions that bring what a scan finds. */
export const bringsFiles: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

const kept = remembered((): { expected?: Expected } => ({}));

/** Made once for each instruction. */
export function expectation(model: Model, instruction: Instruction): Expected {
  const known = kept(instruction);
  known.expected ??= make(model, instruction);
  return known.expected;
}

function make(model: Model, instruction: Instruction): Expected {
  const { keyword, body, exec, heredocs } = instruction;
  const none = { endings: [], heredocs: [], exec: exec !== undefined, whole: [], parts: [], tail: undefined };
  const base = { ...none, instruction, keyword, shell: undefined };
  switch (keyword) {
    case 'RUN': {
      const written = oneBlank(body.text);
      // Buildah keeps the words of an exec form as JSON.
      const endings = exec ? [oneBlank(exec.items.map(({ value }) => value).join(' ')), written] : [written];
      const shell = model.before(instruction).shellForm?.join(' ');
      return {
        ...base,
        shell,
        endings: endings.filter((text) => text !== ''),
        heredocs: heredocs.map((one) => oneBlank(one.body)).filter((text) => text !== ''),
      };
    }
    case 'COPY':
    case 'ADD': {
      const copy = readCopy(instruction);
      if (!copy) return base;
      const destination = template(copy.destination.value);
      if (heredocs.length > 0) return { ...base, destination };
      const words = [...copy.sources, copy.destination];
      return { ...base, destination, paths: template(words.map(({ value }) => value).join(' ')) };
    }
    case 'WORKDIR': {
      // BuildKit and the classic builder write the folder that it leads to, Buildah the words.
      const folder = model.after(instruction).workdir;
      const written = template(withoutEnd(body.text));
      if (folder !== undefined) return { ...base, whole: [written, template(withoutEnd(folder))] };
      // Below a folder of the base image that is not known; `.` is that folder.
      const [first = '', ...rest] = template(
        withoutEnd(body.text.replace(/^\s*(?:\.\/)*(?:\.\s*$)?/, '')),
      ).pieces;
      const below = { pieces: ['', first === '' && rest.length === 0 ? '' : `/${first}`, ...rest] };
      return { ...base, whole: [written, below] };
    }
    case 'USER':
    case 'STOPSIGNAL':
      return { ...base, whole: [template(body.text)] };
    case 'ENV':
    case 'LABEL':
    case 'ARG': {
      const names = readPairs(instruction).map(({ name }) => name);
      // Buildah names the first one of an ARG only.
      const said = (keyword === 'ARG' ? names.slice(0, 1) : names).filter((name) => /^[\w.-]+$/.test(name));
      return { ...base, parts: said.map(squeezed) };
    }
    case 'EXPOSE':
    case 'VOLUME': {
      const words = exec ? exec.items : instruction.words;
      const plain = words.map(({ value }) => value.replace(/\/(tcp|udp|sctp)$/i, ''));
      const known = keyword === 'EXPOSE' ? /^\d+$/ : /^[\w./-]+$/;
      return { ...base, parts: plain.filter((one) => known.test(one)).map(squeezed) };
    }
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL': {
      const text = exec ? exec.items.map(({ value }) => value).join('') : body.text;
      // Other characters are written with escapes, by each builder in its own way.
      return { ...base, tail: /^[ -~]*$/.test(text) ? squeezed(text) : undefined };
    }
    default:
      return base;
  }
}

/** Without what the builders put between words or around them, or take away. */
export function squeezed(text: string): string {
  return text.replace(/[\s"'\\,[\]]+/g, '');
}

/** A folder without the slash at its end. */
export function withoutEnd(folder: string): string {
  return folder.trim().replace(/(?<=.)["']?\/?["']?$/, '');
}

function template(text: string): Template {
  return { pieces: text.split(/\$\{[^{}]*\}|\$\w+/).map(squeezed) };
}

/** Whether a squeezed text is the template with something in the place of each variable. */
export function fits({ pieces }: Template, text: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  const to = text.length - last.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0 || at + piece.length > to) return false;
    from = at + piece.length;
  }
  return from <= to;
}

/** How many characters of it are sure to be there. */
export function literalLength({ pieces }: Template): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
