import assert from 'node:assert/strict';
import { MONOREPO } from './monorepo';
import { openSharedWindow } from './sharedEditor';
import type { Window } from './window';

suite('what an agent reads, in the window', () => {
  let window: Window;

  suiteSetup(async () => {
    window = await openSharedWindow({ files: MONOREPO });
  });
  suiteTeardown(() => window.close());

  async function expand(text: string | RegExp): Promise<void> {
    await window.agentRow(text).first().click();
    await window.page.keyboard.press('ArrowRight');
  }

  test('lists files in order, what is never read and why, and follows the files', async () => {
    const { page } = window;
    await window.openFile('AGENTS.md');
    await window.command('Left Context: What an Agent Reads');
    // Room for the rows.
    await page.locator('.pane-header:has-text("prompts")').first().click();
    await window.agentRow(/Codex.*tokens/).waitFor();
    await expand('Cursor');
    await expand(/^Never/);
    await window.agentRow('matches no file of the project').waitFor();
    window.write('src/old/a.ts', 'export {};\n');
    await window.agentRow('matches no file of the project').waitFor({ state: 'detached' });
  });

  test('shows the text that an agent is sent, which names its files and is a prompt', async () => {
    const { page } = window;
    await window.command('Left Context: Show What an Agent Is Sent…');
    await page.locator('.quick-input-list .monaco-list-row:has-text("Codex")').click();
    await page.locator('.tab.active:has-text("What Codex Is Sent")').waitFor();
    await page.locator('.view-line:has-text("AGENTS.md instructions for")').waitFor();
    await page.locator('.codelens-decoration:has-text("AGENTS.md · ")').first().waitFor();
    await window.statusItem(/o200k_base [\d,]+ · BERT/).waitFor();
  });

  test('in a folder below, opens a file where it is cut', async () => {
    const { page } = window;
    await window.openByName('api/v1/orders.ts');
    await window.command('Left Context: Choose the Folder That Agents Work In…');
    await page.locator('.quick-input-list .monaco-list-row:has-text("/api/v1")').last().click();
    await window.agentRow(/Codex.*2 files/).waitFor();
    await expand('Codex');
    const cut = window.agentRow(/cut after [\d.,]+ (?:KiB|bytes)/);
    await cut.waitFor();
    await cut.click();
    await page.locator('.tab.active:has-text("AGENTS.md")').waitFor();
    await window.statusItem(/Ln \d{2}, Col \d+/).waitFor();
    await window.statusItem('cut by Codex').waitFor();
    // VS Code draws marks a moment after it knows of them.
    const marks = page.locator('.squiggly-warning');
    await marks.first().waitFor();
    assert.equal(await marks.count(), 1);
  });
});
