// A scan's result for people.
import pc from 'picocolors';
import type { ScanSeverity } from '../settings.ts';
import { formatCounts, type TrivyReport } from '../trivy/index.ts';
import { forTerminal } from './escape.ts';

type Colors = ReturnType<typeof pc.createColors>;

function paint(colors: Colors, severity: ScanSeverity): string {
  const word = severity.toUpperCase().padEnd(8);
  if (severity === 'critical') return colors.bold(colors.red(word));
  if (severity === 'high') return colors.red(word);
  return severity === 'medium' ? colors.yellow(word) : colors.dim(word);
}

function place(at: { target: string; startLine?: number }): string {
  return forTerminal(at.startLine === undefined ? at.target : `${at.target}:${at.startLine}`);
}

/**
 * One line for each finding, worst first within its kind, and a line of counts. Ends with a line break.
 * @param from where an entry of the report came from, as `line 5`
 */
export function scanText(
  report: TrivyReport,
  color: boolean,
  from: (entry: object) => string | undefined = () => undefined,
): string {
  const colors = pc.createColors(color);
  const origin = (entry: object) => {
    const words = from(entry);
    return words === undefined ? '' : `  (${forTerminal(words)})`;
  };
  const { os } = report.image;
  const system = os ? ` (${os.family} ${os.name}${os.endOfLife ? ', no longer supported' : ''})` : '';
  const out = [`${colors.bold(forTerminal(report.image.name))}${forTerminal(system)}`];
  for (const one of report.vulnerabilities) {
    const fixed = one.fixed === undefined ? 'no fix yet' : `fixed in ${one.fixed}`;
    const what = `${one.package} ${one.installed}, ${fixed}`;
    out.push(
      `${paint(colors, one.severity)} ${forTerminal(one.id)}  ${forTerminal(what)}  ${colors.dim(forTerminal(one.title))}${origin(one)}`,
    );
  }
  for (const one of report.misconfigurations) {
    out.push(
      `${paint(colors, one.severity)} ${forTerminal(one.id)}  ${place(one)}  ${forTerminal(one.message)}${origin(one)}`,
    );
    if (one.resolution !== '') out.push(`         ${colors.dim(forTerminal(one.resolution))}`);
  }
  for (const one of report.secrets) {
    out.push(
      `${paint(colors, one.severity)} ${forTerminal(one.rule)}  ${place(one)}  ${forTerminal(one.title)}${origin(one)}`,
    );
  }
  for (const one of report.licenses) {
    out.push(
      `${paint(colors, one.severity)} ${forTerminal(one.name)}  ${forTerminal(one.package)}  ${forTerminal(one.category)}`,
    );
  }
  if (report.omitted > 0) out.push(`… and ${report.omitted} more that are not listed`);
  out.push(formatCounts(report.counts));
  return `${out.join('\n')}\n`;
}

/** The same as one JSON object. What the layers were made by is left out: it may hold the values of build arguments. */
export function scanJsonValue(
  report: TrivyReport,
  version: string,
  trivyVersion: string | undefined,
): object {
  const { history: _, ...image } = report.image;
  return {
    version: 1,
    tool: { name: 'plimsoll', version, ...(trivyVersion ? { trivy: trivyVersion } : {}) },
    image,
    counts: report.counts,
    vulnerabilities: report.vulnerabilities,
    misconfigurations: report.misconfigurations,
    secrets: report.secrets,
    licenses: report.licenses,
    omitted: report.omitted,
    ...(report.suppressed.length > 0 ? { suppressed: report.suppressed } : {}),
  };
}
