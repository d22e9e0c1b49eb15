import { MENDED, PROMPT_WITH_FAULTS, RULES } from './promptWithFaults';
import { openSharedWindow } from './sharedEditor';
import type { Window } from './window';

suite('findings in the window', () => {
  let window: Window;
  suiteSetup(async () => {
    window = await openSharedWindow({
      files: { 'triage.prompt.md': PROMPT_WITH_FAULTS, '.vscode/settings.json': RULES },
    });
  });
  suiteTeardown(() => window.close());

  test('a prompt with five faults is mended by F8 and quick fixes alone', async () => {
    const { page } = window;
    await window.openFile('triage.prompt.md');
    await page.locator('.squiggly-info').first().waitFor();
    await page.keyboard.press('Control+Home');
    const fixes = [
      'Put the value in quotes',
      'Renumber from 3',
      'Replace ： by :',
      'Remove the comma',
      'Remove “bash”',
    ];
    for (const [done, fix] of fixes.entries()) {
      await page
        .locator('#status\\.problems')
        .filter({ hasText: String(fixes.length - done) })
        .waitFor();
      await page.keyboard.press('F8');
      await page.locator('.marker-widget').first().waitFor();
      await page.keyboard.press('Escape');
      await window.quickFix(fix);
      await window.decide('Apply');
    }
    await page.locator('.squiggly-info').waitFor({ state: 'detached' });
    await window.saved('triage.prompt.md', (text) => text === MENDED);
  });
});
