// Writes requests as a `node -e` program: fetch where Node has it (18), http.request otherwise.
import { javascriptString, javascriptText } from './literals.ts';
import { type Plan, statusCondition } from './plan.ts';
import { Refusal, type Text } from './request.ts';
import type { Program } from './write-python.ts';

/** Headers that fetch sets or drops by itself. */
const NOT_BY_FETCH =
  /^(?:host|connection|content-length|transfer-encoding|expect|keep-alive|te|trailer|upgrade)$/i;

/** Ports that the fetch standard refuses: https://fetch.spec.whatwg.org/#bad-port */
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

interface Piece {
  /** A promise of a boolean: healthy or not; it may reject. */
  readonly promise: string;
  /** The same as a program of its own. */
  readonly program: string;
  readonly changes: readonly string[];
}

/**
 * The program: it ends with 0 where healthy and with 1 otherwise.
 * @param major Node's major version; undefined where it is not known: then http.request, which all have.
 * @throws Refusal for what can't be kept.
 */
export function writeNode(plans: readonly Plan[], join: 'all' | 'any', major: number | undefined): Program {
  const pieces = plans.map((plan) => {
    const { request } = plan;
    if (request.scheme === 'https' && !request.insecure && major !== undefined && major < 12) {
      throw new Refusal('that Node.js is too old for its certificate');
    }
    return fetches(plan, major) ? fetched(plan) : requested(plan, major);
  });
  const changes = pieces.flatMap((piece) => piece.changes);
  const [first, second] = pieces;
  if (first && !second) return { code: first.program, changes };
  const promises = pieces.map(({ promise }) => `${promise}.catch(()=>false)`).join(',');
  const verdict = join === 'all' ? 'every' : 'some';
  const longest = Math.max(...plans.map((plan) => plan.seconds));
  const exit = `process.exit(a.${verdict}(x=>x)?0:1)`;
  return { code: `Promise.all([${promises}]).then(a=>${exit});${limit(longest)}`, changes };
}

function fetches({ request }: Plan, major: number | undefined): boolean {
  const port = typeof request.port === 'number' ? request.port : Number(request.port.default ?? 80);
  return (
    major !== undefined &&
    major >= 18 &&
    !(request.scheme === 'https' && request.insecure) &&
    !request.headers.some(([name]) => NOT_BY_FETCH.test(name)) &&
    !BAD_PORTS.has(port) &&
    !/^(?:CONNECT|TRACE|TRACK|PATCH)$/.test(request.method) &&
    !(request.body && /^(?:GET|HEAD)$/.test(request.method))
  );
}

function fetched(plan: Plan): Piece {
  const { request } = plan;
  const init: string[] = [];
  if (request.method !== 'GET') init.push(`method:${javascriptString(request.method)}`);
  if (request.headers.length > 0) init.push(`headers:${object(request.headers)}`);
  if (request.body) init.push(`body:${javascriptText(request.body)}`);
  if (plan.redirects === 'keep') init.push(`redirect:'manual'`);
  init.push(`signal:AbortSignal.timeout(${milliseconds(plan.seconds)})`);
  const call = `fetch(${javascriptText(plan.url)},{${init.join(',')}})`;
  const ok = plan.redirects === 'keep' ? 'r.status<400' : 'r.ok';
  const body = bodyCondition(plan, '(await r.text())');
  const good = condition(plan, 'r.status', ok, body);
  const head = body ? 'async r' : 'r';
  return {
    promise: `${call}.then(${head}=>${good})`,
    program: `${call}.then(${head}=>process.exit(${exitCode(good)}),()=>process.exit(1))`,
    changes: [],
  };
}

function requested(plan: Plan, major: number | undefined): Piece {
  const { request } = plan;
  const changes = plan.redirects === 'follow' ? ['does not follow redirects'] : [];
  const options: string[] = [];
  if (request.method !== 'GET') options.push(`method:${javascriptString(request.method)}`);
  if (request.headers.length > 0) options.push(`headers:${object(request.headers)}`);
  if (request.scheme === 'https' && request.insecure) options.push('rejectUnauthorized:false');
  if (options.length > 0 && major !== undefined && major < 12) {
    throw new Refusal('that Node.js takes no address together with options');
  }
  const simple = request.method === 'GET' && !request.body;
  const args = [javascriptText(plan.url), ...(options.length > 0 ? [`{${options.join(',')}}`] : [])].join(
    ',',
  );
  const call = (then: (good: string) => string, fail: string): string => {
    const body = bodyCondition(plan, 'b');
    const good = condition(plan, 'r.statusCode', 'r.statusCode<400', body);
    const read = `{let b='';r.on('data',d=>b+=d).on('end',()=>${then(good)})}`;
    const end = simple ? '' : `.end(${request.body ? javascriptText(request.body) : ''})`;
    const ask = `require('${request.scheme}').${simple ? 'get' : 'request'}`;
    return `${ask}(${args},r=>${body ? read : then(good)}).on('error',${fail})${end}`;
  };
  return {
    promise: `new Promise((y,n)=>${call((good) => `y(${good})`, 'n')})`,
    program: `${call((good) => `process.exit(${exitCode(good)})`, '()=>process.exit(1)')};${limit(plan.seconds)}`,
    changes,
  };
}

function condition(plan: Plan, status: string, ok: string, body: string | undefined): string {
  const conditions: string[] = [];
  if (plan.status === 'below-400') conditions.push(ok);
  else if (plan.status !== 'any') {
    const several = plan.status.length > 1 && body !== undefined;
    const text = statusCondition(plan.status, status, { and: '&&', or: '||' });
    conditions.push(several ? `(${text})` : text);
  }
  if (body) conditions.push(body);
  return conditions.length > 0 ? conditions.join('&&') : 'true';
}

function bodyCondition({ request }: Plan, body: string): string | undefined {
  if (request.bodyIs !== undefined) return `${body}.replace(/\\n+$/,'')==${javascriptString(request.bodyIs)}`;
  if (!request.bodyContains) return undefined;
  const { text, ignoreCase } = request.bodyContains;
  const wanted = javascriptString(ignoreCase ? text.toLowerCase() : text);
  return `${body}${ignoreCase ? '.toLowerCase()' : ''}.includes(${wanted})`;
}

function exitCode(good: string): string {
  return good === 'true' ? '0' : `${good}?0:1`;
}

function limit(seconds: number): string {
  return `setTimeout(()=>process.exit(1),${milliseconds(seconds)})`;
}

function milliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

function object(headers: readonly (readonly [string, Text])[]): string {
  return `{${headers.map(([name, value]) => `${javascriptString(name)}:${javascriptText(value)}`).join(',')}}`;
}
