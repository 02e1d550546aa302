// Opens the browser host in Chromium: a page with VS Code in it, driven by real keys and clicks.
import { type Browser, chromium, type Page } from 'playwright-core';

export interface BrowserOptions {
  /** The part chromium. */
  chromium: string;
  /** Display language, as `de` or `en`. Default: en. */
  locale?: string;
  /** CSS pixels. Default: 1280 by 800. */
  viewport?: { width: number; height: number };
  /** 2 makes pictures of twice the viewport's size. Default: 1. */
  scale?: number;
}

export interface HostBrowser {
  browser: Browser;
  page: Page;
  close(): Promise<void>;
}

/** Starts Chromium without a window and opens an empty page. */
export async function startBrowser(options: BrowserOptions): Promise<HostBrowser> {
  // Chromium refuses to sandbox itself as root; what it loads is our own server on loopback.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: options.chromium, args, handleSIGINT: false });
  const locale = options.locale ?? 'en';
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1,
    locale,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (!locale.startsWith('en')) {
    // Without a language pack VS Code would say `en` to extensions; its own texts stay English, ours are translated.
    const language = JSON.stringify(locale);
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${language};`);
  }
  const page = await context.newPage();
  return { browser, page, close: () => browser.close() };
}

/** Waits until the workbench stands. Throws after 60 seconds. */
export async function waitForWorkbench(page: Page): Promise<void> {
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
}

/**
 * Takes a picture of the page as a user sees it, without a blinking caret and half-done animations.
 * `selector` limits it to the first element that matches. PNG.
 */
export async function takePicture(page: Page, path: string, selector?: string): Promise<void> {
  const options = { path, animations: 'disabled', caret: 'hide' } as const;
  if (selector) await page.locator(selector).first().screenshot(options);
  else await page.screenshot(options);
}

/** Settings that make a picture calm: one tab, no welcome, no minimap, no prompts. */
export const pictureSettings: Record<string, unknown> = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'git.enabled': false,
  'extensions.ignoreRecommendations': true,
};
