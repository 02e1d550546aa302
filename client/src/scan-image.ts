// "Scan Image…": an image, or what a file or folder holds; and the question under which name a Dockerfile's image is built.
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
  /** As the server's command takes it. */
  readonly target?: string;
  readonly choose?: FileChoice;
}

/** Something on disk that the user picks in a dialog. */
interface FileChoice {
  readonly prefix: 'tar' | 'fs' | 'config' | 'sbom';
  readonly folder: boolean;
  readonly title: string;
  readonly filters?: Record<string, string[]>;
}

const fileItems: readonly ImageItem[] = [
  { label: 'Files and folders', kind: vscode.QuickPickItemKind.Separator },
  {
    label: '$(file-zip) Image in a tar file…',
    description: 'saved by docker save or podman save',
    alwaysShow: true,
    choose: {
      prefix: 'tar',
      folder: false,
      title: 'The image to scan',
      filters: { 'Image archives': ['tar', 'tar.gz', 'tgz'], 'All files': ['*'] },
    },
  },
  {
    label: '$(folder-library) Image in an OCI layout…',
    description: 'a folder with index.json and blobs',
    alwaysShow: true,
    choose: { prefix: 'tar', folder: true, title: 'The OCI layout to scan' },
  },
  {
    label: '$(folder) Packages of a folder…',
    description: 'what its lock files name',
    alwaysShow: true,
    choose: { prefix: 'fs', folder: true, title: 'The folder to scan' },
  },
  {
    label: '$(settings-gear) Configuration files of a folder…',
    description: 'Trivy’s checks on Dockerfiles, Kubernetes, Terraform …',
    alwaysShow: true,
    choose: { prefix: 'config', folder: true, title: 'The folder to check' },
  },
  {
    label: '$(list-tree) Bill of materials…',
    description: 'CycloneDX or SPDX',
    alwaysShow: true,
    choose: {
      prefix: 'sbom',
      folder: false,
      title: 'The bill of materials to scan',
      filters: { 'Bills of materials': ['json', 'cdx', 'spdx', 'xml'], 'All files': ['*'] },
    },
  },
];

/** The command: asks what to scan, then has the server scan it. The choice is remembered for the open Dockerfile. */
export async function scanImage(client: LanguageClient, memory: vscode.Memento): Promise<void> {
  if (!mayRun()) return;
  const document = vscode.window.activeTextEditor?.document;
  const key = document?.languageId === 'dockerfile' ? `lastTarget:${document.uri.toString()}` : undefined;
  const target = await pickTarget(client, key === undefined ? undefined : memory.get<string>(key));
  if (target === undefined) return;
  if (key !== undefined) await memory.update(key, target);
  await vscode.commands.executeCommand(serverCommands.scanTarget, target);
}

/** @param last what was chosen for this file the last time */
async function pickTarget(client: LanguageClient, last: string | undefined): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<ImageItem>();
  picker.title = 'Plimsoll: Scan Image';
  picker.placeholder = 'Choose a local image, or type the name of any image';
  picker.matchOnDescription = true;
  picker.busy = true;
  const lastItem: ImageItem[] =
    last === undefined
      ? []
      : [
          {
            label: `$(history) ${escapeIcons(last)}`,
            description: 'the last one for this file',
            target: last,
          },
        ];
  picker.items = [...lastItem, ...fileItems];
  let local: ImageItem[] = [];
  const show = () => {
    const typed = picker.value.trim();
    const named = typed && ![...lastItem, ...local].some(({ target }) => target === typed);
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
    picker.items = [...own, ...lastItem, ...local.filter(({ target }) => target !== last), ...fileItems];
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
    return chosen?.choose ? await pickFile(chosen.choose) : chosen?.target;
  } finally {
    cancel.cancel();
    picker.dispose();
  }
}

async function pickFile({ prefix, folder, title, filters }: FileChoice): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: !folder,
    canSelectFolders: folder,
    ...(filters ? { filters } : {}),
  });
  const file = files?.[0];
  return file?.scheme === 'file' ? `${prefix}:${file.fsPath}` : undefined;
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
