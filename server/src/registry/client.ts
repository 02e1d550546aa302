// A registry's API (OCI distribution specification 1.1), read only: logins, redirects, waiting. Contacted only by the user's act.
import { setTimeout as sleep } from 'node:timers/promises';
import { basicHeader, bearerToken } from './bearer-token.ts';
import { type Answer, exchange, speaksNoTls } from './exchange.ts';
import { apiHost, isLoopback } from './hosts.ts';
import type { Logins } from './logins.ts';
import { asRegistryError, RegistryError } from './registry-error.ts';

export interface RegistryAccess {
  /** Proxies, certificates and Docker's folder come from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logins: Logins;
  readonly signal: AbortSignal;
}

const mostRedirects = 5;
/** Of one registry, for whatever a command asks of it. */
const mostRequests = 1000;
/** Milliseconds that a registry may have us wait before it is asked again, and how often it may. */
const longestWait = 10_000;
const mostWaits = 2;

/** One registry. What several repositories have in common (the login, the scheme) is found out once. */
export class RegistryClient {
  /** As in a reference: `docker.io`. */
  readonly registry: string;
  private readonly access: RegistryAccess;
  private scheme: 'https:' | 'http:' = 'https:';
  /** By repository. */
  private readonly authorizations = new Map<string, string>();
  private requests = 0;

  constructor(registry: string, access: RegistryAccess) {
    this.registry = registry;
    this.access = access;
  }

  /**
   * Reads something of a repository.
   * @param path after the repository: `manifests/1.2`, with a query where one is wanted
   * @returns undefined: there is none; a status other than 200 only where `isOptional`
   * @throws RegistryError
   */
  async read(
    repository: string,
    path: string,
    options: {
      readonly method?: 'GET' | 'HEAD';
      readonly accept?: string;
      readonly isOptional?: boolean;
    } = {},
  ): Promise<Answer | undefined> {
    const { method = 'GET', accept } = options;
    const ask = () => this.patiently(repository, path, method, accept);
    let answer = await ask();
    if (answer.status === 401) {
      // A token does not last long; a login that was refused a moment ago will not do now.
      this.authorizations.delete(repository);
      this.authorizations.set(repository, await this.logIn(repository, answer));
      answer = await ask();
    }
    if (answer.status === 200) return answer;
    if (answer.status === 404) return undefined;
    if (options.isOptional && answer.status !== 401 && answer.status !== 429) return undefined;
    throw await this.refusal(answer.status);
  }

  private async patiently(
    repository: string,
    path: string,
    method: 'GET' | 'HEAD',
    accept: string | undefined,
  ): Promise<Answer> {
    for (let waits = 0; ; waits++) {
      const answer = await this.follow(repository, path, method, accept);
      if (answer.status !== 429) return answer;
      const wait = waitOf(answer.headers['retry-after']);
      if (wait === undefined || wait > longestWait || waits >= mostWaits) throw tooMany(this.registry, wait);
      await sleep(wait, undefined, { signal: this.access.signal }).catch(() => {
        throw new RegistryError('cancelled', 'it was cancelled');
      });
    }
  }

  /** Credentials go to the registry's own address only. */
  private async follow(
    repository: string,
    path: string,
    method: 'GET' | 'HEAD',
    accept: string | undefined,
  ): Promise<Answer> {
    let answer = await this.first(repository, path, method, accept);
    let url = this.address(repository, path);
    const home = url.origin;
    for (let followed = 0; isRedirect(answer.status); followed++) {
      const next = this.nextAddress(answer, url, followed);
      const isHome = next.origin === home;
      answer = await this.send(
        next,
        method,
        accept,
        isHome ? this.authorizations.get(repository) : undefined,
      );
      if (answer.status === 401 && !isHome)
        throw new RegistryError('redirect', 'it leads to another host, which asks for a login');
      url = next;
    }
    return answer;
  }

