// "Check Policies of an Image…": asks for the image, and shows the judgement as a page.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { imageServerCommands, type PolicyPageResult } from '../../server/src/compare-protocol.ts';
import { activeDockerfile, pickImage, shownTarget } from './pick-image.ts';
import type { Reports } from './report.ts';
import { mayRun } from './trust.ts';

/** @param uri the Dockerfile that the image was built from; the active one without it */
export async function checkPolicies(client: LanguageClient, reports: Reports, uri?: string): Promise<void> {
  if (!mayRun()) return;
  const own = uri ?? activeDockerfile();
  const image = await pickImage(client, {
    title: 'Check Policies',
    placeholder: 'The image to judge',
    ...(own === undefined ? {} : { uri: own }),
  });
  if (image !== undefined) await judge(reports, image, own, false);
}

async function judge(
  reports: Reports,
  image: string,
  uri: string | undefined,
  askRegistry: boolean,
): Promise<void> {
  const { executeCommand } = vscode.commands;
  const result = await executeCommand<PolicyPageResult>(
    imageServerCommands.checkPolicies,
    image,
    uri,
    askRegistry,
  );
  // A failure was told by the server.
  if (result.markdown === undefined) return;
  await reports.show(result.title ?? 'Policies', result.markdown);
  const ask = 'Ask the Registry';
  const message = `${shownTarget(image)} is ${result.refused ? 'refused' : 'accepted'}: ${result.counts}.`;
  const buttons = result.canAskRegistry ? [ask] : [];
  const answer = result.refused
    ? await vscode.window.showWarningMessage(message, ...buttons)
    : await vscode.window.showInformationMessage(message, ...buttons);
  if (answer === ask) await judge(reports, image, uri, true);
}
