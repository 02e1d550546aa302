// The report for people: findings by file with code frames, fixes and a line of counts.
import pc from 'picocolors';
import { type Finding, fixesFor, rulesById, type Severity } from '../engine/index.ts';
import { sectionOf } from './cis.ts';
import { forTerminal } from './escape.ts';
import { codeFrame } from './frame.ts';
import { relatedPlaces } from './related.ts';
import {
  allFindings,
  type CheckedFile,
  countFindings,
  countWords,
  plural,
  type Report,
  ranked,
  regionOf,
  shownBeside,
  silencedWords,
  unknownBases,
} from './report.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Tell of each finding why it matters, and of fixes that cannot be made why not. */
  readonly verbose: boolean;
  /** Leave the line of counts out. */
  readonly quiet: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

function paint(colors: Colors, severity: Severity): (text: string) => string {
  if (severity === 'error') return colors.red;
  if (severity === 'warning') return colors.yellow;
  return severity === 'information' ? colors.blue : colors.cyan;
}

function findingText(file: CheckedFile, finding: Finding, colors: Colors, options: TextOptions): string {
  const { startLine, startColumn } = regionOf(file.lines, finding.at);
  const color = paint(colors, finding.severity);
  const out = [
    `${forTerminal(file.path)}:${startLine}:${startColumn} ${color(colors.bold(finding.severity))} ${colors.dim(finding.ruleId)}`,
    `  ${colors.bold(forTerminal(finding.message))}`,
    codeFrame(file.lines, finding.at, { dim: colors.dim, mark: color }),
  ];
  for (const related of relatedPlaces(file.result, finding, file.lines)) {
    const { startLine } = regionOf(related.lines, related.at);
    const other = related.file === undefined ? undefined : shownBeside(file, related.file);
    const place = other === undefined ? `line ${startLine}` : `${forTerminal(other)}:${startLine}`;
    out.push(`  ${colors.dim(`see ${place}:`)} ${forTerminal(related.message)}`);
  }
  if (finding.fixable) {
    const offer = fixesFor(file.result, finding);
    for (const fix of offer.fixes) {
      const how = fix.safety === 'safe' ? '--fix' : '--fix=review';
      out.push(`  ${colors.green('fix:')} ${forTerminal(fix.title)} ${colors.dim(`(${how})`)}`);
    }
    if (options.verbose) {
      for (const refusal of offer.refusals) {
        out.push(`  ${colors.dim(`no fix “${forTerminal(refusal.title)}”:`)} ${forTerminal(refusal.reason)}`);
      }
    }
  }
  const refactoring = rulesById.get(finding.ruleId)?.refactoring;
  if (refactoring)
    out.push(
      `  ${colors.green('fix:')} ${colors.dim(`plimsoll refactor ${refactoring} ${forTerminal(file.path)}`)}`,
    );
  const why = options.verbose ? rulesById.get(finding.ruleId)?.why : undefined;
  if (why) out.push(`  ${colors.dim('why:')} ${why}`);
  return out.join('\n');
}

/** Nothing found is not the same as nothing known. */
function unknownLine(report: Report): string[] {
  const names = unknownBases(report);
  if (names.length === 0) return [];
  const shown =
    names.slice(0, 3).map(forTerminal).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return [
    `Not known: ${shown}. What depends on ${names.length === 1 ? 'that image' : 'those images'} was not judged; say what is in it under “images” in .plimsoll.json.`,
  ];
}

/** The benchmark's controls, where the file was checked by them. */
function controlLines(file: CheckedFile, colors: Colors): string[] {
  const section = sectionOf(file);
  if (!section) return [];
  const marks = {
    passed: colors.green,
    failed: colors.red,
    accepted: colors.yellow,
    'not decidable': colors.dim,
  };
  return [
    `CIS Docker Benchmark, section ${section.number}: ${colors.bold(forTerminal(file.path))}`,
    ...section.controls.map(
      ({ id, title, status, reason }) =>
        `  ${id.padEnd(5)}${marks[status](status.padEnd(14))}${title}${reason ? colors.dim(` (${reason})`) : ''}`,
    ),
    '',
  ];
}

/** The report as text that ends with a line break; empty when there is nothing to say. */
export function textReport(report: Report, options: TextOptions): string {
  const colors = pc.createColors(options.color);
  const out: string[] = [];
  for (const file of report.files) {
    for (const finding of ranked(file.findings)) out.push(`${findingText(file, finding, colors, options)}\n`);
  }
  for (const file of report.files) out.push(...controlLines(file, colors));
  if (!options.quiet) {
    const counts = countWords(countFindings(allFindings(report)));
    const files = `${plural(report.files.length, 'file')} checked`;
    out.push(...unknownLine(report));
    out.push(`${counts === '' ? 'Nothing found' : counts}${silencedWords(report)}. ${files}.`);
  }
  return out.length === 0 ? '' : `${out.join('\n')}\n`;
}
