// Writes text as Python, JavaScript and shell literals. Nothing from a file gets into code any other way.
import type { Text, Variable } from './request.ts';

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A single-quoted Python str literal, ASCII only, on one line. */
export function pythonString(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`;
    else out += escaped(character, code);
  }
  return `'${out}'`;
}

/** A single-quoted JavaScript string literal, ASCII only, on one line. */
export function javascriptString(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 1) out += escaped(text.charAt(i), text.charCodeAt(i));
  return `'${out}'`;
}

function escaped(character: string, code: number): string {
  const short = SHORT[character];
  if (short) return short;
  if (code > 0x7e) return `\\u${code.toString(16).padStart(4, '0')}`;
  if (code < 0x20) return `\\x${code.toString(16).padStart(2, '0')}`;
  return character;
}

/** A Python expression of type str. An unset variable is empty text, as for the shell; needs `os`. */
export function pythonText(text: Text): string {
  return joined(text, pythonString, ({ env, default: fallback, orEmpty }) => {
    const name = pythonString(env);
    if (fallback === undefined) return `os.environ.get(${name},'')`;
    if (!orEmpty) return `os.environ.get(${name},${pythonString(fallback)})`;
    return `(os.environ.get(${name}) or ${pythonString(fallback)})`;
  });
}

/** A JavaScript expression of type string. An unset variable is empty text, as for the shell. */
export function javascriptText(text: Text): string {
  return joined(text, javascriptString, ({ env, default: fallback, orEmpty }) => {
    const value = `process.env.${env}`;
    return `(${value}${fallback === undefined || orEmpty ? '||' : '??'}${javascriptString(fallback ?? '')})`;
  });
}

function joined(
  text: Text,
  literal: (text: string) => string,
  variable: (variable: Variable) => string,
): string {
  if (text.length === 0) return literal('');
  return text.map((part) => (typeof part === 'string' ? literal(part) : variable(part))).join('+');
}

/** A double-quoted word for a POSIX shell with the variables in it; without variables single-quoted at need. */
export function shellWord(text: Text): string {
  if (text.every((part) => typeof part === 'string')) {
    const plain = text.join('');
    return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
  }
  const inner = text.map((part) => {
    if (typeof part === 'string') return part.replace(/[\\"$`]/g, '\\$&');
    const { env, default: fallback, orEmpty } = part;
    if (fallback === undefined) return `\${${env}}`;
    return `\${${env}${orEmpty ? ':' : ''}-${fallback.replace(/[\\"$`}]/g, '\\$&')}}`;
  });
  return `"${inner.join('')}"`;
}

/** True where the text has a variable. */
export function hasVariable(text: Text): boolean {
  return text.some((part) => typeof part !== 'string');
}
