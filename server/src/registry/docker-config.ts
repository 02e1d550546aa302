// What Docker's configuration says of a registry's login: kept there, or by a helper program. Nothing is run or written here.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Fields, fields } from '../trivy/report-fields.ts';
import { readSmallFile } from '../workspace/read.ts';
import { loginNames } from './hosts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A login as registries take it. Never shown, never logged. */
export type Login =
  | { readonly kind: 'password'; readonly name: string; readonly password: string }
  /** A refresh token, for which a token server gives tokens. */
  | { readonly kind: 'identity'; readonly token: string }
  /** A token that the registry takes as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

export interface ConfiguredLogin {
  /** The suffix of the program that keeps the login (`desktop` for docker-credential-desktop); as written, not checked. */
  readonly helper?: string;
  readonly login?: Login;
}

/** The folder of Docker's configuration. */
export function dockerFolder(env: Environment): string {
  return env['DOCKER_CONFIG'] || join(homedir(), '.docker');
}

/**
 * How the user logs in to a registry. A helper for the registry (`credHelpers`) goes before the one for all (`credsStore`), and
 * that one before what the file holds itself (`auths`). Source: docker/cli, cli/config/configfile.
 * @param registry as in a reference: `docker.io`, `ghcr.io`
 */
export function configuredLogin(registry: string, env: Environment): ConfiguredLogin {
  const text = readSmallFile(join(dockerFolder(env), 'config.json'), 1024 * 1024);
  if (text === undefined) return {};
  let config: Fields;
  try {
    config = fields(JSON.parse(text));
  } catch {
    return {};
  }
  const names = loginNames(registry);
  const helpers = fields(config['credHelpers']);
  const own = names.map((name) => (Object.hasOwn(helpers, name) ? helpers[name] : undefined)).find(isFilled);
  const helper = own ?? (isFilled(config['credsStore']) ? config['credsStore'] : undefined);
  const auths = fields(config['auths']);
  const login = names
    .map((name) => loginOf(Object.hasOwn(auths, name) ? fields(auths[name]) : {}))
    .find(Boolean);
  return { ...(helper === undefined ? {} : { helper }), ...(login ? { login } : {}) };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function loginOf(entry: Fields): Login | undefined {
  const { identitytoken, registrytoken, auth, username, password } = entry;
  if (isFilled(identitytoken)) return { kind: 'identity', token: identitytoken };
  if (isFilled(registrytoken)) return { kind: 'bearer', token: registrytoken };
  if (isFilled(auth)) {
    const plain = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = plain.indexOf(':');
    if (colon > 0) return { kind: 'password', name: plain.slice(0, colon), password: plain.slice(colon + 1) };
  }
  return isFilled(username) && isFilled(password)
    ? { kind: 'password', name: username, password }
    : undefined;
}
