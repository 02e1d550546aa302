// Which file a decision is written to, and what an image is called in it.
import { basename, join } from 'node:path';
import { decisionFolder, findDecisions, vexFolder } from '../../decisions/find-decisions.ts';
import { ignoreFormat } from '../../decisions/ignore-file.ts';
import { imagePurl, readVex } from '../../decisions/openvex.ts';
import { readSmallFile } from '../../workspace/read.ts';
import type { Session } from '../session.ts';
import type { ImageScan } from './scan-results.ts';

/** The ignore file that a scan of this Dockerfile heeds, else the one to be made. `path`: the Dockerfile's, absolute. */
export function ignorePlace(
  session: Session,
  path: string,
): { readonly file: string; readonly isPlain: boolean } {
  const root = session.folderOf(path);
  const folder = join(path, '..');
  const file =
    findDecisions(folder, root).ignoreFile ?? join(decisionFolder(path, root), '.trivyignore.yaml');
  return { file, isPlain: ignoreFormat(basename(file)) === 'plain' };
}

/** The first OpenVEX document that can be added to, else the one to be made. */
export function vexPlace(
  path: string,
  root: string | undefined,
): { readonly file: string; readonly isNew: boolean } {
  const { vexDocuments } = findDecisions(join(path, '..'), root);
  const kept = vexDocuments.find((file) => 'version' in readVex(readSmallFile(file, 4 * 1024 * 1024) ?? ''));
  if (kept !== undefined) return { file: kept, isNew: false };
  return { file: join(decisionFolder(path, root), vexFolder, 'images.openvex.json'), isNew: true };
}

/** `name@sha256:…` of a scanned image, where a registry has it under that name. */
export function digestOf({ about }: ImageScan): string | undefined {
  return about?.digests?.find((digest) => imagePurl(digest) !== undefined);
}
