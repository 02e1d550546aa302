// Logging in to a registry with what Docker already knows: no program is run, and nothing is written anywhere.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fields } from '../trivy/report-fields.ts';
import { readSmallFile } from '../workspace/read.ts';
import { isLoopback, readBounded } from './registry.ts';

export interface RegistryCredentials {
  readonly name: string;
  readonly password: string;
}

/**
 * The login of a registry in Docker's configuration (`auths`). Helpers that keep logins elsewhere are not run.
 * @param registry as in a reference: `docker.io`, `ghcr.io`
 */
export function dockerLogin(
  registry: string,
  env: Readonly<Record<string, string | undefined>>,
): RegistryCredentials | undefined {
  const folder = env['DOCKER_CONFIG'] || join(homedir(), '.docker');
  const text = readSmallFile(join(folder, 'config.json'), 1024 * 1024);
  if (text === undefined) return undefined;
  let auths: Readonly<Record<string, unknown>>;
  try {
    auths = fields(fields(JSON.parse(text))['auths']);
  } catch {
    return undefined;
  }
  const names =
    registry === 'docker.io'
      ? ['https://index.docker.io/v1/', 'docker.io']
      : [registry, `https://${registry}`];
  for (const name of names) {
    const auth = Object.hasOwn(auths, name) ? fields(auths[name])['auth'] : undefined;
    if (typeof auth !== 'string') continue;
    const plain = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = plain.indexOf(':');
    if (colon > 0) return { name: plain.slice(0, colon), password: plain.slice(colon + 1) };
  }
  return undefined;
}

/**
 * A token as the registry's challenge asks for it. Source: distribution, “Token Authentication Specification”.
 * @throws an Error whose message is part of a sentence
 */
export async function bearerToken(
  challenge: string,
  scope: string,
  credentials: RegistryCredentials | undefined,
  base: string,
  signal: AbortSignal,
): Promise<string> {
  const said = new Map(
    [...challenge.slice(0, 4000).matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const realm = said.get('realm') ?? '';
  if (!/^bearer\b/i.test(challenge) || !URL.canParse(realm)) throw new Error('it asks for a login');
  const url = new URL(realm);
  // A login must not go over the wire in the clear, unless the registry itself is on this machine.
  const isSafe = url.protocol === 'https:' || (isLoopback(url.host) && isLoopback(new URL(base).host));
  if (!isSafe) throw new Error('its login is not over https');
  const service = said.get('service');
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const headers: Record<string, string> = {};
  if (credentials)
    headers['authorization'] =
      `Basic ${Buffer.from(`${credentials.name}:${credentials.password}`).toString('base64')}`;
  const answer = await fetch(url, { headers, signal, redirect: 'error' });
  if (answer.status !== 200) throw new Error('it refused the login');
  const body = fields(JSON.parse(Buffer.from(await readBounded(answer)).toString('utf8')));
  const token = body['token'] ?? body['access_token'];
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,20000}$/.test(token)) throw new Error('it gave no token');
  return token;
}
