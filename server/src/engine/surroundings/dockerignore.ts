// Reads a .dockerignore and says which paths of the build context it keeps away, as BuildKit's client does.
import { compileIgnorePattern, type IgnorePattern, matchIgnorePattern } from './ignore-pattern.ts';

interface Line {
  readonly pattern: IgnorePattern;
  /** Written with `!`: what it matches is sent after all. */
  readonly exception: boolean;
  /** What an exception's text begins with when only its end may hold a wildcard; else undefined. */
  readonly prefix: string | undefined;
}

/** What a folder's own check left for the paths in it. */
interface Folder {
  readonly matched: readonly boolean[];
  readonly ignored: boolean;
  /** Its content is not even listed. */
  readonly skipped: boolean;
}

/** The lines of an ignore file, ready to be asked. */
export interface IgnorePatterns {
  readonly lines: readonly Line[];
  /** Answers for folders that were met before. */
  readonly folders: Map<string, Folder>;
}

/** Go's unicode.IsSpace: with U+0085 and without U+FEFF, unlike `trim`. */
const spaces = new Set(
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/** A longer line makes Go's line reader fail, and the build with it. */
const longestLine = 65_535;
/** Together; an ignore file with more is not read, because matching takes pattern times path. */
const mostTokens = 20_000;
/** No file can have a longer path on Linux. */
const longestPath = 4096;

function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && spaces.has(text[start]!)) start++;
  while (end > start && spaces.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** The shortest path of the same meaning, as Go's filepath.Clean on Linux gives it. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const clean = parts.join('/');
  return rooted ? `/${clean}` : clean || '.';
}

function unrooted(path: string): string {
  return path.length > 1 && path.startsWith('/') ? path.slice(1) : path;
}

/** An exception's beginning, without a last `/**` and a last `/*`; undefined when more wildcards stand in it. */
function prefixOf(pattern: string): string | undefined {
  let text = pattern.endsWith('/**') ? pattern.slice(0, -3) : pattern;
  if (text.endsWith('/*')) text = text.slice(0, -2);
  return /[*[\]?^\\]/.test(text) ? undefined : text;
}

/**
 * Reads the text of a .dockerignore (with a BOM or without, LF or CRLF). Undefined where Docker refuses the file (`!`
 * alone, an open bracket) and where it cannot be followed here (huge, `\d`): then nothing is known about any path.
 */
export function readIgnoreFile(text: string): IgnorePatterns | undefined {
  const lines: Line[] = [];
  let tokens = 0;
  for (const raw of (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n')) {
    if (raw.length > longestLine) return undefined;
    if (raw.startsWith('#')) continue;
    let written = trimSpaces(raw);
    if (written === '') continue;
    let exception = written.startsWith('!');
    if (exception) written = trimSpaces(written.slice(1));
    if (written === '') return undefined;
    let clean = unrooted(cleanPath(written));
    // Without a `!` in front, what the slash hid is read once more: `/!logs` is an exception too.
    if (!exception) {
      clean = cleanPath(trimSpaces(clean));
      exception = clean.startsWith('!');
      if (exception) clean = clean.slice(1);
    }
    if (exception && (clean === '' || clean === '/')) return undefined;
    const pattern = compileIgnorePattern(clean);
    if (pattern === undefined) return undefined;
    tokens += pattern.kind === 'tokens' ? pattern.tokens.length : 1;
    if (tokens > mostTokens) return undefined;
    lines.push({ pattern, exception, prefix: exception ? prefixOf(clean) : undefined });
  }
  return { lines, folders: new Map() };
}

/** True when the content of an ignored folder is not listed because no exception can reach into it. */
function isSkipped(lines: readonly Line[], path: string): boolean {
  const exceptions = lines.filter(({ exception }) => exception);
  if (exceptions.some(({ prefix }) => prefix === undefined)) return false;
  return !exceptions.some(({ prefix }) => `${prefix}/`.startsWith(`${path}/`));
}

/** One step of the walk: what is known of the folder decides with the path's own name. */
function check(lines: readonly Line[], path: string, parent: Folder | undefined): Folder {
  if (parent?.skipped) return parent;
  const codes = Array.from(path, (char) => char.codePointAt(0)!);
  let ignored = false;
  const matched = lines.map(({ pattern, exception }, i) => {
    // A line that could not change the answer is not tried, and so is not remembered for what lies below.
    const match =
      parent?.matched[i] === true || (exception === ignored && matchIgnorePattern(pattern, path, codes));
    if (match) ignored = !exception;
    return match;
  });
  return { matched, ignored, skipped: ignored && isSkipped(lines, path) };
}

/**
 * Whether a file or folder of the build context is kept away from the build. `path` is relative to the context, with
 * `/`. This follows the walk of BuildKit's client (tonistiigi/fsutil), in which a folder hands down what matched it;
 * it differs from checking a path and its parents by themselves: after `*.log` a line `!logs` does not bring
 * `logs/a.log` back. A Windows client, where `\` separates folders, is not followed. False for the context itself.
 */
export function isIgnored({ lines, folders }: IgnorePatterns, path: string): boolean {
  const clean = cleanPath(`/${path}`).slice(1);
  if (clean === '' || clean.length > longestPath || lines.length === 0) return false;
  let parent: Folder | undefined;
  for (let end = clean.indexOf('/'); end >= 0; end = clean.indexOf('/', end + 1)) {
    const folder = clean.slice(0, end);
    const known = folders.get(folder);
    parent = known ?? check(lines, folder, parent);
    if (known === undefined) folders.set(folder, parent);
    if (parent.skipped) return true;
  }
  return check(lines, clean, parent).ignored;
}
