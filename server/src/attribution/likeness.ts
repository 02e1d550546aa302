// Whether an entry of an image's history can be what an instruction made.
import { type Expected, fits, literalLength, squeezed, withoutEnd } from './expectation.ts';
import type { MadeBy } from './history-entry.ts';

/**
 * `text`: the entry says the same. `part`: what of it can be compared is the same. `kind`: the same keyword, and no more can
 * be compared. `no`: something else made it.
 */
export type Likeness = 'text' | 'part' | 'kind' | 'no';

/** Compares an entry with an instruction. */
export function likeness(expected: Expected, entry: MadeBy): Likeness {
  if (entry.keyword !== expected.keyword) return 'no';
  switch (expected.keyword) {
    case 'RUN':
      return runLikeness(expected, entry);
    case 'COPY':
    case 'ADD':
      return copyLikeness(expected, entry);
  }
  const { whole, parts, tail } = expected;
  if (entry.cut) return 'kind';
  if (whole.length > 0) {
    const said = squeezed(expected.keyword === 'WORKDIR' ? withoutEnd(entry.text) : entry.text);
    const found = whole.find((one) => fits(one, said));
    if (!found) return 'no';
    return literalLength(found) > 0 ? 'part' : 'kind';
  }
  const said = parts.length > 0 || tail !== undefined ? squeezed(entry.text) : '';
  if (tail !== undefined) return tail === '' ? 'kind' : said.endsWith(tail) ? 'part' : 'no';
  if (parts.length === 0) return 'kind';
  return parts.every((part) => said.includes(part)) ? 'part' : 'no';
}

function runLikeness({ endings, heredocs, exec, shell }: Expected, { text, cut }: MadeBy): Likeness {
  // The scripts of here-documents that name their own interpreter stand in pipes.
  if (text.includes('/dev/pipes/')) return 'kind';
  if (heredocs.length > 0) {
    if (cut) return 'kind';
    return heredocs.every((body) => text.includes(body)) ? 'text' : 'no';
  }
  if (endings.length === 0) return 'kind';
  for (const ending of endings) {
    if (cut && ending.length > 200) {
      if (text.includes(ending.slice(0, 200))) return 'text';
      continue;
    }
    if (!text.endsWith(ending)) continue;
    const before = text.slice(0, text.length - ending.length).trim();
    if (exec || isShell(before, shell)) return 'text';
  }
  return 'no';
}

const shellName = /(?:^|[/\\])(?:\w*sh|powershell|cmd)(?:\.exe)?$/i;
const shellOption = /^(?:[-+/]\S+|pipefail|errexit|nounset)$/;

/**
 * Whether what stands before the text of a RUN is no part of what ran: a shell, or build arguments and a shell.
 * @param before blanks made one
 * @param shell of the SHELL in force
 */
function isShell(before: string, shell: string | undefined): boolean {
  if (before === '' || before === shell || (shell !== undefined && before.endsWith(` ${shell}`))) return true;
  const words = before.split(' ');
  let at = words.length - 1;
  while (at > 0 && shellOption.test(words[at]!)) {
    at--;
    if (shellName.test(words[at]!)) return true;
  }
  // The base image's own SHELL can be anything, but not the usual one with a command begun after it.
  return !/^(\||\S*\/(ba|da|a)?sh )/.test(before);
}

function copyLikeness({ paths, destination }: Expected, { text, builder, cut }: MadeBy): Likeness {
  if (!destination || cut) return 'kind';
  if (builder === 'classic') {
    const at = text.lastIndexOf(' in ');
    if (at < 0) return 'kind';
    if (!fits(destination, squeezed(text.slice(at + 4)))) return 'no';
    return literalLength(destination) > 0 ? 'part' : 'kind';
  }
  // Of here-documents the destination alone is compared.
  if (!paths) return fits({ pieces: ['', ...destination.pieces] }, squeezed(text)) ? 'part' : 'no';
  const said = text.replace(/^(?:--[a-z-]+(?:=\S*)? )+/, '');
  if (!fits(paths, squeezed(said))) return 'no';
  return literalLength(paths) > 3 || paths.pieces.length === 1 ? 'text' : 'part';
}
