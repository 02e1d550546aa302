// "Scan Image…": a local image, a name or a tar file; and the question under which name a Dockerfile's image is built.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';
import {
  type AskImageNameParams,
  type AskImageNameResult,
  askImageName,
  type LocalImagesResult,
  localImages,
  serverCommands,
} from '../../server/src/protocol.ts';
import { mayRun } from './trust.ts';

interface ImageItem extends vscode.QuickPickItem {
  readonly target?: string;
  readonly chooseFile?: boolean;
}

const fileItem: ImageItem = {
  label: '$(file-zip) Choose a tar file…',
  description: 'saved by docker save or podman save',
  alwaysShow: true,
  chooseFile: true,
};

/** The command: asks what to scan, then has the server scan it. */
export async function scanImage(client: LanguageClient): Promise<void> {
  if (!mayRun()) return;
  const target = await pickTarget(client);
  if (target !== undefined) await vscode.commands.executeCommand(serverCommands.scanTarget, target);
}

async function pickTarget(client: LanguageClient): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<ImageItem>();
  picker.title = 'Plimsoll: Scan Image';
  picker.placeholder = 'Choose a local image, or type the name of any image';
  picker.matchOnDescription = true;
  picker.busy = true;
  picker.items = [fileItem];
  let local: ImageItem[] = [];
  const show = () => {
    const typed = picker.value.trim();
    const named = typed && !local.some(({ target }) => target === typed);
    const own: ImageItem[] = named
      ? [
          {
            label: `$(cloud) ${escapeIcons(typed)}`,
            description: 'scan this image',
            target: typed,
            alwaysShow: true,
          },
        ]
      : [];
    picker.items = [...own, ...local, fileItem];
  };
  const cancel = new vscode.CancellationTokenSource();
  client.sendRequest<LocalImagesResult>(localImages, cancel.token).then(
    ({ images, tried }) => {
      local = images.map(({ name, engine, created, size }) => ({
        label: `$(package) ${escapeIcons(name)}`,
        description: [
          engine,
          size === undefined ? '' : megabytes(size),
          created ? new Date(created).toLocaleDateString() : '',
        ]
          .filter(Boolean)
          .join(' · '),
        target: name,
      }));
      if (local.length === 0) {
        const detail = escapeIcons(tried.join(' '));
        local = [{ label: '$(info) No local image was found', detail, alwaysShow: true }];
      }
      picker.busy = false;
      show();
    },
    () => {
      picker.busy = false;
    },
  );
  picker.onDidChangeValue(show);
  try {
    const chosen = await new Promise<ImageItem | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems[0]));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
    picker.hide();
    return chosen?.chooseFile ? await pickFile() : chosen?.target;
  } finally {
    cancel.cancel();
    picker.dispose();
  }
}

async function pickFile(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'The image to scan',
    filters: { 'Image archives': ['tar', 'tar.gz', 'tgz'], 'All files': ['*'] },
  });
  const file = files?.[0];
  return file?.scheme === 'file' ? `tar:${file.fsPath}` : undefined;
}

/** Labels draw `$(name)` as an icon; a name from an engine is text. */
function escapeIcons(name: string): string {
  return name.replaceAll('$(', '\\$(');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

/** Answers the server's question for the name of a Dockerfile's image; it is remembered in the workspace. */
export function answerImageName(client: LanguageClient, memory: vscode.Memento): vscode.Disposable {
  return client.onRequest(
    askImageName,
    async ({ uri, suggestion, again }: AskImageNameParams): Promise<AskImageNameResult> => {
      const key = `imageName:${uri}`;
      const remembered = memory.get<string>(key);
      if (remembered !== undefined && !again) return { name: remembered };
      const given = await vscode.window.showInputBox({
        title: 'The name of this Dockerfile’s image',
        prompt: 'As in docker build --tag. It is remembered for this workspace.',
        value: remembered ?? suggestion,
        validateInput: (text) => {
          const reference = parseImageReference(text.trim());
          return 'error' in reference ? reference.error : undefined;
        },
      });
      const name = given?.trim();
      if (!name) return { name: null };
      await memory.update(key, name);
      return { name };
    },
  );
}
