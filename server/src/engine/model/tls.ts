// Options and variables that switch off the check of certificates.
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';

const loopback = /^https?:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/;

/** A sentence about `NAME=value` when it switches the check off. */
export function insecureAssignment(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const off = /^(0|false|no|off)$/i.test(value);
  const on = value !== '' && !off;
  switch (name.toUpperCase()) {
    case 'NODE_TLS_REJECT_UNAUTHORIZED':
      return off ? `\`${name}=${value}\` makes Node accept any certificate.` : undefined;
    case 'PYTHONHTTPSVERIFY':
      return off ? `\`${name}=${value}\` makes Python accept any certificate.` : undefined;
    case 'GIT_SSL_NO_VERIFY':
      return on ? `\`${name}\` makes git accept any certificate.` : undefined;
    case 'NPM_CONFIG_STRICT_SSL':
    case 'YARN_STRICT_SSL':
    case 'YARN_ENABLE_STRICT_SSL':
      return off ? `\`${name}=${value}\` makes the package manager accept any certificate.` : undefined;
    case 'PIP_TRUSTED_HOST':
      return on ? `\`${name}\` makes pip accept any certificate from that host.` : undefined;
    default:
      return undefined;
  }
}

/** An option of a command that switches the check off. */
export interface InsecureOption {
  readonly at: Span;
  readonly problem: string;
  /** What can be removed so that the command still works the same otherwise. */
  readonly remove?: Span;
}

/** The options of one command that switch the check of certificates off. */
export function insecureOption(command: PlainCommand): Iterable<InsecureOption> {
  return command.name !== undefined && asks.test(command.name) ? optionsOf(command, command.name) : none;
}

/** The programs that have such options; most commands are others. */
const asks = /^(curl|wget|npm|yarn|pnpm|git|pip[\d.]*|python[\d.]*|uv|yum|dnf|microdnf|tdnf|apt|apt-get)$/;
const none: readonly InsecureOption[] = [];

function* optionsOf({ args, command }: PlainCommand, name: string): Iterable<InsecureOption> {
  const words = args.map((word) => word.text);
  if (name === 'curl') {
    if (args.some((word) => loopback.test(word.text))) return;
    for (const word of args) {
      if (word.text === '-k' || word.text === '--insecure')
        yield { at: word.at, problem: `\`curl ${word.text}\` accepts any certificate.`, remove: word.at };
      else if (
        /^-[a-zA-Z#]{2,}$/.test(word.text) &&
        bundledK(word.text) &&
        word.at.end - word.at.start === word.text.length
      ) {
        const start = word.at.start + word.text.indexOf('k');
        yield {
          at: word.at,
          problem: `\`curl ${word.text}\` accepts any certificate (-k).`,
          remove: { start, end: start + 1 },
        };
      }
    }
    return;
  }
  if (name === 'wget') {
    if (args.some((word) => loopback.test(word.text))) return;
    for (const word of args)
      if (word.text === '--no-check-certificate')
        yield {
          at: word.at,
          problem: '`wget --no-check-certificate` accepts any certificate.',
          remove: word.at,
        };
    return;
  }
  const whole = command.at;
  if (name === 'npm' || name === 'yarn' || name === 'pnpm') {
    const key = words.findIndex((word) => /^strict-ssl(=false)?$/i.test(word));
    if (
      words[0] === 'config' &&
      key >= 0 &&
      (/=false$/i.test(words[key]!) || words[key + 1]?.toLowerCase() === 'false')
    )
      yield { at: whole, problem: `\`${name}\` accepts any certificate from here on.` };
    for (const word of args)
      if (/^--(no-strict-ssl|strict-ssl=false)$/.test(word.text))
        yield { at: word.at, problem: `\`${name} ${word.text}\` accepts any certificate.`, remove: word.at };
    return;
  }
  if (name === 'git') {
    for (const [index, word] of args.entries()) {
      if (/^http\.sslverify=(false|0|no|off)$/i.test(word.text))
        yield { at: word.at, problem: '`git` accepts any certificate for this call.' };
      else if (
        words.includes('config') &&
        /^http(\..*)?\.sslverify$/i.test(word.text) &&
        /^["']?(false|0|no|off)/i.test(words[index + 1] ?? '')
      )
        yield { at: whole, problem: '`git` accepts any certificate from here on.' };
    }
    return;
  }
  if (/^(pip[\d.]*|python[\d.]*|uv)$/.test(name)) {
    for (const [index, word] of args.entries()) {
      if (word.text.startsWith('--trusted-host=') || word.text.startsWith('--allow-insecure-host='))
        yield {
          at: word.at,
          problem: `\`${name}\` accepts any certificate from that host.`,
          remove: word.at,
        };
      else if (word.text === '--trusted-host' || word.text === '--allow-insecure-host') {
        const next = args[index + 1];
        const at = next ? { start: word.at.start, end: next.at.end } : word.at;
        yield { at, problem: `\`${name}\` accepts any certificate from that host.`, remove: at };
      } else if (/^(global\.)?trusted-host$/.test(word.text) && words.includes('config'))
        yield { at: whole, problem: '`pip` accepts any certificate from that host from here on.' };
    }
    return;
  }
  if (/^(yum|dnf|microdnf|tdnf)$/.test(name)) {
    for (const word of args)
      if (/sslverify=(0|false|no)$/i.test(word.text))
        yield { at: word.at, problem: `\`${name}\` accepts any certificate.`, remove: word.at };
  }
  if (/^(apt|apt-get)$/.test(name)) {
    for (const word of args)
      if (/Verify-(Peer|Host)=(0|false|no)$/i.test(word.text))
        yield { at: word.at, problem: `\`${name}\` accepts any certificate.` };
  }
}

/** `k` is a letter of its own in a bundle of curl's short options, not (part of) the value of an earlier one. */
function bundledK(text: string): boolean {
  for (const letter of text.slice(1)) {
    if (letter === 'k') return true;
    if ('AbcCdDeEFHKmoPQrtTuUwxXyYz'.includes(letter)) return false;
  }
  return false;
}
