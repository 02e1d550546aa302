// Asks for an image: what belongs to the open Dockerfile, hardened ones from the facts, local ones, any name, or a file.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type ImageChoicesParams,
  type ImageChoicesResult,
  imageChoices,
} from '../../server/src/compare-protocol.ts';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';
import { type LocalImagesResult, localImages } from '../../server/src/protocol.ts';

interface Item extends vscode.QuickPickItem {
  /** As the server's commands take it. */
  readonly target?: string;
  readonly choose?: 'file' | 'folder';
}

export interface ImageQuestion {
  readonly title: string;
  readonly placeholder: string;
  /** The Dockerfile that it is asked for. */
  readonly uri?: string;
  /** What the image is compared with: hardened ones for it are offered. */
  readonly image?: string;
}

const files: readonly Item[] = [
  {
    label: '$(file-zip) Image in a tar file…',
    description: 'saved by docker save',
    alwaysShow: true,
    choose: 'file',
  },
  {
    label: '$(folder-library) Image in an OCI layout…',
    description: 'a folder',
    alwaysShow: true,
    choose: 'folder',
  },
];

/** The target, or undefined where the user thought better of it. Engines are asked for their images. */
export async function pickImage(client: LanguageClient, asked: ImageQuestion): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = asked.title;
  picker.placeholder = asked.placeholder;
  picker.matchOnDescription = true;
  picker.busy = true;
  let near: Item[] = [];
  let local: Item[] = [];
  const show = () => {
    const typed = picker.value.trim();
    const isName = typed !== '' && !('error' in parseImageReference(typed));
    const known = [...near, ...local].find(({ target }) => target === typed);
    const label = `$(cloud) ${escapeIcons(typed)}`;
    const own: Item[] = isName
      ? [known ?? { label, description: 'this image', target: typed, alwaysShow: true }]
      : [];
    // What was typed stays in front, so that what Enter takes does not change under the finger.
    const offered = new Set([...own, ...near].map(({ target }) => target));
    const others = near.filter((one) => one !== known);
    picker.items = [...own, ...others, ...local.filter(({ target }) => !offered.has(target)), ...files];
  };
  // While something is typed the list changes by that only.
  const arrived = () => {
    if (picker.value === '') show();
  };
  show();
  const cancel = new vscode.CancellationTokenSource();
  const { uri, image } = asked;
  const params: ImageChoicesParams = { ...(uri ? { uri } : {}), ...(image ? { image } : {}) };
  const choices = client
    .sendRequest<ImageChoicesResult>(imageChoices, params, cancel.token)
    .then(({ images }) => {
      near = images.map((one) => ({
        label: `$(star) ${escapeIcons(one.image)}`,
        description: one.why,
        target: one.image,
      }));
      arrived();
    });
  const engines = client.sendRequest<LocalImagesResult>(localImages, cancel.token).then(({ images }) => {
    local = images
      .filter(({ name }) => name !== image)
      .map(({ name, engine }) => ({
        label: `$(package) ${escapeIcons(name)}`,
        description: engine,
        target: name,
      }));
    arrived();
  });
  void Promise.allSettled([choices, engines]).then(() => {
    picker.busy = false;
  });
  picker.onDidChangeValue(show);
  try {
    const chosen = await new Promise<Item | undefined>((resolve) => {
      picker.onDidAccept(() => {
        const [selected] = picker.selectedItems;
        const typed = picker.value.trim();
        // While VS Code takes in a new list, Enter can hit a row that what was typed would hide: then what was typed counts.
        if (selected && fits(selected, typed)) resolve(selected);
        else if (!('error' in parseImageReference(typed))) resolve({ label: typed, target: typed });
      });
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

/** Whether a row can be meant by what was typed: its letters are in the row's, in their order. */
function fits({ target, description = '', choose }: Item, typed: string): boolean {
  if (choose !== undefined) return true;
  const text = `${target} ${description}`.toLowerCase();
  let place = 0;
  for (const letter of typed.toLowerCase()) {
    place = text.indexOf(letter, place) + 1;
    if (place === 0) return false;
  }
  return true;
}

async function pickFile(kind: 'file' | 'folder'): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: 'The image',
    canSelectFiles: kind === 'file',
    canSelectFolders: kind === 'folder',
    ...(kind === 'file' ? { filters: { 'Image archives': ['tar'], 'All files': ['*'] } } : {}),
  });
  const [file] = picked ?? [];
  return file?.scheme === 'file' ? `tar:${file.fsPath}` : undefined;
}

/** The Dockerfile that the user is in. */
export function activeDockerfile(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' ? document.uri.toString() : undefined;
}

/** A target for a message: in one, brackets make a link. */
export function shownTarget(target: string): string {
  return target.replace(/^tar:/, '').replace(/[[\]()]/g, '');
}

/** Labels draw `$(name)` as an icon; a name from an engine is text. */
function escapeIcons(name: string): string {
  return name.replaceAll('$(', '\\$(');
}
