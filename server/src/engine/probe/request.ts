// What a health check asks for, as plain data: the shapes that the readers give and the writers take.

/** A health check's command as the Dockerfile or the Compose file has it. */
export type HealthCommand =
  /** CMD-SHELL: the text that the image's shell gets, continuation lines already joined. */
  | { readonly form: 'shell'; readonly script: string }
  /** CMD: the program and its arguments, as decoded from JSON. */
  | { readonly form: 'exec'; readonly argv: readonly string[] };

/** Longer than any check that a person wrote, in characters; what is longer is not read. */
const MOST_CHARACTERS = 16_384;

/** Whether a command is too long to be looked into: some of the reading takes the square of its length. */
export function isOverlong(command: HealthCommand): boolean {
  const length =
    command.form === 'shell'
      ? command.script.length
      : command.argv.reduce((sum, item) => sum + item.length + 1, 0);
  return length > MOST_CHARACTERS;
}

/** An environment variable of the container, read when the check runs. */
export interface Variable {
  readonly env: string;
  /** What stands in when it is not set: `8000` in `${PORT:-8000}`. Without it an unset variable is empty text. */
  readonly default?: string;
  /** The default stands in for an empty value too (`:-` rather than `-`). */
  readonly orEmpty?: boolean;
}

/** Text that may contain variables. Neighbouring strings are joined; no string is empty. */
export type Text = readonly (string | Variable)[];

/** An inclusive range of HTTP status codes. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** One HTTP request and what makes its answer a healthy one. */
export interface ProbeRequest {
  /** The program that makes it today. */
  readonly tool: 'curl' | 'wget';
  /** For showing: scheme added, variables written as `${PORT:-8000}`, no user name or password. */
  readonly url: string;
  readonly scheme: 'http' | 'https';
  /** As written, without brackets: `localhost`, `127.0.0.1`, `::1`. */
  readonly host: string;
  /** The scheme's own port where none is written. */
  readonly port: number | Variable;
  readonly portWritten: boolean;
  /** With the query, without the fragment; starts with `/` unless it starts with a variable. */
  readonly path: Text;
  /** Upper case. */
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: Text])[];
  readonly body?: Text;
  /** TLS certificates are not checked (`-k`). */
  readonly insecure: boolean;
  /** No proxy is used whatever the environment says. */
  readonly noProxy: boolean;
  /** Seconds, decimals allowed: the request's own limit. Absent: none of its own. */
  readonly timeoutSeconds?: number;
  readonly followRedirects: boolean;
  /** A status of 400 and above fails the check (`curl -f`, wget). */
  readonly failsOnHttpError: boolean;
  /** Only these statuses are healthy (a comparison with `%{http_code}`). Sorted, not overlapping. */
  readonly status?: readonly StatusRange[];
  /** The answer's body must contain this text (`| grep -q ok`). */
  readonly bodyContains?: { readonly text: string; readonly ignoreCase: boolean };
  /** The answer's body, without newlines at its end, must be this text. */
  readonly bodyIs?: string;
}

/** Thrown inside the readers and writers, caught at their doors: the sentence says what can't be kept. */
export class Refusal extends Error {}

/** Shows text for people: variables as the shell writes them. */
export function showText(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : showVariable(part))).join('');
}

function showVariable({ env, default: fallback, orEmpty }: Variable): string {
  return fallback === undefined ? `\${${env}}` : `\${${env}${orEmpty ? ':' : ''}-${fallback}}`;
}

/** Joins neighbouring strings and drops empty ones. */
export function joinText(parts: Text): Text {
  const out: (string | Variable)[] = [];
  for (const part of parts) {
    const last = out.length - 1;
    const before = out[last];
    if (typeof part === 'string' && typeof before === 'string') out[last] = before + part;
    else if (part !== '') out.push(part);
  }
  return out;
}

/** The text where it has no variable; undefined where it has one. */
export function plainText(text: Text): string | undefined {
  return text.every((part) => typeof part === 'string') ? text.join('') : undefined;
}

/** `text` without its first `count` characters, which must be literal. */
export function dropText(text: Text, count: number): Text {
  const [first, ...rest] = text;
  return typeof first === 'string' ? joinText([first.slice(count), ...rest]) : text;
}
