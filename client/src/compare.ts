// "Compare Images…": asks which two, and shows them side by side.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type CompareWithArguments,
  type ImagePageResult,
  imageServerCommands,
} from '../../server/src/compare-protocol.ts';
import { activeDockerfile, pickImage } from './pick-image.ts';
import type { Reports } from './report.ts';
import { mayRun } from './trust.ts';

/** @param asked from a lens: the image that was scanned */
export async function compareWith(
  client: LanguageClient,
  reports: Reports,
  asked?: CompareWithArguments,
): Promise<void> {
  if (!mayRun()) return;
  const uri = asked?.uri ?? activeDockerfile();
  const of = uri === undefined ? {} : { uri };
  const before =
    asked?.image ??
    (await pickImage(client, {
      title: 'Compare Images (1 of 2)',
      placeholder: 'The image as it is now',
      ...of,
    }));
  if (before === undefined) return;
  const after = await pickImage(client, {
    title: `Compare ${before} with…`,
    placeholder: 'The image to compare it with',
    image: before,
    ...of,
  });
  if (after === undefined) return;
  const result = await vscode.commands.executeCommand<ImagePageResult>(
    imageServerCommands.compareImages,
    before,
    after,
    uri,
  );
  // A failure was told by the server.
  if (result.markdown !== undefined) await reports.show(result.title ?? 'Comparison', result.markdown);
}
