import type { Window } from './window';

/** Answers the question what else the chosen model is to do. */
export function use(window: Window, model: string, answer: string): Promise<void> {
  return pick(window, model, `Use It for ${answer}`);
}

/** Picks an entry by typing its name, as lists move while they fill. */
export async function pick({ page }: Window, title: string, text: string): Promise<void> {
  await page.locator(`.quick-input-title:has-text("${title}")`).waitFor();
  await page.locator('.quick-input-widget input').fill(text);
  await page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${text}")`).waitFor();
  await page.keyboard.press('Enter');
}

/** Chooses a model for a role, up to the next question. */
export async function choose(window: Window, role: string, model: string): Promise<void> {
  await window.command('Left Context Models: Choose Model…');
  await pick(window, 'Choose a Model For', role);
  await pick(window, 'Choose the Model for', model);
}
