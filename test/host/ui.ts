// For suites inside the extension host: drives the real window (keys, clicks, pictures) through the launcher.
// Requests and answers are files; scripts/parts/host/requests.ts is the other side.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

let count = 0;

async function ask(request: Record<string, unknown>): Promise<unknown> {
  const folder = process.env.PLIMSOLL_UI;
  if (!folder) throw new Error('PLIMSOLL_UI is not set: run this suite with `npm run test:host`.');
  count += 1;
  const name = `${String(count).padStart(6, '0')}-${randomUUID()}`;
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, JSON.stringify(request));
  renameSync(draft, join(folder, `${name}.request.json`));
  const answerPath = join(folder, `${name}.answer.json`);
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (existsSync(answerPath)) {
      const answer = JSON.parse(readFileSync(answerPath, 'utf8')) as {
        ok: boolean;
        value?: unknown;
        error?: string;
      };
      if (!answer.ok) throw new Error(`${JSON.stringify(request)}: ${answer.error}`);
      return answer.value;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`no answer to ${JSON.stringify(request)} within 60 s`);
}

interface Target {
  /** CSS selector, or any of Playwright's. */
  selector: string;
  /** Only elements that contain this text. */
  hasText?: string;
  /** Milliseconds to wait for it. Default 10,000. */
  within?: number;
}

const target = (to: string | Target): Target => (typeof to === 'string' ? { selector: to } : to);

/** Presses one key or chord as a user does: `Control+.`, `Enter`, `F1`. */
export const press = (keys: string) => ask({ kind: 'press', keys });

/** Types text into what has the focus; `delay` is milliseconds between keys. */
export const type = (text: string, delay?: number) => ask({ kind: 'type', text, delay });

/** Clicks the first element that matches. Throws when it does not appear in time. */
export const click = (to: string | Target, button?: 'left' | 'right') =>
  ask({ kind: 'click', ...target(to), button });

/**
 * Answers a question that a notification asks. VS Code shows three toasts at a time and takes them away after a while,
 * so a question that has none is looked for in the list of notifications.
 */
export async function answer(button: string): Promise<void> {
  try {
    await click({ selector: '.notification-toast a.monaco-button', hasText: button, within: 15_000 });
  } catch {
    await vscode.commands.executeCommand('notifications.showList');
    try {
      await click({ selector: '.notifications-center a.monaco-button', hasText: button });
    } catch (error) {
      const shown = await texts('.notification-list-item-message');
      throw new Error(`${error} Notifications: ${JSON.stringify(shown)}`);
    }
  }
}

/** Moves the mouse over the first element that matches. */
export const hover = (to: string | Target) => ask({ kind: 'hover', ...target(to) });

/** Waits until the first element that matches is visible (or hidden). */
export const waitFor = (to: string | Target, state?: 'visible' | 'hidden') =>
  ask({ kind: 'waitFor', ...target(to), state });

/** The texts of all elements that match, as a user reads them. */
export const texts = (selector: string) => ask({ kind: 'texts', selector }) as Promise<string[]>;

/** How many elements match. */
export const howMany = (selector: string) => ask({ kind: 'count', selector }) as Promise<number>;

/** Takes a picture of the window (or of one element) and gives its path: `<PLIMSOLL_PICTURES>/<name>.png`. */
export async function screenshot(name: string, selector?: string): Promise<string> {
  const path = join(process.env.PLIMSOLL_PICTURES ?? '', `${name}.png`);
  await ask({ kind: 'screenshot', path, selector });
  return path;
}
