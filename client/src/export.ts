// "Export SARIF…" and "Export SBOM…": asks for the image and the place, and writes what the server makes.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type ExportFormat,
  type ExportResult,
  imageServerCommands,
} from '../../server/src/compare-protocol.ts';
import { activeDockerfile, pickImage, shownTarget } from './pick-image.ts';
import { mayRun } from './trust.ts';

interface Form extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  /** Of the file's name. */
  readonly ending: string;
}

const boms: readonly Form[] = [
  { label: 'CycloneDX', description: 'JSON', format: 'cyclonedx', ending: 'cdx.json' },
  { label: 'SPDX', description: 'JSON', format: 'spdx-json', ending: 'spdx.json' },
];
const sarif: Form = { label: 'SARIF', format: 'sarif', ending: 'sarif' };

export async function exportSarif(client: LanguageClient, uri?: string): Promise<void> {
  await exportImage(client, sarif, uri);
}

export async function exportSbom(client: LanguageClient, uri?: string): Promise<void> {
  if (!mayRun()) return;
  const form = await vscode.window.showQuickPick(boms, { title: 'Export SBOM', placeHolder: 'The form' });
  if (form) await exportImage(client, form, uri);
}

async function exportImage(client: LanguageClient, form: Form, uri: string | undefined): Promise<void> {
  if (!mayRun()) return;
  const own = uri ?? activeDockerfile();
  const image = await pickImage(client, {
    title: `Export ${form.label}`,
    placeholder: 'The image',
    ...(own === undefined ? {} : { uri: own }),
  });
  if (image === undefined) return;
  const file = await vscode.window.showSaveDialog({
    title: `Export ${form.label} of ${image}`,
    defaultUri: suggested(image, form),
    // Of an ending of two parts the dialogs know the last one only.
    filters: { [form.label]: [form.ending.slice(form.ending.lastIndexOf('.') + 1)], 'All files': ['*'] },
  });
  if (!file) return;
  const result = await vscode.commands.executeCommand<ExportResult>(
    imageServerCommands.exportImage,
    image,
    form.format,
    own,
  );
  // A failure was told by the server.
  if (result.text === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(result.text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      `${shownTarget(file.fsPath)} could not be written: ${shownTarget(why)}`,
    );
    return;
  }
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(
    `${form.label} of ${shownTarget(image)} was written.`,
    open,
  );
  if (answer === open) await vscode.window.showTextDocument(file);
}

/** A name in the first folder, made of the image's own without what no file may be called. */
function suggested(image: string, { ending }: Form): vscode.Uri {
  const name = image.replace(/^tar:.*[\\/]/, '').replace(/[^\w.-]+/g, '-');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = `${name}.${ending}`;
  return folder ? vscode.Uri.joinPath(folder.uri, file) : vscode.Uri.file(file);
}
