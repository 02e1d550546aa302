// Tokens of registries. Source: distribution, “Token Authentication Specification” and “OAuth2 Token Authentication”.
import { fields } from '../trivy/report-fields.ts';
import type { Login } from './docker-config.ts';
import { exchange } from './exchange.ts';
import { isLoopback } from './hosts.ts';
import { RegistryError } from './registry-error.ts';

export interface TokenRequest {
  /** The header WWW-Authenticate of the registry. Hostile. */
  readonly challenge: string;
  /** `repository:library/python:pull` */
  readonly scope: string;
  readonly login: Login | undefined;
  /** Of the registry. */
  readonly base: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** @throws RegistryError */
export async function bearerToken(request: TokenRequest): Promise<string> {
  const { challenge, scope, login, base, env, signal } = request;
  const said = new Map(
    [...challenge.slice(0, 4000).matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const realm = said.get('realm') ?? '';
  if (!/^bearer\b/i.test(challenge) || !URL.canParse(realm))
    throw new RegistryError('login', 'it asks for a login in a way that is not known');
  const url = new URL(realm);
  // A login must not go over the wire in the clear, unless the registry itself is on this machine.
  const isSafe = url.protocol === 'https:' || (isLoopback(url.host) && isLoopback(base.host));
  if (!isSafe || !/^https?:$/.test(url.protocol))
    throw new RegistryError('login', 'its login is not over https');
  url.username = '';
  url.password = '';
  url.hash = '';
  const service = said.get('service') ?? '';
  const asked = new URLSearchParams({ ...(service === '' ? {} : { service }), scope });
  const answer =
    login?.kind === 'identity'
      ? await exchange({
          url,
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `${asked}&${new URLSearchParams({ grant_type: 'refresh_token', client_id: 'plimsoll', refresh_token: login.token })}`,
          env,
          signal,
        })
      : await exchange({
          url: withQuery(url, asked),
          method: 'GET',
          headers: basicHeader(login),
          env,
          signal,
        });
  const { status } = answer;
  if (status >= 300 && status < 400)
    throw new RegistryError('redirect', 'its login leads elsewhere, where no credentials are sent');
  if (status === 429)
    throw new RegistryError('too-many', 'it allows no more logins for now', 'Try again later.');
  if (status === 401 || status === 403 || status === 400)
    throw new RegistryError('login', login ? 'it does not accept the login' : 'it asks for a login');
  if (status !== 200) throw new RegistryError('login', `its login answered with status ${status}`);
  const token = tokenIn(answer.body);
  if (token === undefined) throw new RegistryError('garbage', 'it gave no token');
  return token;
}

/** The header that carries a name and a password. */
export function basicHeader(login: Login | undefined): Record<string, string> {
  if (login?.kind !== 'password') return {};
  return { authorization: `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}` };
}

function withQuery(url: URL, more: URLSearchParams): URL {
  const made = new URL(url);
  for (const [name, value] of more) made.searchParams.set(name, value);
  return made;
}

function tokenIn(body: Uint8Array): string | undefined {
  try {
    const found = fields(JSON.parse(Buffer.from(body).toString('utf8')));
    const token = found['token'] ?? found['access_token'];
    return typeof token === 'string' && /^[\x21-\x7e]{1,20000}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
