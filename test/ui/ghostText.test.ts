import assert from 'node:assert/strict';
import { openSharedWindow } from './sharedEditor';
import type { Window } from './window';

suite('ghost text in the window', () => {
  let window: Window;

  suiteSetup(async () => {
    window = await openSharedWindow();
  });
  suiteTeardown(() => window.close());

  const type = (text: string) => window.page.keyboard.type(text, { delay: 40 });
  const message = (text: string) => window.page.locator(`.notification-list-item-message:has-text("${text}")`);

  test('Ctrl+Right accepts one word, and the rest stays', async () => {
    await window.openFile('SKILL.md');
    // The ghost text ends “when” or “whenever”: the request was made after the w or after the h.
    const ghost = await window.typeForGhostText('\n\nUse this skill wh');
    const [word] = /^en\S*/.exec(ghost) ?? assert.fail(ghost);
    await window.page.keyboard.press('Control+ArrowRight');
    await window.page.keyboard.press('Escape');
    await window.saved('SKILL.md', (text) => text.trimEnd().endsWith(`Use this skill wh${word}`));
  });

  test('Trigger Inline Suggestion offers several suggestions', async () => {
    await type('\nNever ');
    await window.command('Trigger Inline Suggestion');
    await window.ghostText.waitFor();
    const first = await window.ghostText.innerText();
    await window.page.keyboard.press('Alt+]');
    await window.page.waitForFunction(
      (before) => ![...document.querySelectorAll('.ghost-text-decoration')].some((node) => node.textContent === before),
      first,
    );
    await window.page.keyboard.press('Escape');
  });

  test('Why Is There No Suggestion? gives the reason and a button that helps', async () => {
    // So much can follow that the model is not sure of any.
    await type('\nThe ');
    await window.page.waitForTimeout(1_500);
    await window.command('Left Context: Why Is There No Suggestion?');
    await message('not sure enough').waitFor();
    await window.page.locator('.notification-list-item .monaco-button:has-text("Ask Now")').click();
    await window.ghostText.waitFor();
    await window.page.keyboard.press('Escape');
  });

  test('a long message without a remedy is shown whole', async () => {
    await window.page.keyboard.press('Home');
    await window.page.keyboard.press('ArrowRight');
    await window.command('Trigger Inline Suggestion');
    await window.command('Left Context: Why Is There No Suggestion?');
    const reason = message('There is text right of the caret');
    await reason.waitFor();
    const { scrollWidth, clientWidth } = await reason.evaluate(({ scrollWidth, clientWidth }) => ({
      scrollWidth,
      clientWidth,
    }));
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
    await window.page.locator('.notification-list-item .monaco-button:has-text("OK")').click();
  });

  test('text that the model cannot see is shaded, and its visible context is counted', async () => {
    await window.openFile('research-assistant.md');
    await window.command('Left Context Lenses: Toggle What the Model Sees');
    await window.statusItem('sees').waitFor();
    const status = await window.statusItem('sees').innerText();
    const [seen, all] = status.replace('SmolLM2', '').match(/\d+/g)!.map(Number);
    assert.match(status, /SmolLM2 sees/);
    assert.ok(seen! > 0 && seen! <= all!, status);
    await window.page.keyboard.press('Control+Home');
    await window.statusItem('sees nothing before the caret').waitFor();
    const opacity = await window.page
      .locator('.view-line span span')
      .first()
      .evaluate((span) => getComputedStyle(span).opacity);
    assert.ok(Number(opacity) < 1);
    await window.statusItem('sees nothing before the caret').click();
    await window.statusItem('sees').waitFor({ state: 'detached' });
  });

  test('the language status shows the model and its latency', async () => {
    await window.page.locator('[id="status.languageStatus"]').first().click();
    const status = window.page.locator('.hover-language-status:has-text("Left Context: SmolLM2")');
    await status.waitFor();
    assert.match(await status.innerText(), /\d+ ms/);
  });
});
