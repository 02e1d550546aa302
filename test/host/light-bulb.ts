// For suites inside the extension host: the light bulb and the palette, used by the keyboard as a user does.
import { strict as assert } from 'node:assert';
import { press, texts, type, waitFor } from './ui.ts';

/** The rows of the light bulb's menu. */
export const rows = '.action-widget .monaco-list-row.action';

/** Opens the light bulb's menu where the cursor is and chooses the action whose title holds this text. */
export async function chooseAction(title: string): Promise<void> {
  // The key can come before the editor has the focus, or before the server has answered: a user would press it again.
  for (let left = 2; ; left--) {
    await press('Control+.');
    try {
      await waitFor({ selector: rows, hasText: title });
      break;
    } catch (error) {
      if (left === 0) throw error;
      await press('Escape');
    }
  }
  await chooseRow(title);
}

/** Chooses in the menu that is open. */
export async function chooseRow(title: string): Promise<void> {
  const shown = await texts(rows);
  const index = shown.findIndex((row) => row.includes(title));
  assert.ok(index >= 0, shown.join(' | '));
  for (let i = 0; i < index; i++) await press('ArrowDown');
  await press('Enter');
}

/** Runs a command of the palette by its title. */
export async function runFromPalette(title: string): Promise<void> {
  await press('F1');
  await waitFor('.quick-input-widget input');
  await type(title);
  await waitFor({ selector: '.quick-input-widget .monaco-list-row.focused', hasText: title });
  await press('Enter');
}
