// User names and passwords inside URLs.
import { remembered } from '../parse/remembered.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { findTokens } from './secret-tokens.ts';
import { entropy, isStandIn } from './secrets.ts';

/** A URL with something secret before its `@`. */
export interface SecretUrl {
  /** The user part up to the `@`. */
  readonly at: Span;
  readonly scheme: string;
  readonly host: string;
  /** The user name, where a literal one stands before the password. */
  readonly user?: string;
  /** Absent where the secret is literal; else the variable that holds it, or the file it is read from. */
  readonly variable?: string;
  /** The instruction's own head, or a heredoc's body. */
  readonly inHeredoc: boolean;
}

/** A password or token before the `@` is at most this long; so is the rest of the user part. */
const longest = 1000;

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(:|$)/i;
const sampleHost =
  /(^|\.)(example|test|invalid|localhost)(\.(com|org|net))?(:|$)|^(host|hostname|server|domain|your)/i;
/** `user:$(cat /run/secrets/token)@host` */
const fromFile = /^(?:[\w.-]{1,100}:)?\$\(cat (\/[\w./-]{1,200})\)@([\w.-]{1,200})/;
const variable = /^\$(?:\{(\w+)(?::?[-?][^}]*)?\}|(\w+))$/;

/** The URLs of one instruction that hold a secret; what stands for none (`user:pass@`, `@localhost`) is left out. */
export const secretUrls = remembered((instruction: Instruction): readonly SecretUrl[] => {
  const found: SecretUrl[] = [];
  const { body } = instruction;
  for (const url of urlsIn(body.text))
    found.push({ ...url, at: body.span(url.at.start, url.at.end), inHeredoc: false });
  for (const heredoc of instruction.heredocs) {
    const { start } = heredoc.bodyAt;
    for (const url of urlsIn(heredoc.body))
      found.push({ ...url, at: { start: start + url.at.start, end: start + url.at.end }, inHeredoc: true });
  }
  return found;
});

/** The same in any text; places are offsets into it. */
export function* urlsIn(text: string): Iterable<Omit<SecretUrl, 'inHeredoc'>> {
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', mark + 3)) {
    const scheme = /[A-Za-z][A-Za-z0-9+.-]{0,20}$/.exec(text.slice(Math.max(0, mark - 21), mark))?.[0];
    if (scheme === undefined) continue;
    const start = mark + 3;
    const authority = /^[^\s"'`<>|/?#\\]*/.exec(text.slice(start, start + longest))?.[0] ?? '';
    const read = fromFile.exec(text.slice(start, start + longest));
    if (read?.[1] && read[2]) {
      yield { at: { start, end: start + read[0].indexOf('@') }, scheme, host: read[2], variable: read[1] };
      continue;
    }
    const at = authority.lastIndexOf('@');
    if (at <= 0) continue;
    const url = judge(
      scheme.toLowerCase(),
      authority.slice(0, at),
      authority.slice(at + 1),
      text,
      start + at + 1,
    );
    if (url) yield { ...url, at: { start, end: start + at } };
  }
}

function judge(scheme: string, userPart: string, authorityHost: string, text: string, after: number) {
  const host = withoutClosing(authorityHost);
  if (host === '' || loopback.test(host) || sampleHost.test(host)) return undefined;
  const colon = colonOf(userPart);
  const user = colon < 0 ? undefined : userPart.slice(0, colon);
  const secret = colon < 0 ? userPart : userPart.slice(colon + 1);
  const shown = { scheme, host, ...(user !== undefined && /^[\w.-]{1,40}$/.test(user) ? { user } : {}) };
  const name = variable.exec(secret);
  // `$USER@host` is a user's name wherever no password follows, but for the hosts of code over HTTP.
  if (name) {
    const held = name[1] ?? name[2]!;
    if (colon < 0 && (!/^(git\+)?https?$/.test(scheme) || /user(name)?$/i.test(held))) return undefined;
    return { ...shown, variable: held };
  }
  if (/[${}*]/.test(secret) || /%(?![0-9A-Fa-f]{2})/.test(secret)) return undefined;
  if (isStandIn(secret) || secret === user || /^(x-oauth-basic|x-access-token|oauth2?|git)$/.test(secret)) {
    // `https://TOKEN:x-oauth-basic@github.com`: the token comes first.
    const first = user === undefined ? undefined : variable.exec(user);
    if (first && /^(x-oauth-basic|oauth2?)$/.test(secret))
      return { scheme, host, variable: first[1] ?? first[2]! };
    return user !== undefined && looksLikeToken(user) ? { ...shown, user: undefined } : undefined;
  }
  if (colon >= 0) return shown;
  // A Sentry address holds a public key.
  if (
    !/^(git\+)?https?$/.test(scheme) ||
    /sentry|bugsnag/i.test(host) ||
    /^\/\d{1,12}\b/.test(text.slice(after + authorityHost.length, after + authorityHost.length + 14))
  )
    return undefined;
  return looksLikeToken(secret) ? shown : undefined;
}

/** A host as it stands in a sentence or a call: `(https://a@host)`. */
function withoutClosing(host: string): string {
  let end = host.length;
  while (end > 0 && '),;'.includes(host[end - 1]!)) end--;
  return host.slice(0, end);
}

/** The colon between user and password, not the one of `${A:-b}`. */
function colonOf(userPart: string): number {
  let depth = 0;
  for (let i = 0; i < userPart.length; i++) {
    if (userPart[i] === '{') depth++;
    else if (userPart[i] === '}') depth--;
    else if (userPart[i] === ':' && depth <= 0) return i;
  }
  return -1;
}

function looksLikeToken(text: string): boolean {
  if (findTokens(text).length > 0) return true;
  return (
    text.length >= 20 &&
    /^[\w-]+$/.test(text) &&
    /\d/.test(text) &&
    /[a-z]/i.test(text) &&
    entropy(text) >= 3.5
  );
}
