// The CIS Docker Benchmark, control by control: passed, failed, accepted, or not to be told from files.
// Source of the numbers: CIS Docker Benchmark 1.7.0. The words are ours.
import { type Finding, type LintResult, rulesById } from '../engine/index.ts';
import type { Control, Row, Shown } from './cis-controls/control.ts';
import { daemonRows } from './cis-controls/daemon.ts';
import { imageRows } from './cis-controls/images.ts';
import { serviceRows } from './cis-controls/services.ts';
import type { CheckedFile } from './report.ts';

export type { Control, ControlStatus } from './cis-controls/control.ts';

/** The controls that a file of one language shows something of. */
export interface Section {
  /** `4`: images. */
  readonly number: string;
  readonly controls: readonly Control[];
}

/** The controls of one file; undefined where it was not checked by the profile `cis`. */
export function sectionOf(file: CheckedFile): Section | undefined {
  const { result } = file;
  if (result.input.settings?.profile !== 'cis') return undefined;
  switch (result.language) {
    case 'dockerfile':
      return { number: '4', controls: judged(file, result, imageRows, brokenDockerfile(result)) };
    case 'compose':
      return { number: '5', controls: judged(file, result, serviceRows, brokenProject(result)) };
    default:
      return { number: '2', controls: judged(file, result, daemonRows, brokenDaemon(result)) };
  }
}

/** The controls of one file; undefined where it was not checked by the profile `cis`. */
export function controlsOf(file: CheckedFile): readonly Control[] | undefined {
  return sectionOf(file)?.controls;
}

type Of<Language> = Extract<LintResult, { readonly language: Language }>;

function brokenDockerfile({ dockerfile }: Of<'dockerfile'>): string | undefined {
  return dockerfile.errors.length > 0 ? 'the file cannot be built as it is' : undefined;
}

function brokenProject({ project }: Of<'compose'>): string | undefined {
  if (project.problems.some(({ kind }) => kind === 'error')) return 'Compose refuses the file as it is';
  return project.services.length === 0 ? 'there are no services in it' : undefined;
}

function brokenDaemon({ daemon }: Of<'daemon'>): string | undefined {
  return daemon.problems.some(({ kind }) => kind !== 'ignored')
    ? 'Docker does not start with the file as it is'
    : undefined;
}

function judged<Result extends LintResult>(
  file: CheckedFile,
  result: Result,
  rows: readonly Row<Result>[],
  broken: string | undefined,
): Control[] {
  const { text } = result.input;
  return rows.map(({ id, title, findingText, shows }): Control => {
    const concerns = ({ ruleId, at }: Finding) =>
      rulesById.get(ruleId)?.sources.includes(`cis:${id}`) === true &&
      isOf(text.slice(at.start, Math.min(at.end, at.start + 200)), findingText);
    if (file.findings.some(concerns)) return { id, title, status: 'failed' };
    if ([...file.baselined, ...result.suppressed].some(concerns)) return { id, title, status: 'accepted' };
    const shown: Shown = broken === undefined ? shows(result) : { undecided: broken };
    if (shown === true) return { id, title, status: 'passed' };
    return 'fails' in shown
      ? { id, title, status: 'failed', reason: shown.fails }
      : { id, title, status: 'not decidable', reason: shown.undecided };
  });
}

/** A merge key or an alias stands for a text that is elsewhere: it may be of any control. */
function isOf(text: string, findingText: RegExp | undefined): boolean {
  return findingText === undefined || findingText.test(text) || /^(<<|\*)/.test(text);
}
