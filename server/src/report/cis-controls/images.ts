// Section 4 of the benchmark: images, by their Dockerfiles.
import type { DockerfileResult } from '../../engine/index.ts';
import { holds, never, type Row } from './control.ts';

export const imageRows: readonly Row<DockerfileResult>[] = [
  {
    id: '4.1',
    title: 'The container runs as a user of its own, not as root',
    shows: (result) =>
      result.model.finalStage?.end.runsAsRoot === undefined
        ? { undecided: 'the base image’s user is not known' }
        : true,
  },
  {
    id: '4.2',
    title: 'Base images are trusted',
    shows: (result) =>
      (result.input.settings?.options?.['unapproved-registry']?.['allow'] as readonly string[] | undefined)
        ?.length
        ? true
        : { undecided: 'nothing says which registries are trusted: set the option of unapproved-registry' },
  },
  {
    id: '4.3',
    title: 'Nothing is installed that is not needed',
    shows: never('what the application needs is not known'),
  },
  {
    id: '4.4',
    title: 'Images are scanned, and built again with fixes',
    shows: never('that is seen in the pipeline and by a scan'),
  },
  {
    id: '4.5',
    title: 'Content trust is on',
    shows: never('that is a setting of the machine that pulls'),
  },
  {
    id: '4.6',
    title: 'There is a health check',
    shows: (result) =>
      result.model.finalStage?.end.healthcheck === undefined
        ? { undecided: 'nothing shows that the image is a service' }
        : true,
  },
  { id: '4.7', title: 'Package lists are not updated in an instruction of their own', shows: holds },
  {
    id: '4.8',
    title: 'No program has the set-user-id or set-group-id bit',
    shows: never('the base image’s own programs are not known'),
  },
  { id: '4.9', title: 'Files are copied with COPY, not with ADD', shows: holds },
  { id: '4.10', title: 'There are no secrets in the Dockerfile', shows: holds },
  { id: '4.11', title: 'Only packages that were verified are installed', shows: holds },
  {
    id: '4.12',
    title: 'Signed artifacts are checked against their signature',
    shows: never('what is signed is not known'),
  },
];