  private nextAddress(answer: Answer, from: URL, followed: number): URL {
    if (followed >= mostRedirects)
      throw new RegistryError('redirect', `it leads on more than ${mostRedirects} times`);
    const { location } = answer.headers;
    if (location === undefined || location.length > 8000 || !URL.canParse(location, from.href))
      throw new RegistryError('redirect', 'it leads to an address that is none');
    const next = new URL(location, from.href);
    const isSafe =
      next.protocol === 'https:' ||
      (next.protocol === 'http:' && from.protocol === 'http:' && isLoopback(next.host));
    if (!isSafe || next.username !== '' || next.password !== '')
      throw new RegistryError('redirect', 'it leads to an address that is not safe');
    return next;
  }

  /** Without TLS only where that is this machine and the registry there does not speak it, as Docker does. */
  private async first(
    repository: string,
    path: string,
    method: 'GET' | 'HEAD',
    accept: string | undefined,
  ): Promise<Answer> {
    const send = () =>
      this.send(this.address(repository, path), method, accept, this.authorizations.get(repository));
    const { scheme } = this;
    try {
      return await send();
    } catch (error) {
      const failure = asRegistryError(error);
      if (scheme === 'http:' || !isLoopback(apiHost(this.registry)) || !speaksNoTls(failure)) throw failure;
      this.scheme = 'http:';
      return send();
    }
  }

  private address(repository: string, path: string): URL {
    return new URL(`${this.scheme}//${apiHost(this.registry)}/v2/${repository}/${path}`);
  }

  private send(
    url: URL,
    method: 'GET' | 'HEAD',
    accept: string | undefined,
    authorization: string | undefined,
  ): Promise<Answer> {
    this.requests++;
    if (this.requests > mostRequests)
      throw new RegistryError('too-many', `it would have to be asked more than ${mostRequests} times`);
    const headers = { ...(accept ? { accept } : {}), ...(authorization ? { authorization } : {}) };
    return exchange({ url, method, headers, env: this.access.env, signal: this.access.signal });
  }

  private async logIn(repository: string, { headers }: Answer): Promise<string> {
    const challenge = headers['www-authenticate'] ?? '';
    const { login } = await this.access.logins.of(this.registry, this.access.signal);
    if (login?.kind === 'bearer') return `Bearer ${login.token}`;
    if (/^basic\b/i.test(challenge)) {
      const { authorization } = basicHeader(login);
      if (authorization === undefined) throw await this.refusal(401);
      return authorization;
    }
    const { env, signal } = this.access;
    const base = this.address(repository, '');
    const scope = `repository:${repository}:pull`;
    try {
      return `Bearer ${await bearerToken({ challenge, scope, login, base, env, signal })}`;
    } catch (error) {
      const failure = asRegistryError(error);
      if (failure.trouble !== 'login' || failure.advice !== undefined) throw failure;
      throw new RegistryError('login', failure.message, await this.loginAdvice());
    }
  }

  private async refusal(status: number): Promise<RegistryError> {
    const { login } = await this.access.logins.of(this.registry, this.access.signal);
    if (status === 401)
      return new RegistryError(
        'login',
        login ? 'it does not accept the login' : 'it asks for a login',
        await this.loginAdvice(),
      );
    if (status === 403)
      return new RegistryError(
        'denied',
        login ? 'the login is not allowed to read it' : 'it asks for a login',
        await this.loginAdvice(),
      );
    return new RegistryError(
      'garbage',
      `it answered with status ${status}`,
      status >= 500 ? 'Try again later.' : undefined,
    );
  }

  private async loginAdvice(): Promise<string> {
    const { problem } = await this.access.logins.of(this.registry, this.access.signal);
    const name = this.registry === 'docker.io' ? '' : ` ${this.registry}`;
    const advice = `Check the image’s name, or log in with docker login${name}.`;
    return problem === undefined ? advice : `Docker’s login was not used: ${problem}. ${advice}`;
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Milliseconds; undefined where it does not say. Source: RFC 9110, 10.2.3: seconds or a date. */
function waitOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.max(0, time - Date.now());
}

function tooMany(registry: string, wait: number | undefined): RegistryError {
  // A short wait was kept to, and did not help.
  const isShort = wait === undefined || wait <= longestWait;
  const when = isShort ? 'Try again later' : `Try again in ${lengthOf(wait)}`;
  const hub = registry === 'docker.io' ? '; with a login (docker login) the limit is higher' : '';
  return new RegistryError('too-many', 'it allows no more requests for now', `${when}${hub}.`);
}

function lengthOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
