// How a suite inside the extension host drives the real window: it writes a request file, the launcher obeys.
// A request is `<n>.request.json` in the folder PLIMSOLL_UI, its answer `<n>.answer.json` beside it.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeWhole } from '../cache.ts';
import { takePicture } from './browser.ts';

/** `within` milliseconds is how long to wait for the element; default 10,000. */
export type UiRequest =
  | { kind: 'screenshot'; path: string; selector?: string }
  | { kind: 'press'; keys: string }
  | { kind: 'type'; text: string; delay?: number }
  | { kind: 'click'; selector: string; hasText?: string; button?: 'left' | 'right'; within?: number }
  | { kind: 'hover'; selector: string; hasText?: string; within?: number }
  | { kind: 'waitFor'; selector: string; hasText?: string; state?: 'visible' | 'hidden'; within?: number }
  | { kind: 'texts'; selector: string }
  | { kind: 'count'; selector: string };

export type UiAnswer = { ok: true; value?: unknown } | { ok: false; error: string };

async function obey(page: Page, request: UiRequest): Promise<unknown> {
  const find = (selector: string, hasText?: string) =>
    page.locator(selector, hasText ? { hasText } : {}).first();
  switch (request.kind) {
    case 'screenshot':
      mkdirSync(dirname(request.path), { recursive: true });
      return takePicture(page, request.path, request.selector);
    case 'press':
      return page.keyboard.press(request.keys);
    case 'type':
      return page.keyboard.type(request.text, { delay: request.delay ?? 0 });
    case 'click':
      return find(request.selector, request.hasText).click({
        button: request.button ?? 'left',
        timeout: request.within ?? 10_000,
      });
    case 'hover':
      return find(request.selector, request.hasText).hover({ timeout: request.within ?? 10_000 });
    case 'waitFor':
      return find(request.selector, request.hasText).waitFor({
        state: request.state ?? 'visible',
        timeout: request.within ?? 10_000,
      });
    case 'texts':
      return page.locator(request.selector).allInnerTexts();
    case 'count':
      return page.locator(request.selector).count();
  }
}

/** Answers the requests that appear in `folder`, one after the other, until the returned function is called. */
export function serveRequests(page: Page, folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  let stopped = false;
  const step = async () => {
    for (const name of readdirSync(folder).sort()) {
      const answerPath = join(folder, name.replace('.request.json', '.answer.json'));
      if (!name.endsWith('.request.json') || existsSync(answerPath)) continue;
      let answer: UiAnswer;
      try {
        const request = JSON.parse(readFileSync(join(folder, name), 'utf8')) as UiRequest;
        answer = { ok: true, value: await obey(page, request) };
      } catch (error) {
        answer = { ok: false, error: error instanceof Error ? error.message : String(error) };
      }
      writeWhole(answerPath, JSON.stringify(answer));
    }
    if (!stopped) setTimeout(() => void step(), 15);
  };
  void step();
  return () => {
    stopped = true;
  };
}
