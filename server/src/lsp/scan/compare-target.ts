// What a command on images was given: the target, and the Dockerfile that it belongs to.
import { isAbsolute } from 'node:path';
import type { ImagePageResult } from '../../compare-protocol.ts';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import type { Asked } from '../progress.ts';
import type { Session } from '../session.ts';
import { runScan } from './run-scan.ts';
import { type ImageTarget, ScanFailure, type ScanRun } from './scanner.ts';

/** An image by name, or `tar:` and an absolute path. Throws ScanFailure. */
export function imageTargetOf(text: unknown): ImageTarget {
  if (typeof text !== 'string') throw new ScanFailure('failed', 'The command was called without an image.');
  if (text.startsWith('tar:')) {
    const name = text.slice('tar:'.length);
    if (!isAbsolute(name)) throw new ScanFailure('failed', 'Give the file or folder by its absolute path.');
    return { kind: 'tar', name };
  }
  const reference = parseImageReference(text);
  if ('error' in reference) throw new ScanFailure('failed', reference.error);
  return { kind: 'image', name: text };
}

let count = 0;

/** Runs `use` as a scan of its own, and answers with what it gives. Failures are told once and answered. */
export async function answered<Answer extends object>(
  session: Session,
  uri: string | undefined,
  asked: Asked,
  use: (run: ScanRun) => Promise<Answer>,
): Promise<Answer | { readonly done: false; readonly message?: string }> {
  let answer: Answer | undefined;
  count++;
  // Never joined with another one: each has an answer of its own.
  const result = await runScan(session, uri, `images:${count}`, asked, async (run) => {
    answer = await use(run);
  });
  return answer ?? { ...result, done: false };
}

/** Puts a page where it can be read in an editor without our client: into its log. */
export function toldElsewhere<Page extends ImagePageResult>(
  { connection, abilities }: Session,
  page: Page,
): Page {
  if (abilities.options.plimsollClient || page.markdown === undefined) return page;
  connection.console.info(page.markdown);
  connection.window.showInformationMessage(`${page.title}: the result is in the log.`);
  return page;
}
