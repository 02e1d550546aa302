// An open `.trivyignore` or `.trivyignore.yaml`: what is wrong or over in it, shown in it, with fixes.
import { basename, dirname } from 'node:path';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  type Position,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { isVexName } from '../decisions/find-decisions.ts';
import { type IgnoreFile, ignoreFormat, isExpired } from '../decisions/ignore-file.ts';
import { ignoreFindings, readIgnoreFile, reasonLevel } from '../decisions/ignore-findings.ts';
import { type Edit, LineIndex, type Severity } from '../engine/index.ts';
import { isInside } from '../workspace/root.ts';
import { engineSource, toRange, toTextEdits, toWorkspaceEdit } from './convert.ts';
import { code, link, plain } from './markdown.ts';
import type { ImageScan } from './scan/scan-results.ts';
import { scansOfAll } from './scan/whole-project.ts';
import type { Session } from './session.ts';

const largestText = 1024 * 1024;

/** Whether a document holds decisions and is no Dockerfile: an ignore file or a VEX document. */
export function isDecisionDocument(uri: string): boolean {
  const name = nameOf(uri);
  return ignoreFormat(name) !== undefined || isVexName(name);
}

function isIgnoreDocument(uri: string): boolean {
  return ignoreFormat(nameOf(uri)) !== undefined;
}

function nameOf(uri: string): string {
  return basename(URI.parse(uri).path);
}

interface Problem {
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly Edit[] }[];
}

interface Opened {
  readonly uri: string;
  readonly version: number;
  readonly index: LineIndex;
  readonly file: IgnoreFile;
  readonly today: string;
  /** Scans of images of the file's project. */
  readonly scans: readonly ImageScan[];
  /** Those of all its images; undefined: not all are known. */
  readonly all: readonly ImageScan[] | undefined;
  /** How severe an entry without a reason is. */
  readonly unreasoned: Severity | 'off';
}

/** What is shown in an open ignore file. Empty for any other document. */
export async function ignoreDiagnostics(session: Session, uri: string): Promise<Diagnostic[]> {
  const opened = await open(session, uri);
  return opened ? problemsOf(opened).map(({ diagnostic }) => diagnostic) : [];
}

/** The fixes of what is shown on the selected lines. */
export async function ignoreActions(
  session: Session,
  uri: string,
  lines: { readonly first: number; readonly last: number },
): Promise<CodeAction[]> {
  const opened = await open(session, uri);
  if (!opened) return [];
  const { version, index } = opened;
  return problemsOf(opened)
    .filter(({ diagnostic: { range } }) => range.start.line <= lines.last && lines.first <= range.end.line)
    .flatMap(({ diagnostic, fixes }) =>
      fixes.map(({ title, edits }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        edit: toWorkspaceEdit(uri, version, toTextEdits(edits, index), session.abilities.versionedEdits),
      })),
    );
}

/** What the last scans say of the id under the cursor. */
export async function ignoreHover(session: Session, uri: string, position: Position): Promise<Hover | null> {
  const opened = await open(session, uri);
  if (!opened) return null;
  const { index, file, scans, today } = opened;
  const offset = index.offset(position);
  const entry = file.entries.find(({ at }) => at.start <= offset && offset <= at.end);
  if (!entry) return null;
  const { expires, statement, id } = entry;
  const ends = expires
    ? `${isExpired(entry, today) ? 'Over since' : 'Until'} ${plain(expires.day)}.`
    : 'Without an end.';
  const lines = [`**${code(id)}** is ignored. ${ends}`];
  if (statement !== '') lines.push('', plain(statement));
  const seen = scans.flatMap((scan) => seenIn(scan, id));
  if (seen.length > 0) lines.push('', ...seen.slice(0, 10));
  else
    lines.push(
      '',
      plain(scans.length > 0 ? 'No kept scan of this project reports it.' : 'No scan is kept yet.'),
    );
  const value = lines.join('\n');
  return { contents: { kind: 'markdown', value }, range: toRange(index, entry.at) };
}

function seenIn({ target, found, suppressed = [] }: ImageScan, id: string): string[] {
  const left = suppressed
    .map(({ vulnerability: one }) => ({ ...one, subject: one.package, href: one.url, says: 'left out' }))
    .filter((one) => one.id === id);
  const reported = found.filter((one) => one.id === id).map((one) => ({ ...one, says: 'reported' }));
  return [...reported, ...left].map(({ subject, installed = '', fixed, severity, title, href, says }) => {
    const remedy = fixed ? `fixed in ${code(fixed)}` : 'no fixed version yet';
    const what = `${code(`${subject} ${installed}`)} (${severity}, ${remedy})`;
    return `- ${says} in ${code(target)}: ${what}: ${link(title || id, href)}`;
  });
}

async function open(session: Session, uri: string): Promise<Opened | undefined> {
  if (!isIgnoreDocument(uri)) return undefined;
  const { lint, context, settings } = await session.surroundings.of(uri);
  const document = session.documents.get(uri);
  const text = document?.getText() ?? '';
  if (!document || text.length > largestText) return undefined;
  const format = ignoreFormat(nameOf(uri)) ?? 'plain';
  return {
    uri,
    version: document.version,
    index: new LineIndex(text),
    file: readIgnoreFile(text, format),
    today: context.today ?? new Date().toISOString().slice(0, 10),
    scans: scansOf(session, uri),
    all: scansOfAll(session, dirname(URI.parse(uri).fsPath), settings),
    unreasoned: reasonLevel(lint),
  };
}

/** The kept scans of the images that Dockerfiles of the file's project start from or build. */
function scansOf(session: Session, uri: string): ImageScan[] {
  const folder = dirname(URI.parse(uri).fsPath);
  const targets = new Set<string>();
  for (const other of session.documents.keys()) {
    if (isDecisionDocument(other) || !isInside(URI.parse(other).fsPath, folder)) continue;
    for (const { scan, state } of session.scans.of(other))
      if (scan.kind !== 'file' && state === 'fresh') targets.add(scan.target);
  }
  return [...targets].flatMap((target) => session.knownScans.get(target) ?? []);
}

function problemsOf({ index, file, today, unreasoned, all }: Opened): Problem[] {
  const known = all && new Set(all.flatMap(idsOf));
  return ignoreFindings(file, today, unreasoned, known).map(
    ({ id, severity, message, at, fixes, isUnneeded }): Problem => ({
      fixes,
      diagnostic: {
        range: toRange(index, at),
        severity: editorSeverities[severity],
        source: engineSource,
        code: id,
        message,
        ...(isUnneeded ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      },
    }),
  );
}

/** What a scan reported or left out. */
function idsOf({ found, suppressed = [] }: ImageScan): string[] {
  return [...found.map(({ id }) => id), ...suppressed.map(({ vulnerability }) => vulnerability.id)];
}

const editorSeverities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
