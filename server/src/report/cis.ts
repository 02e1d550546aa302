// The CIS Docker Benchmark, section 4 (images), control by control: passed, failed, or not to be told from files.
// Source of the numbers: CIS Docker Benchmark 1.7.0. The words are ours.
import { type Finding, rulesById } from '../engine/index.ts';
import type { CheckedFile } from './report.ts';

export type ControlStatus = 'passed' | 'failed' | 'accepted' | 'not decidable';

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  /** Why it cannot be told; absent for the others. */
  readonly reason?: string;
}

interface Row {
  readonly id: string;
  readonly title: string;
  /** Why nothing found is no proof; undefined where it is one. */
  undecided(file: CheckedFile): string | undefined;
}

const decided = () => undefined;

const rows: readonly Row[] = [
  {
    id: '4.1',
    title: 'The container runs as a user of its own, not as root',
    undecided: ({ result }) =>
      result.model.finalStage?.end.runsAsRoot === undefined
        ? 'the base image’s user is not known'
        : undefined,
  },
  {
    id: '4.2',
    title: 'Base images are trusted',
    undecided: ({ result }) =>
      (result.input.settings?.options?.['unapproved-registry']?.['allow'] as readonly string[] | undefined)
        ?.length
        ? undefined
        : 'nothing says which registries are trusted: set the option of unapproved-registry',
  },
  {
    id: '4.3',
    title: 'Nothing is installed that is not needed',
    undecided: () => 'what the application needs is not known',
  },
  {
    id: '4.4',
    title: 'Images are scanned, and built again with fixes',
    undecided: () => 'that is seen in the pipeline and by a scan',
  },
  {
    id: '4.5',
    title: 'Content trust is on',
    undecided: () => 'that is a setting of the machine that pulls',
  },
  {
    id: '4.6',
    title: 'There is a health check',
    undecided: ({ result }) =>
      result.model.finalStage?.end.healthcheck === undefined
        ? 'nothing shows that the image is a service'
        : undefined,
  },
  { id: '4.7', title: 'Package lists are not updated in an instruction of their own', undecided: decided },
  {
    id: '4.8',
    title: 'No program has the set-user-id or set-group-id bit',
    undecided: () => 'the base image’s own programs are not known',
  },
  { id: '4.9', title: 'Files are copied with COPY, not with ADD', undecided: decided },
  { id: '4.10', title: 'There are no secrets in the Dockerfile', undecided: decided },
  { id: '4.11', title: 'Only packages that were verified are installed', undecided: decided },
  {
    id: '4.12',
    title: 'Signed artifacts are checked against their signature',
    undecided: () => 'what is signed is not known',
  },
];

/** The controls of one file; undefined where it was not checked by the profile `cis`. */
export function controlsOf(file: CheckedFile): readonly Control[] | undefined {
  const { settings } = file.result.input;
  if (settings?.profile !== 'cis') return undefined;
  const broken = file.result.dockerfile.errors.length > 0;
  return rows.map(({ id, title, undecided }) => {
    const concerns = ({ ruleId }: Finding) => rulesById.get(ruleId)?.sources.includes(`cis:${id}`) === true;
    if (file.findings.some(concerns)) return { id, title, status: 'failed' };
    if ([...file.baselined, ...file.result.suppressed].some(concerns))
      return { id, title, status: 'accepted' };
    const reason = broken ? 'the file cannot be built as it is' : undecided(file);
    return reason === undefined
      ? { id, title, status: 'passed' }
      : { id, title, status: 'not decidable', reason };
  });
}
