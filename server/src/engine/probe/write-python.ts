// Writes requests as a `python -c` program of the standard library alone (Python 3.4 and later).
import { pythonString, pythonText } from './literals.ts';
import { type Plan, statusCondition, within } from './plan.ts';
import { plainText, Refusal, type StatusRange, type Text } from './request.ts';

/** A program text and what differs from the original. */
export interface Program {
  readonly code: string;
  readonly changes: readonly string[];
}

interface Block {
  readonly imports: readonly string[];
  /** Simple statements; the last one is `verdict` or raises by itself. */
  readonly statements: readonly string[];
  /** An expression that is true where the answer is unhealthy. */
  readonly bad?: string;
  readonly changes: readonly string[];
}

/**
 * The program: it ends with 0 where healthy; an exception (refused, timed out, an HTTP error of urllib)
 * ends it with 1.
 * @throws Refusal for what the standard library can't do in a line.
 */
export function writePython(plans: readonly Plan[], join: 'all' | 'any'): Program {
  const blocks = plans.map(block);
  const imports = new Set(blocks.flatMap((each) => each.imports));
  if (blocks.some((each) => each.bad !== undefined)) imports.add('sys');
  const modules = [...imports].sort((a, b) => Number(a.includes(' as ')) - Number(b.includes(' as ')));
  const lines = [`import ${modules.join(',')}`];
  for (const [index, each] of blocks.entries()) {
    const last = index === blocks.length - 1;
    const verdict = each.bad && (last ? `sys.exit(${each.bad})` : `(${each.bad}) and sys.exit(1)`);
    const text = [...each.statements, ...(verdict ? [verdict] : [])].join('; ');
    if (join === 'all') lines.push(text);
    else lines.push(`${' '.repeat(index)}${last ? text : `try: ${text}`}`);
    if (join === 'any' && !last) lines.push(`${' '.repeat(index)}except BaseException:`);
  }
  return {
    code: lines.join(join === 'all' ? '; ' : '\n'),
    changes: blocks.flatMap((each) => each.changes),
  };
}

function block(plan: Plan): Block {
  const follows = plan.redirects === 'follow' && !plan.request.noProxy;
  return follows || plan.redirects === 'either' ? opened(plan) : client(plan);
}

/** urllib: follows redirects, raises at 400 and above. */
function opened(plan: Plan): Block {
  const { request, status } = plan;
  const ranges = typeof status === 'string' ? undefined : status;
  if (ranges && !within(ranges, 200, 299)) throw new Refusal('it follows redirects and expects an error');
  const imports = ['urllib.request as u'];
  if (usesVariables(plan)) imports.push('os');
  const url = pythonText(plan.url);
  const data = request.body ? `data=${bytes(request.body)}` : '';
  const method =
    request.method === (request.body ? 'POST' : 'GET') ? '' : `method=${pythonString(request.method)}`;
  const headers = request.headers.length > 0 ? `headers=${dictionary(request.headers)}` : '';
  const more = [method, headers, data].filter((argument) => argument !== '');
  const target = more.length > 0 ? `u.Request(${[url, ...more].join(',')})` : url;
  const call = `u.urlopen(${target},timeout=${plan.seconds}${context(plan, imports)})`;
  const { bad, mentions } = judgement(plan, 'r', ranges);
  const changes = status === 'any' ? ['fails on HTTP errors'] : [];
  if (bad === undefined) return { imports, statements: [call], changes };
  if (mentions > 1) return { imports, statements: [`r=${call}`], bad, changes };
  return { imports, statements: [], bad: judgement(plan, call, ranges).bad, changes };
}

/** http.client: follows nothing and raises for no status. */
function client(plan: Plan): Block {
  const { request } = plan;
  const changes: string[] = [];
  if (plan.redirects === 'follow') changes.push('does not follow redirects');
  const imports = ['http.client as h'];
  if (usesVariables(plan)) imports.push('os');
  const kind = request.scheme === 'https' ? 'HTTPSConnection' : 'HTTPConnection';
  const open = `c=h.${kind}(${pythonText(plan.netloc)},timeout=${plan.seconds}${context(plan, imports)})`;
  const ask = [pythonString(request.method), pythonText(request.path)];
  if (request.body) ask.push(`body=${bytes(request.body)}`);
  if (request.headers.length > 0) ask.push(`headers=${dictionary(request.headers)}`);
  const ranges = typeof plan.status === 'string' ? undefined : plan.status;
  const answer = 'c.getresponse()';
  const statements = [open, `c.request(${ask.join(',')})`];
  const conditions = (r: string) => {
    const { bad, mentions } = judgement(plan, r, ranges);
    if (plan.status !== 'below-400') return { bad: bad ?? 'False', mentions };
    return { bad: [`${r}.status>=400`, bad].filter(Boolean).join(' or '), mentions: mentions + 1 };
  };
  if (conditions(answer).mentions === 1) return { imports, statements, bad: conditions(answer).bad, changes };
  return { imports, statements: [...statements, `r=${answer}`], bad: conditions('r').bad, changes };
}

/** What makes the answer `r` unhealthy beside a status of 400 and above, and how often it names `r`. */
function judgement(
  { request: { bodyContains, bodyIs } }: Plan,
  r: string,
  ranges: readonly StatusRange[] | undefined,
): { bad?: string; mentions: number } {
  const conditions: string[] = [];
  let mentions = 0;
  if (ranges) {
    const single = ranges.every(({ from, to }) => from === to);
    const codes = ranges.map(({ from }) => from).join(',');
    mentions += single ? 1 : 2;
    if (!single) {
      conditions.push(`not(${statusCondition(ranges, `${r}.status`, { and: ' and ', or: ' or ' })})`);
    } else conditions.push(ranges.length === 1 ? `${r}.status!=${codes}` : `${r}.status not in(${codes})`);
  }
  if (bodyContains) {
    const { text, ignoreCase } = bodyContains;
    const wanted = ignoreCase ? text.toLowerCase() : text;
    conditions.push(`b${pythonString(wanted)} not in ${r}.read()${ignoreCase ? '.lower()' : ''}`);
    mentions += 1;
  }
  if (bodyIs !== undefined) {
    conditions.push(`${r}.read().rstrip(b'\\n')!=b${pythonString(bodyIs)}`);
    mentions += 1;
  }
  return { ...(conditions.length > 0 && { bad: conditions.join(' or ') }), mentions };
}

function context({ request }: Plan, imports: string[]): string {
  if (request.scheme !== 'https' || !request.insecure) return '';
  imports.push('ssl');
  return ',context=ssl._create_unverified_context()';
}

function usesVariables({ request, url }: Plan): boolean {
  const texts = [url, request.body ?? [], ...request.headers.map(([, value]) => value)];
  return texts.some((text) => plainText(text) === undefined);
}

function dictionary(headers: readonly (readonly [string, Text])[]): string {
  return `{${headers.map(([name, value]) => `${pythonString(name)}:${pythonText(value)}`).join(',')}}`;
}

/** ASCII text (the reader lets no other through) as a bytes expression. */
function bytes(text: Text): string {
  const plain = plainText(text);
  return plain === undefined ? `(${pythonText(text)}).encode()` : `b${pythonString(plain)}`;
}
