// Comments that silence findings: Plimsoll's own, and those written for other tools.
import type { Dockerfile, Span } from '../parse/syntax.ts';
import { ruleIdsOfForeignId } from '../rules/aliases.ts';
import { isDay } from '../text/days.ts';
import { reachOf, type SuppressionScope } from './reach.ts';

/** One id of a comment. */
export interface SuppressedId {
  /** As written: a rule of ours, or another tool's id of the same weakness. */
  readonly text: string;
  readonly at: Span;
}

/** One comment that silences findings. */
export interface Suppression {
  /** Whose comment it is. Only for our own is it a finding when they do nothing: the others serve their own tool. */
  readonly owner: 'plimsoll' | 'hadolint' | 'buildkit' | 'tally' | 'trivy';
  readonly scope: SuppressionScope;
  readonly ids: readonly SuppressedId[];
  readonly reason: string;
  /** YYYY-MM-DD; from the day after, the comment silences nothing. */
  readonly until?: string;
  /** `until` is no day: then nothing is silenced, lest it be for ever. */
  readonly unreadable: boolean;
  readonly expired: boolean;
  /** The whole comment. */
  readonly at: Span;
  /** Where findings are silenced, both ends included; undefined when it silences nothing. */
  readonly reach?: Span;
  /** The id that stands for a rule of ours; undefined when none does. */
  idFor(ruleId: string): SuppressedId | undefined;
}

/** The form of our own comments: 1 scope, 2 ids, 3 the rest. */
export const ownForm =
  /^#[ \t]*plimsoll[ \t]+(ignore|ignore-stage|ignore-file)=([\w:./-]+(?:,[ \t]*[\w:./-]+)*)(.*)$/s;

interface Read {
  readonly owner: Suppression['owner'];
  readonly scope: SuppressionScope;
  /** Ids, separated by commas or blanks, and where they start in the comment. */
  readonly list: string;
  readonly listAt: number;
  readonly reason?: string;
  readonly until?: string;
}

type Reader = (text: string) => Read | undefined;

function own(text: string): Read | undefined {
  const match = ownForm.exec(text);
  if (!match) return undefined;
  const rest = match[3] ?? '';
  return {
    owner: 'plimsoll',
    scope: match[1] === 'ignore' ? 'line' : match[1] === 'ignore-stage' ? 'stage' : 'file',
    list: match[2]!,
    listAt: text.indexOf('=') + 1,
    reason: /\breason="([^"]*)"/.exec(rest)?.[1] ?? /\breason=(\S+)/.exec(rest)?.[1] ?? '',
    until: /\buntil="?([^\s"]*)/.exec(rest)?.[1],
  };
}

/**
 * `# hadolint ignore=DL3008,SC2086`, `# hadolint global ignore=…`; the same with `tally`, which has `;reason=…` after it.
 * Source: hadolint's README, “Inline ignores”; tally's documentation of its comments.
 */
function hadolintOrTally(text: string): Read | undefined {
  const match =
    /^#[ \t]*(hadolint|tally)[ \t]+(global[ \t]+)?ignore[ \t]*=([^;]*)(?:;[ \t]*reason=(.*))?/.exec(text);
  if (!match) return undefined;
  return {
    owner: match[1] as 'hadolint' | 'tally',
    scope: match[2] ? 'file' : 'line',
    list: match[3]!,
    listAt: text.indexOf('=') + 1,
    reason: match[4]?.trim() ?? '',
  };
}

/**
 * `#trivy:ignore:DS-0002`, with `:exp:2027-01-01`; several in one comment.
 * Source: trivy, docs/guide/scanner/misconfiguration/config, “Skipping resources by inline comments”.
 */
