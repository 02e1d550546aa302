// Writes requests as a curl, GNU wget or BusyBox wget command; through a shell where only that can do it.
import { hasVariable, shellWord } from './literals.ts';
import type { Plan } from './plan.ts';
import { within } from './plan.ts';
import { joinText, plainText, Refusal, type Text } from './request.ts';

/** The clients, and where they are. */
export type Client = 'curl' | 'wget-gnu' | 'busybox-wget';

interface Line {
  readonly words: readonly Text[];
  /** What follows the command in a shell: `| grep -qF ok`. */
  readonly pipe?: string;
  /** Compares what the command prints: `[ "$(…)" = 200 ]`. */
  readonly equals?: string;
  readonly changes: readonly string[];
}

/**
 * The argument vector.
 * @param shell a shell's path, where the image has one: needed for variables, several requests, body checks.
 * @throws Refusal for what the client can't do.
 */
export function writeClient(
  plans: readonly Plan[],
  join: 'all' | 'any',
  client: Client,
  path: readonly string[],
  shell: string | undefined,
): { readonly argv: string[]; readonly changes: readonly string[] } {
  const lines = plans.map((plan) => (client === 'curl' ? curl(plan, path) : wget(plan, path, client)));
  const changes = lines.flatMap((line) => line.changes);
  const [only, more] = lines;
  const needsShell =
    more !== undefined ||
    lines.some(
      (line) => line.pipe !== undefined || line.equals !== undefined || line.words.some(hasVariable),
    );
  if (only && !needsShell) return { argv: only.words.map((word) => plainText(word) ?? ''), changes };
  if (shell === undefined) {
    throw new Refusal(
      lines.some((line) => line.words.some(hasVariable))
        ? 'variables need a shell, and there is none'
        : 'it needs a shell, and there is none',
    );
  }
  const script = lines.map(({ words, pipe, equals }) => {
    const command = words.map(shellWord).join(' ');
    if (equals !== undefined) return `[ "$(${command})" = ${shellWord([equals])} ]`;
    return pipe === undefined ? command : `${command} | ${pipe}`;
  });
  return { argv: [shell, '-c', script.join(join === 'all' ? ' && ' : ' || ')], changes };
}

function curl(plan: Plan, path: readonly string[]): Line {
  const { request } = plan;
  const { saves, pipe, equals } = bodyCheck(plan);
  const words: Text[] = [...path.map((word): Text => [word])];
  const letters = `${plan.status === 'below-400' ? 'f' : ''}sS${request.insecure ? 'k' : ''}`;
  words.push([`-${letters}${plan.redirects === 'follow' ? 'L' : ''}`]);
  words.push(['--max-time'], [String(plan.seconds)]);
  if (request.noProxy) words.push(['--noproxy'], ['*']);
  if (request.method === 'HEAD') words.push(['-I']);
  else if (request.method !== (request.body ? 'POST' : 'GET')) words.push(['-X'], [request.method]);
  for (const [name, value] of request.headers) words.push(['-H'], joinText([`${name}: `, ...value]));
  if (request.body) words.push(['--data-raw'], request.body);
  let expected = equals;
  if (typeof plan.status !== 'string') {
    const [range, more] = plan.status;
    if (!range || more || range.from !== range.to || pipe || equals) {
      throw new Refusal('curl can compare one status only');
    }
    expected = String(range.from);
    words.push(['-w'], ['%{http_code}']);
  }
  if (!saves) words.push(['-o'], ['/dev/null']);
  words.push(plan.url);
  return { words, ...(pipe && { pipe }), ...(expected && { equals: expected }), changes: [] };
}

function wget(plan: Plan, path: readonly string[], client: 'wget-gnu' | 'busybox-wget'): Line {
  const { request, status } = plan;
  const busybox = client === 'busybox-wget';
  const name = busybox ? 'BusyBox wget' : 'wget';
  const changes: string[] = [];
  if (plan.redirects === 'keep') changes.push('follows redirects');
  if (status === 'any') changes.push('fails on HTTP errors');
  if (typeof status !== 'string') {
    if (!within(status, 200, 299)) throw new Refusal(`${name} takes only a status of 200 to 299`);
    changes.push('any status from 200 to 299 is healthy');
  }
  const { saves, pipe, equals } = bodyCheck(plan);
  const words: Text[] = [...path.map((word): Text => [word])];
  words.push(['-q'], ['-T'], [String(Math.max(1, Math.ceil(plan.seconds)))]);
  if (!busybox) words.push(['-t'], ['1']);
  if (request.noProxy) words.push(...(busybox ? [['-Y'], ['off']] : [['--no-proxy']]));
  if (request.scheme === 'https') {
    if (busybox) throw new Refusal('BusyBox wget does not check certificates, and not every one speaks TLS');
    if (request.insecure) words.push(['--no-check-certificate']);
  }
  const usual = request.body ? 'POST' : 'GET';
  if (request.method !== usual) {
    if (busybox || request.body) throw new Refusal(`${name} does not ask with ${request.method}`);
    words.push([`--method=${request.method}`]);
  }
  for (const [header, value] of request.headers) words.push(joinText([`--header=${header}: `, ...value]));
  if (request.body) words.push(joinText(['--post-data=', ...request.body]));
  words.push(['-O'], [saves ? '-' : '/dev/null'], plan.url);
  return { words, ...(pipe && { pipe }), ...(equals && { equals }), changes };
}

function bodyCheck({ request }: Plan): { saves: boolean; pipe?: string; equals?: string } {
  if (request.bodyIs !== undefined) return { saves: true, equals: request.bodyIs };
  if (!request.bodyContains) return { saves: false };
  const { text, ignoreCase } = request.bodyContains;
  return { saves: true, pipe: `grep -qF${ignoreCase ? 'i' : ''} -e ${shellWord([text])}` };
}
