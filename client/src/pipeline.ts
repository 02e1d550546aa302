// "Create CI Workflow": asks for the platform and the phases, has the server make the file, and opens it.
import * as vscode from 'vscode';
import {
  type CreatePipelineArguments,
  type CreatePipelineResult,
  type Phase,
  type Platform,
  phases,
  phaseWords,
} from '../../server/src/pipeline/choices.ts';
import { serverCommands } from '../../server/src/protocol.ts';

const title = 'Plimsoll: Create CI Workflow';

interface PlatformItem extends vscode.QuickPickItem {
  readonly platform: Platform;
}
interface PhaseItem extends vscode.QuickPickItem {
  readonly phase: Phase;
}

/** A caller that knows what is wanted is not asked. */
export async function createPipeline(given?: Partial<CreatePipelineArguments>): Promise<void> {
  const folder = given?.folder ?? (await chooseFolder());
  if (folder === undefined) return;
  const platform = given?.platform ?? (await choosePlatform());
  if (platform === undefined) return;
  const chosen = given?.phases ?? (await choosePhases());
  if (chosen === undefined) return;
  const args: CreatePipelineArguments = { platform, phases: chosen, folder };
  const { done, message, uri } = await vscode.commands.executeCommand<CreatePipelineResult>(
    serverCommands.createPipeline,
    args,
  );
  // Also one that was there already: to be compared.
  if (uri !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
  if (!message) return;
  // Notifications make links of `[text](command:…)`; what files are called is text.
  const text = message.replaceAll('](', '] (');
  void (done ? vscode.window.showInformationMessage(text) : vscode.window.showWarningMessage(text));
}

async function chooseFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (first === undefined) {
    void vscode.window.showInformationMessage('Open a folder first.');
    return undefined;
  }
  const folder = folders.length === 1 ? first : await vscode.window.showWorkspaceFolderPick();
  return folder?.uri.toString();
}

async function choosePlatform(): Promise<Platform | undefined> {
  const items: PlatformItem[] = [
    { label: 'GitHub Actions', description: '.github/workflows/plimsoll.yml', platform: 'github' },
    { label: 'GitLab CI/CD', description: '.gitlab-ci.yml', platform: 'gitlab' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Where does it run?' });
  return picked?.platform;
}

async function choosePhases(): Promise<readonly Phase[] | undefined> {
  const items: PhaseItem[] = phases.map((phase) => ({
    ...phaseWords[phase],
    phase,
    picked: phase === 'inform',
  }));
  const options = {
    title,
    placeHolder: 'What does it do? The first is always part of it',
    canPickMany: true,
  } as const;
  const picked = await vscode.window.showQuickPick(items, options);
  return picked?.map(({ phase }) => phase);
}
