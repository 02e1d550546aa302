// Comments that silence findings: Plimsoll's own, and those written for other tools.
import type { Span } from '../parse/syntax.ts';
import { ruleIdsOfForeignId } from '../rules/aliases.ts';
import { isDay } from '../text/days.ts';
import { type Commentable, lineAfter, lineStart, type SuppressionScope } from './commentable.ts';

/** One id of a comment. */
export interface SuppressedId {
  /** As written: a rule of ours, or another tool's id of the same weakness. */
  readonly text: string;
  readonly at: Span;
}

/** One comment that silences findings. */
export interface Suppression {
  /** Whose comment it is. Only for our own is it a finding when they do nothing: the others serve their own tool. */
  readonly owner: 'plimsoll' | 'hadolint' | 'buildkit' | 'tally' | 'trivy' | 'kics' | 'semgrep';
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
  /^#[ \t]*plimsoll[ \t]+(ignore|ignore-stage|ignore-service|ignore-file)=([\w:./-]+(?:,[ \t]*[\w:./-]+)*)(.*)$/s;

const ownScopes: Readonly<Record<string, SuppressionScope>> = {
  ignore: 'line',
  'ignore-stage': 'stage',
  'ignore-service': 'service',
  'ignore-file': 'file',
};

interface Read {
  readonly owner: Suppression['owner'];
  readonly scope: SuppressionScope;
  /** Ids, separated by commas or blanks, and where they start in the comment. */
  readonly list: string;
  readonly listAt: number;
  readonly reason?: string;
  readonly until?: string;
  /** In YAML it reaches the one line, not the entry that starts on it. */
  readonly lineOnly?: boolean;
  /** It counts only where nothing but comments stands before it. */
  readonly atStartOnly?: boolean;
}

type Reader = (text: string) => Read | undefined;

function own(text: string): Read | undefined {
  const match = ownForm.exec(text);
  if (!match) return undefined;
  const rest = match[3] ?? '';
  return {
    owner: 'plimsoll',
    scope: ownScopes[match[1]!]!,
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

/**
 * `# kics-scan ignore-line`, `ignore-block`; at the start of the file `ignore` and `disable=ID,ID`. What `enable=ID` leaves out is
 * not told. Source: KICS's documentation, running-kics, “Using commands on scanned files as comments”.
 */
function kics(text: string): Read | undefined {
  const match = /^#+[ \t]*kics-scan[ \t]+(ignore-line|ignore-block|ignore|disable=([^\s#]+))(?=\s|$)/.exec(
    text,
  );
  if (!match) return undefined;
  const [, command = '', ids] = match;
  const list = ids ?? command;
  const scope = command === 'ignore-line' ? 'line' : command === 'ignore-block' ? 'stage' : 'file';
  return {
    owner: 'kics',
    scope,
    list,
    listAt: text.indexOf(list, text.indexOf(command) + (ids === undefined ? 0 : 'disable='.length)),
    ...(scope === 'line' ? { lineOnly: true } : {}),
    ...(scope === 'file' ? { atStartOnly: true } : {}),
  };
}

/**
 * `# nosemgrep`, `# nosemgrep: ID, ID` on the first line of what is found or on the line above; `nosem` is its older name.
 * Source: Semgrep's documentation, “Ignore files, folders, and code”.
 */
function semgrep(text: string): Read | undefined {
  const match =
    /(?:^#+[ \t]*|[ \t])(nosem(?:grep)?)(?:[ \t]*:[ \t]*([\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*))?(?=[ \t]|$)/.exec(
      text,
    );
  if (!match) return undefined;
  const [whole, word = '', ids] = match;
  const list = ids ?? word;
  return { owner: 'semgrep', scope: 'line', list, listAt: match.index + whole.indexOf(list), lineOnly: true };
}

/** Ids that stand for every rule which the tool has too. */
const everything: Readonly<Partial<Record<Suppression['owner'], ReadonlySet<string>>>> = {
  buildkit: new Set(['all']),
  trivy: new Set(['*']),
  kics: new Set(['ignore', 'ignore-line', 'ignore-block']),
  semgrep: new Set(['nosemgrep', 'nosem']),
};

const readers: readonly (readonly [mark: string, read: Reader])[] = [
  ['plimsoll', own],
  ['hadolint', hadolintOrTally],
  ['tally', hadolintOrTally],
  ['trivy:', trivy],
  ['kics-scan', kics],
  ['nosem', semgrep],
  ['check', buildkitLine],
];

/** Every comment of the file that silences something, in its order. @param today YYYY-MM-DD; without it nothing expires */
export function readSuppressions(file: Commentable, today: string | undefined): Suppression[] {
  const found: Suppression[] = [];
  const add = (read: Read | undefined, at: Span, textAt: number) => {
    if (read) found.push(suppressionOf(file, read, at, textAt, today));
  };
  for (const { name, value, at, valueAt } of file.directives)
    if (name === 'check') add(buildkit(value), at, valueAt.start);
  for (const comment of file.comments) {
    const raw = file.text.slice(comment.start, comment.end);
    const reader = readers.find(([mark]) => raw.includes(mark))?.[1];
    if (!reader) continue;
    const indent = raw.length - raw.trimStart().length;
    add(reader(raw.trim()), comment, comment.start + indent);
  }
  return found;
}

function suppressionOf(
  file: Commentable,
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
  const reach = reachIn(file, read, at);
  const byRule = new Map<string, SuppressedId>();
  for (const id of ids)
    for (const rule of rulesNamed(id.text, owner)) if (!byRule.has(rule)) byRule.set(rule, id);
  const all = ids.find(({ text }) => everything[owner]?.has(text));
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

const heads = new WeakMap<Commentable, number>();

/** Where the lines end that hold nothing but comments, at the start of a file. */
function headOf(file: Commentable): number {
  let head = heads.get(file);
  if (head === undefined) {
    head = /^\ufeff?(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*/.exec(file.text)![0].length;
    heads.set(file, head);
  }
  return head;
}

/** Where findings are silenced: other tools' comments reach differently in YAML. */
function reachIn(file: Commentable, { scope, lineOnly, atStartOnly }: Read, at: Span): Span | undefined {
  const isYaml = !file.scopes.includes('stage') && file.scopes.includes('service');
  if (atStartOnly && at.start > headOf(file)) return undefined;
  // A block of KICS is a stage in a Dockerfile, and the entry below it here.
  const reach = file.reachOf(isYaml && scope === 'stage' ? 'line' : scope, at);
  if (!isYaml || !lineOnly || reach === undefined) return reach;
  const own = lineStart(file.text, at.start);
  const start = file.text.slice(own, at.start).trim() === '' ? lineStart(file.text, reach.start) : own;
  return { start, end: lineAfter(file.text, start) - 1 };
}

/** The rules of ours that an id stands for. */
export function rulesNamed(id: string, owner: Suppression['owner']): readonly string[] {
  // Semgrep names a rule by the folders it lies in: `yaml.docker-compose.security.privileged-service`.
  const foreign = ruleIdsOfForeignId(id.replace(owner === 'semgrep' ? /^.*\./ : /^.*\//, ''));
  return owner === 'plimsoll' ? [id, ...foreign] : foreign;
}
