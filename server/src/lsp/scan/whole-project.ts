// Whether the kept scans are of everything that a folder's Dockerfiles build: only then what none of them has is gone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import type { Settings } from '../../settings.ts';
import { scanSeverities } from '../../settings.ts';
import { walkSteps } from '../../workspace/walk.ts';
import type { Session } from '../session.ts';
import type { ImageScan } from './scan-results.ts';

/** Folders that are looked into; of a larger project nothing is claimed. */
const mostSteps = 2000;

interface Known {
  readonly generation: number;
  readonly folder: string;
  readonly files: readonly string[] | undefined;
}

const kept = new WeakMap<Session, Known>();

/**
 * The newest scan of the image of every Dockerfile in a folder. Undefined where one is missing or stale, or where the
 * scans were told to leave something out.
 * @param folder absolute
 */
export function scansOfAll(
  session: Session,
  folder: string,
  settings: Settings,
): readonly ImageScan[] | undefined {
  if (session.knownScans.size === 0) return undefined;
  const leavesOut =
    settings['trivy.ignoreUnfixed'] ||
    scanSeverities.some((one) => !settings['trivy.severity'].includes(one)) ||
    !settings['trivy.scanners'].includes('vuln') ||
    existsSync(join(folder, 'trivy.yaml'));
  if (leavesOut) return undefined;
  const files = dockerfilesIn(session, folder);
  if (!files || files.length === 0) return undefined;
  const scans: ImageScan[] = [];
  for (const file of files) {
    const result = session.scans
      .of(URI.file(file).toString())
      .find(({ scan, state }) => scan.kind === 'image' && state === 'fresh');
    if (result?.scan.kind !== 'image' || (result.scan.about?.omitted ?? 0) > 0) return undefined;
    // One that was kept without what was left out says too little.
    if (!result.scan.suppressed) return undefined;
    scans.push(result.scan);
  }
  return scans;
}

function dockerfilesIn(session: Session, folder: string): readonly string[] | undefined {
  const known = kept.get(session);
  if (known?.folder === folder && known.generation === session.generation) return known.files;
  const steps = walkSteps(folder, { cwd: folder, languages: ['dockerfile'] });
  let files: readonly string[] | undefined;
  for (let count = 0; count < mostSteps; count++) {
    const step = steps.next();
    if (!step.done) continue;
    files = step.value.files;
    break;
  }
  kept.set(session, { generation: session.generation, folder, files });
  return files;
}
