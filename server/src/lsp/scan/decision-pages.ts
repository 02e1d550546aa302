// Pages on decisions: why a package is in an image, and what was left out of a result.
import type { DependencyPath } from '../../decisions/dependency-path.ts';
import type { SuppressedVulnerability } from '../../trivy/index.ts';
import { code, link, plain, table } from '../markdown.ts';

export interface Why {
  readonly subject: string;
  readonly installed: string;
  readonly target: string;
  /** It came with the image that the FROM of the line names. */
  readonly isBase: boolean;
  /** One-based: the line that brought it, where it is known. */
  readonly line?: number;
  /** Each ends with the package itself. */
  readonly paths: readonly DependencyPath[];
}

/** A page. Every name in it is the scanner's and escaped. */
export function whyMarkdown({ subject, installed, target, isBase, line, paths }: Why): string {
  const lines = [`# Why ${code(subject)} is in ${code(target)}`, ''];
  const brought =
    line === undefined
      ? `${code(`${subject} ${installed}`)} is on no single line.`
      : isBase
        ? `${code(`${subject} ${installed}`)} came with the base image of line ${line}.`
        : `${code(`${subject} ${installed}`)} was brought by line ${line}.`;
  lines.push(brought, '');
  if (isAlone(paths)) lines.push('No other installed package depends on it.');
  else lines.push('What depends on it:', '', ...paths.map((path) => `- ${chain(path, code)}`));
  return `${lines.join('\n')}\n`;
}

/** The same as one line of plain text. */
export function whyText({ subject, target, isBase, line, paths }: Why): string {
  const by = line === undefined ? '' : isBase ? ` (base image of line ${line})` : ` (line ${line})`;
  if (isAlone(paths)) return `${subject} in ${target}${by}: no other installed package depends on it.`;
  return `${subject} in ${target}${by}: ${paths.map((path) => chain(path, (text) => text)).join('; ')}`;
}

function isAlone(paths: readonly DependencyPath[]): boolean {
  return paths.length === 1 && paths[0]!.length === 1;
}

function chain(path: DependencyPath, written: (text: string) => string): string {
  return path.map(({ name, version }) => written(`${name} ${version}`) || plain(name)).join(' → ');
}

/** Rows of the table. */
const mostRows = 1000;

/** What an ignore file or VEX statements took out. Every text is the scanner's or the file's and escaped. */
export function leftOutMarkdown(target: string, suppressed: readonly SuppressedVulnerability[]): string {
  const rows = suppressed
    .slice(0, mostRows)
    .map(({ vulnerability: one, status, statement, source }) => [
      one.severity,
      code(one.package),
      code(one.installed),
      link(one.id, one.url),
      plain(status),
      plain(statement),
      plain(source),
    ]);
  const more = suppressed.length - rows.length;
  return [
    `# Left out of the scan of ${code(target)}`,
    '',
    table(['Severity', 'Package', 'Installed', 'Finding', 'Status', 'Why', 'By'], rows),
    ...(more > 0 ? ['', `and ${more} more`] : []),
    '',
  ].join('\n');
}
