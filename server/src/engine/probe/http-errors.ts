// Finds health checks that call an answer healthy although it is an HTTP error.
import { unheededCode } from './http-errors-code.ts';
import type { Place, PlacedWord } from './places.ts';
import { programName } from './read-command.ts';
import type { HealthCommand } from './request.ts';
import { type PlacedCommand, walkHealthCommand } from './walk.ts';

/** A small change of the check's own text. */
export type ProbeEdit =
  /** Puts `text` at `place.start`, inside the item or the script. */
  | { readonly kind: 'insert'; readonly place: Place; readonly text: string }
  /** Exec form: a new item before the item with this index. */
  | { readonly kind: 'insert-item'; readonly before: number; readonly text: string };

/** One place where an error goes unnoticed. */
export interface IgnoredError {
  /** The program: `curl`, `node`, `python3`. */
  readonly tool: string;
  readonly why: /** curl without `-f`. */
    | 'no-fail-option'
    /** `curl -f … | cat`: only the last command of a pipe decides. */
    | 'lost-in-pipe'
    /** `fetch(url)` and the like: the answer's status is never looked at. */
    | 'status-not-read';
  readonly place: Place;
  /** Makes the check see the error, and changes nothing else. */
  readonly edit?: ProbeEdit;
}

/** Options that show that the answer is judged or that the request is not of the usual kind. */
const JUDGED = /^(?:--fail|--fail-with-body|--fail-early|--config|--unix-socket|--next|--version|--help)$/;
/** Letters of curl's options that take a value: what follows in the word is that value. */
const WITH_VALUE = 'AbcCdDeEFhHKmoPQrtTuUwxXyYz';
/** Commands that succeed whatever they are given to read. */
const SUCCEEDS_ANYWAY = new Set(['cat', 'tee', 'head', 'tail', 'wc', 'tr', 'jq', 'sort', 'cut']);

/**
 * Lists the places where an HTTP error (or, in a pipe, any failure) goes unnoticed. Silent where an answer is
 * searched, compared, saved for later or where options are in a variable. Never throws.
 * @param pipefail the image's SHELL sets it.
 */
export function ignoresHttpErrors(command: HealthCommand, pipefail = false): IgnoredError[] {
  return walkHealthCommand(command, pipefail).commands.flatMap((each): IgnoredError[] => {
    const name = programName(each.words[0]?.value ?? '');
    if (name === 'curl') return curl(each);
    if (name === 'wget' || name === 'busybox') return pipeOf(each, name);
    if (name === 'node' || name === 'nodejs' || /^python(?:\d(?:\.\d+)?)?$/.test(name))
      return code(each, name);
    return [];
  });
}

function curl(command: PlacedCommand): IgnoredError[] {
  const { words } = command;
  const args = words.slice(1);
  const lost = pipeOf(command, 'curl');
  if (lost.length > 0 || command.pipedInto || command.substituted || command.toFile) return lost;
  if (args.length === 0 || args.some(unclear)) return [];
  let cluster: PlacedWord | undefined;
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i]!;
    const text = word.text ?? '';
    if (JUDGED.test(text)) return [];
    if (/^(?:--output|--remote-name|-O)$/.test(text)) {
      if (text !== '--output' || !discards(args[i + 1])) return [];
    }
    if (/^--(?:output|write-out|header|max-time|request|user|data.*|connect-timeout|retry.*)$/.test(text))
      i += 1;
    else if (/^-[^-]/.test(text)) {
      const letters = text.slice(1);
      const at = [...letters].findIndex((letter) => WITH_VALUE.includes(letter));
      const flags = at < 0 ? letters : letters.slice(0, at);
      if (/[fKO:]/.test(flags) || letters.charAt(at) === 'K') return [];
      if (letters.charAt(at) === 'o' && !discards(args[i + 1], letters.slice(at + 1))) return [];
      if (at >= 0 && at === letters.length - 1) i += 1;
      if (flags.length > 0 && at < 0) cluster ??= word;
    } else if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [];
  }
  const name = words[0]!;
  const why = 'no-fail-option';
  const found = { tool: 'curl', why, place: name.place } as const;
  if (cluster?.offset) {
    const start = cluster.offset(1);
    return [
      { ...found, edit: { kind: 'insert', place: { ...cluster.place, start, end: start }, text: 'f' } },
    ];
  }
  if (name.isItem)
    return [{ ...found, edit: { kind: 'insert-item', before: name.place.item + 1, text: '--fail' } }];
  const { item, end } = name.place;
  return [{ ...found, edit: { kind: 'insert', place: { item, start: end, end }, text: ' --fail' } }];
}

/** A word that may be more than one, or an option nobody can see. */
function unclear({ text }: PlacedWord): boolean {
  return text === undefined || text.startsWith('$');
}

function discards(next: PlacedWord | undefined, attached = ''): boolean {
  return /^(?:\/dev\/null|-)$/.test(attached || (next?.value ?? ''));
}

function pipeOf(command: PlacedCommand, tool: string): IgnoredError[] {
  const [reader, ...args] = command.pipedInto ?? [];
  const name = programName(reader?.value ?? '');
  if (command.pipefail || command.substituted || !reader || !SUCCEEDS_ANYWAY.has(name)) return [];
  if (name === 'jq' && args.some(({ text }) => /^(?:-\w*e|--exit-status$)/.test(text ?? '-e'))) return [];
  if (command.pipedFurther) return [];
  return [{ tool, why: 'lost-in-pipe', place: reader.place }];
}

/** `node -e CODE`, `python -c CODE`. */
function code(command: PlacedCommand, tool: string): IgnoredError[] {
  const { words } = command;
  const flags = tool.startsWith('node') ? /^(?:-e|--eval|-p|-pe)$/ : /^-[a-zA-Z]*c$/;
  const at = words.findIndex((word, index) => index > 0 && flags.test(word.value ?? ''));
  const program = at > 0 ? words[at + 1] : undefined;
  const { offset, value } = program ?? {};
  if (!program || !offset || value === undefined || command.pipedInto || command.substituted) return [];
  return unheededCode(value, tool.startsWith('node') ? 'javascript' : 'python').map(
    ({ start, end, insert }) => {
      const place = { item: program.place.item, start: offset(start), end: offset(end - 1) + 1 };
      const found = { tool, why: 'status-not-read', place } as const;
      if (!insert) return found;
      const point = offset(insert.at - 1) + 1;
      return {
        ...found,
        edit: { kind: 'insert', place: { ...place, start: point, end: point }, text: insert.text },
      };
    },
  );
}
