// Tells a template, which another program turns into a Dockerfile, from a Dockerfile.
import type { Dockerfile, Span } from './syntax.ts';

/**
 * What template languages write: the braces of Go, Jinja and Mustache, ERB, Maven's properties, the options of a Development
 * Container template. `${a.b}` names no variable that BuildKit can have.
 */
const mark = /\{\{|\{%|<%|\$\{templateOption:|\$\{[A-Za-z_][\w-]{0,100}\.[\w.-]{1,100}\}/;

/** Instructions whose words hold no such text in a Dockerfile. A command or a value may well hold braces. */
const plain: ReadonlySet<string> = new Set(['FROM', 'USER', 'WORKDIR', 'EXPOSE', 'STOPSIGNAL']);

/**
 * The first mark of a template that keeps the file from being a Dockerfile as it stands: one that BuildKit refuses, or one
 * where only a name can stand, or any in a file without FROM. Undefined for a Dockerfile, with faults or without.
 */
export function templateMark({ text, instructions, errors }: Dockerfile): Span | undefined {
  // Without FROM it is a piece of a Dockerfile, whatever fills it in.
  const isPiece = instructions.every(({ keyword }) => keyword !== 'FROM');
  for (const { keyword, body } of instructions) {
    const found = isPiece || plain.has(keyword) ? mark.exec(body.text) : null;
    if (found) return body.span(found.index, found.index + found[0].length);
  }
  for (const { at } of errors) {
    const start = text.lastIndexOf('\n', at.start - 1) + 1;
    const found = mark.exec(text.slice(start, at.end));
    if (found) return { start: start + found.index, end: start + found.index + found[0].length };
  }
  return undefined;
}