function trivy(text: string): Read | undefined {
  const first = /^#[ \t]*trivy:ignore:/.exec(text);
  if (!first) return undefined;
  return {
    owner: 'trivy',
    scope: 'line',
    // Other marks of one comment are blanked out, so that the offsets of the ids stay.
    list: text
      .slice(first[0].length)
      .replace(/:(?:exp|ws):\S*/g, (mark) => ' '.repeat(mark.length))
      .replace(/(?:#[ \t]*)?trivy:ignore:/g, (mark) => ' '.repeat(mark.length)),
    listAt: first[0].length,
    until: /:exp:(\S+)/.exec(text)?.[1],
  };
}

/** `# check=skip=JSONArgsRecommended,StageNameCasing;error=true`, a parser directive. Source: BuildKit's documentation of `check`. */
function buildkit(value: string): Read | undefined {
  const match = /(?:^|;)[ \t]*skip=([^;]*)/.exec(value);
  if (!match) return undefined;
  return {
    owner: 'buildkit',
    scope: 'file',
    list: match[1]!,
    listAt: match.index + match[0].length - match[1]!.length,
  };
}

/**
 * `# check=skip=RULE // reason` above an instruction, for that one alone. Source: BuildKit's lint tests (1.26-labs).
 */
function buildkitLine(text: string): Read | undefined {
  const match = /^#[ \t]*check[ \t]*=[ \t]*(?=skip=)/.exec(text);
  const reason = text.indexOf(' //');
  const read = match && buildkit(text.slice(match[0].length, reason < 0 ? undefined : reason));
  return read
    ? {
        ...read,
        scope: 'line',
        listAt: read.listAt + match[0].length,
        reason: reason < 0 ? '' : text.slice(reason + 3).trim(),
      }
    : undefined;
}

const readers: readonly (readonly [mark: string, read: Reader])[] = [
  ['plimsoll', own],
  ['hadolint', hadolintOrTally],
  ['tally', hadolintOrTally],
  ['trivy:', trivy],
  ['check', buildkitLine],
];

/** Every comment of the file that silences something, in its order. @param today YYYY-MM-DD; without it nothing expires */
export function readSuppressions(dockerfile: Dockerfile, today: string | undefined): Suppression[] {
  const found: Suppression[] = [];
  const add = (read: Read | undefined, at: Span, textAt: number) => {
    if (read) found.push(suppressionOf(dockerfile, read, at, textAt, today));
  };
  for (const { name, value, at, valueAt } of dockerfile.directives)
    if (name === 'check') add(buildkit(value), at, valueAt.start);
  for (const comment of dockerfile.comments) {
    const raw = dockerfile.text.slice(comment.start, comment.end);
    const reader = readers.find(([mark]) => raw.includes(mark))?.[1];
    if (!reader) continue;
    const indent = raw.length - raw.trimStart().length;
    add(reader(raw.trim()), comment, comment.start + indent);
  }
  return found;
}

function suppressionOf(
  dockerfile: Dockerfile,
  read: Read,
  at: Span,
  textAt: number,
  today: string | undefined,
): Suppression {
  const { owner, scope, until } = read;
  const ids = [...read.list.matchAll(/[^\s,]+/g)].map((match) => {
    const start = textAt + read.listAt + match.index;
    return { text: match[0], at: { start, end: start + match[0].length } };
  });
  const unreadable = until !== undefined && !isDay(until);
  const expired = unreadable || (until !== undefined && today !== undefined && today > until);
  const reach = reachOf(dockerfile, scope, at);
  const byRule = new Map<string, SuppressedId>();
  for (const id of ids)
    for (const rule of rulesNamed(id.text, owner)) if (!byRule.has(rule)) byRule.set(rule, id);
  const all = ids.find(
    ({ text }) => (owner === 'buildkit' && text === 'all') || (owner === 'trivy' && text === '*'),
  );
  return {
    owner,
    scope,
    ids,
    reason: read.reason ?? '',
    ...(until === undefined ? {} : { until }),
    unreadable,
    expired,
    at,
    ...(expired || reach === undefined ? {} : { reach }),
    idFor: (ruleId) =>
      byRule.get(ruleId) ?? (all && ruleIdsOfForeignId(`${owner}:*`).includes(ruleId) ? all : undefined),
  };
}

/** The rules of ours that an id stands for. */
export function rulesNamed(id: string, owner: Suppression['owner']): readonly string[] {
  const foreign = ruleIdsOfForeignId(id.replace(/^.*\//, ''));
  return owner === 'plimsoll' ? [id, ...foreign] : foreign;
}
