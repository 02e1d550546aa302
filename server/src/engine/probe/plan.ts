// What every writer must settle before it writes a request: the address, the limit, the redirects.
import { joinText, type ProbeRequest, Refusal, type StatusRange, type Text } from './request.ts';

/** A request ready to be written. */
export interface Plan {
  readonly request: ProbeRequest;
  /** `scheme://host:port/path`, the loopback name replaced. */
  readonly url: Text;
  /** `host:port`, the port only where it was written. */
  readonly netloc: Text;
  readonly seconds: number;
  /** The status decides as the client it comes from would have it: below 400, or the listed ones, or any. */
  readonly status: 'below-400' | 'any' | readonly StatusRange[];
  /**
   * - `follow`: followed today, and to be followed.
   * - `keep`: not followed today; the redirect itself is the answer.
   * - `either`: not followed today, but a health page does not redirect: the shorter form may be taken.
   */
  readonly redirects: 'follow' | 'keep' | 'either';
  readonly changes: readonly string[];
}

/** What the writers are told beside the requests. */
export interface WriteOptions {
  /** All must succeed or one; `all` where it is not said. */
  readonly join?: 'all' | 'any';
  /** The `--timeout` of the HEALTHCHECK in seconds: the request gets no more. Docker's own default is 30. */
  readonly healthcheckTimeoutSeconds?: number;
}

/** Without a limit of its own a request waits until Docker kills it, and then nobody learns why. */
const DEFAULT_SECONDS = 3;

/** Pages that exist to be probed; those answer and do not redirect. */
const HEALTH_PAGE = /(?:^|[/._-])(?:health\w*|live\w*|ready\w*|ping|status|alive|heartbeat|up)(?:$|[/?._-])/i;

/**
 * Settles a request.
 * @param localhost whether the name stays: `keep` (curl and GNU wget try ::1 and 127.0.0.1), `if-verified` (so
 *   does Python; it stays only where a certificate is checked against it) or `replace` (Node and BusyBox stop
 *   at ::1).
 * @throws Refusal where the meaning can't be kept.
 */
export function planRequest(
  request: ProbeRequest,
  options: WriteOptions,
  localhost: 'keep' | 'if-verified' | 'replace' = 'replace',
): Plan {
  const changes: string[] = [];
  const { scheme, path, insecure } = request;
  const isLoopbackName = request.host.toLowerCase() === 'localhost';
  const verified = scheme === 'https' && !insecure;
  let host = request.host;
  if (isLoopbackName && localhost !== 'keep' && !(verified && localhost === 'if-verified')) {
    if (verified) throw new Refusal('its certificate is checked against the name localhost');
    host = '127.0.0.1';
    changes.push('localhost becomes 127.0.0.1');
  }
  const port: Text = typeof request.port === 'number' ? [String(request.port)] : [request.port];
  const shown = host.includes(':') ? `[${host}]` : host;
  const netloc = joinText(request.portWritten ? [`${shown}:`, ...port] : [shown]);

  const limit = options.healthcheckTimeoutSeconds ?? Number.POSITIVE_INFINITY;
  const seconds = Math.min(request.timeoutSeconds ?? DEFAULT_SECONDS, limit);
  if (request.timeoutSeconds === undefined && limit > DEFAULT_SECONDS) {
    changes.push(`gives up after ${DEFAULT_SECONDS} s`);
  }
  const looksAtBody = request.bodyContains !== undefined || request.bodyIs !== undefined;
  let status: Plan['status'] = request.status ?? 'below-400';
  if (!request.failsOnHttpError && !request.status) {
    if (looksAtBody) status = 'any';
    else changes.push('fails on HTTP errors');
  }
  const plain = request.method === 'GET' && !looksAtBody && !request.status && !request.noProxy;
  const pathText = path.map((part) => (typeof part === 'string' ? part : '')).join('');
  const redirects = request.followRedirects
    ? 'follow'
    : plain && HEALTH_PAGE.test(pathText)
      ? 'either'
      : 'keep';
  return {
    request,
    url: joinText([`${scheme}://`, ...netloc, ...path]),
    netloc,
    seconds,
    status,
    redirects,
    changes,
  };
}

/** Whether all codes of `ranges` are within `from` to `to`. */
export function within(ranges: readonly StatusRange[], from: number, to: number): boolean {
  return ranges.every((range) => range.from >= from && range.to <= to);
}

/** A condition on a status expression in Python or JavaScript, true where it is healthy. */
export function statusCondition(
  ranges: readonly StatusRange[],
  value: string,
  words: { readonly and: string; readonly or: string },
): string {
  return ranges
    .map(({ from, to }) =>
      from === to ? `${value}==${from}` : `${value}>=${from}${words.and}${value}<=${to}`,
    )
    .join(words.or);
}
