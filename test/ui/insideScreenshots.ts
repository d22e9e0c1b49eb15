import type { Window } from './window';

/** Holds a word in two senses, sentences to shuffle, and an end that is easy to predict. */
export const SENSES = `# Task

The river bank was steep. The river bank was wet. The money is in the bank. Her money is in the bank.
Answer the customer in the language of the question. You are a helpful 
`;

/** Takes the pictures of the page “Inside the Model”, beside `senses.md`. */
export async function shootInside(window: Window, shoot: (name: string) => Promise<void>): Promise<void> {
  const { page } = window;
  await window.openFile('senses.md');
  for (const key of ['ArrowUp', 'End']) await page.keyboard.press(key);
  await page.keyboard.press('Control+B');

  await window.insidePanel('Show What Comes Next', 'next-token');
  await page.mouse.move(300, 700);
  await shoot('next-token');

  const similarity = await window.insidePanel('Show Similarity of Words', 'similarity');
  await similarity.locator('vscode-single-select.depth').click();
  await similarity.locator('vscode-single-select.depth li:has-text("Layer 6")').click();
  await similarity.locator('.neighbours button:has-text("All ")').click();
  await similarity.locator('.neighbours .open:text-is("bank")').first().click();
  await similarity.locator('.similarity button[data-value="plot"]').click();
  await similarity.locator('.scatter .dot').first().waitFor();
  await page.mouse.move(300, 700);
  await shoot('similarity');

  await window.insidePanel('Show the Steps of Attention', 'steps');
  await page.mouse.move(300, 700);
  await shoot('steps');

  const positions = await window.insidePanel('Show Positions', 'positions');
  await positions.locator('.positions .action').click();
  await positions.locator('.moved blockquote').waitFor();
  await page.mouse.move(300, 700);
  await shoot('positions');

  // A key pressed in the page does not reach the workbench.
  await window.focusEditor();
  // VS Code would ask about each file that is not saved.
  await window.command('File: Save All');
  await page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  await window.command('View: Close All Editors');
  await window.command('Left Context: How a Model Reads Your Prompt');
  await page.locator('.getting-started-step:has-text("Each token becomes a vector")').click();
  await page.mouse.move(300, 700);
  await shoot('walkthrough');
  await window.command('View: Close All Editors');
  await page.keyboard.press('Control+B');
}
