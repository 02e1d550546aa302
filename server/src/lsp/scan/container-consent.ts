// Trivy as a container where none is installed: only with an image that the user has set, and only when they agree.
import {
  findTrivyContainer,
  type ProgramMemory,
  ScanError,
  type ScanTarget,
  socketOf,
  type TrivyContainer,
} from '../../trivy/index.ts';
import { ScanFailure, type ScanRun } from './scanner.ts';

/** What the user has agreed to in each session; kept nowhere. */
const agreements = new WeakMap<ProgramMemory, Set<string>>();

/**
 * The container for this target, once the user has agreed to what it is given.
 * @param notFound why there is no Trivy on this machine
 * @param session tells one session from another
 * @throws ScanError where none can be run, ScanFailure where the user does not agree
 */
export async function containerFor(
  target: ScanTarget,
  notFound: string,
  run: ScanRun,
  session: ProgramMemory,
): Promise<TrivyContainer> {
  const image = run.settings['trivy.containerImage'];
  // Who names a Trivy wants that one.
  if (run.settings['trivy.path']) throw new ScanError('missing', notFound);
  if (!image)
    throw new ScanError(
      'missing',
      `${notFound} Or set plimsoll.trivy.containerImage to an image of Trivy with its digest, to run that as a container.`,
    );
  const { env, platform } = process;
  const search = { env, platform, workspaceFolders: run.folders };
  const container = await findTrivyContainer(image, target, search, run.signal);
  const socket = socketOf(target);
  const asked = JSON.stringify([container, socket]);
  const agreed = agreements.get(session) ?? new Set();
  agreements.set(session, agreed);
  if (agreed.has(asked)) return container;
  const { kind, host } = container.engine;
  const gets =
    socket === undefined
      ? 'It gets the files of the scan and Trivy’s cache folder.'
      : 'It gets the files of the scan, Trivy’s cache folder, and the engine’s socket to read the image: who has the socket can do everything that this engine can.';
  const question = `Trivy is not installed. Run ${image} as a container of ${kind === 'docker' ? 'Docker' : 'Podman'} (${host})? The image is pulled if it is not there. ${gets}`;
  if (!(await run.confirm(question))) throw new ScanFailure('cancelled', 'Trivy was not run.');
  agreed.add(asked);
  return container;
}
