// Parser directives: `# syntax=`, `# escape=` and `# check=` at the very top of a file.
import { isSpace } from './characters.ts';
import type { Directive, SyntaxProblem } from './syntax.ts';

const known = new Set(['syntax', 'escape', 'check']);

/** Reads lines from the top for as long as they are directives. Anything else, unknown names included, ends them. */
export class DirectiveReader {
  readonly directives: Directive[] = [];
  readonly problems: SyntaxProblem[] = [];
  escape: '\\' | '`' = '\\';
  #done = false;

  /**
   * Whether the line at [start, end) of `text`, without leading blanks and line break, is a directive. Must be called for
   * every line until it says no; afterwards it always says no.
   */
  read(text: string, start: number, end: number): boolean {
    if (this.#done) return false;
    const found = text[start] === '#' ? readDirective(text, start, end) : undefined;
    if (found === undefined) {
      this.#done = true;
      return false;
    }
    if (this.directives.some((other) => other.name === found.name)) {
      this.problems.push({
        message: `A second '${found.name}' directive. Each directive can stand only once: remove one.`,
        at: found.at,
      });
      return true;
    }
    this.directives.push(found);
    if (found.name === 'escape') {
      if (found.value === '\\' || found.value === '`') this.escape = found.value;
      else {
        this.problems.push({
          message:
            'The escape character can only be a backslash or a backtick. Write # escape=` or remove the line.',
          at: found.valueAt,
        });
      }
    }
    if (found.name === 'check') {
      const wrong = wrongCheckOption(found.value);
      if (wrong !== undefined) {
        this.problems.push({
          message: `'${wrong}' is not an option of the check directive. It takes skip=…, experimental=… and error=true, separated by semicolons.`,
          at: found.valueAt,
        });
      }
    }
    return true;
  }
}

function readDirective(text: string, start: number, end: number): Directive | undefined {
  let from = start + 1;
  while (from < end && isSpace(text.charCodeAt(from))) from++;
  // A directive is short: a long first comment is not searched through.
  const line = text.slice(from, end);
  const match = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*/.exec(line);
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined || !known.has(name)) return undefined;
  let valueEnd = line.length;
  while (valueEnd > match[0].length && '\t\n\f\r '.includes(line[valueEnd - 1]!)) valueEnd--;
  if (valueEnd === match[0].length) return undefined;
  return {
    name,
    value: line.slice(match[0].length, valueEnd),
    at: { start, end: from + valueEnd },
    valueAt: { start: from + match[0].length, end: from + valueEnd },
  };
}

const booleans = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

function wrongCheckOption(value: string): string | undefined {
  const parts = value.split(';');
  // A third semicolon belongs to the third part.
  const options = parts.length > 3 ? [...parts.slice(0, 2), parts.slice(2).join(';')] : parts;
  for (const option of options) {
    const cut = option.indexOf('=');
    if (cut < 0) return option.trim();
    const name = option.slice(0, cut).trim();
    if (name === 'skip' || name === 'experimental') continue;
    if (name !== 'error' || !booleans.test(option.slice(cut + 1).trim())) return option.trim();
  }
  return undefined;
}
