// An image scan as Markdown, for a pull request's comment or a job's summary. Everything from outside is escaped.
import { codeSpan, forMarkdown } from '../report/escape.ts';
import { plural } from '../report/report.ts';
import { scanSeverities } from '../settings.ts';
import type { ReportFinding } from './findings.ts';
import { placeWords, type ScanOutcome } from './scan-outcome.ts';
import { topFixes } from './top-fixes.ts';

/** Rows of the table of findings: a comment on GitHub holds 65,536 characters. */
const mostRows = 50;
const mostFixes = 10;
/** UTF-16 units. */
const longestTitle = 160;

/** Counts, what is new and what was fixed since the baseline, the top fixes, and the worst findings. */
export function scanMarkdownSummary(outcome: ScanOutcome): string {
  const { report, findings, parted, dockerfile } = outcome;
  const { os, name } = report.image;
  const system = os
    ? `, ${forMarkdown(`${os.family} ${os.name}`)}${os.endOfLife ? ' (no longer supported)' : ''}`
    : '';
  const out = [`## Scan of ${codeSpan(name)}`, '', `${counted(findings)}${system}.`, ''];
  if (parted) {
    const fixed = parted.gone.length;
    out.push(
      `Since the baseline: **${parted.fresh.length} new**, ${fixed} fixed or gone, ${parted.known.length} known.`,
      '',
    );
  }
  out.push(...severityTable(outcome));
  const base = dockerfile
    ? findings.filter((finding) => dockerfile.places.get(finding)?.isBase === true).length
    : 0;
  if (dockerfile && findings.length > 0)
    out.push(`${base} of ${plural(findings.length, 'finding')} came with the base image.`, '');
  for (const note of dockerfile?.notes ?? []) out.push(forMarkdown(note), '');
  const fixes = topFixes(findings, mostFixes);
  if (fixes.length > 0) {
    out.push(
      '### Top fixes',
      '',
      '| Upgrade | Installed | Fixed in | Findings | Worst |',
      '|---|---|---|--:|---|',
    );
    for (const fix of fixes) {
      const more = fix.fixed.length > 3 ? ' …' : '';
      const to = `${fix.fixed.slice(0, 3).map(codeSpan).join(', ')}${more}`;
      out.push(
        `| ${codeSpan(fix.package)} | ${codeSpan(fix.installed)} | ${to} | ${fix.count} | ${fix.worst} |`,
      );
    }
    out.push('');
  }
  out.push(...findingTable(outcome, parted ? parted.fresh : findings, parted ? 'New findings' : 'Findings'));
  if (report.omitted > 0) out.push(`… and ${report.omitted} more that are not listed.`, '');
  return out.join('\n');
}

/** Long titles would make the comment too long for GitHub. */
function clipped(title: string): string {
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle)}…`;
}

function counted(findings: readonly ReportFinding[]): string {
  if (findings.length === 0) return 'Nothing found';
  const parts = scanSeverities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const fixable = findings.filter(({ fixed }) => fixed !== undefined).length;
  return [...parts, ...(fixable > 0 ? [`${fixable} fixable`] : [])].join(', ');
}

function severityTable({ findings, parted }: ScanOutcome): string[] {
  if (findings.length === 0) return [];
  const fresh = new Set(parted?.fresh);
  const head = parted
    ? ['| Severity | Found | New |', '|---|--:|--:|']
    : ['| Severity | Found |', '|---|--:|'];
  const rows = scanSeverities.flatMap((severity) => {
    const all = findings.filter((one) => one.severity === severity);
    if (all.length === 0) return [];
    const added = parted ? ` ${all.filter((one) => fresh.has(one)).length} |` : '';
    return [`| ${severity} | ${all.length} |${added}`];
  });
  return [...head, ...rows, ''];
}

function findingTable(outcome: ScanOutcome, findings: readonly ReportFinding[], title: string): string[] {
  if (findings.length === 0) return [];
  const isPlaced = outcome.dockerfile !== undefined;
  const shown = [...findings]
    .sort((a, b) => scanSeverities.indexOf(a.severity) - scanSeverities.indexOf(b.severity))
    .slice(0, mostRows);
  return [
    `### ${title}`,
    '',
    `| Severity | Package | Installed | Fixed in | Finding |${isPlaced ? ' From |' : ''}`,
    `|---|---|---|---|---|${isPlaced ? '---|' : ''}`,
    ...shown.map((one) => {
      const { first } = one.lines ?? {};
      const subject = one.package ?? (first === undefined ? one.target : `${one.target}:${first}`);
      const cells = [
        one.severity,
        codeSpan(subject),
        codeSpan(one.installed ?? ''),
        codeSpan(one.fixed ?? ''),
        `${codeSpan(one.id)} ${forMarkdown(clipped(one.title))}`,
        ...(isPlaced ? [forMarkdown(placeWords(outcome, one) ?? '')] : []),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
    ...(findings.length > shown.length ? [`and ${findings.length - shown.length} more.`, ''] : []),
  ];
}
