import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { openSharedWindow } from './sharedEditor';
import type { Window } from './window';

const PROMPT = 'The bank of the river was steep. I put the money in the bank and asked the bank for a loan.\n';

suite('inside the model, in the window', () => {
  let window: Window;
  let panel: Frame;

  suiteSetup(async () => {
    window = await openSharedWindow({ files: { 'senses.md': PROMPT } });
    await window.openFile('senses.md');
  });
  suiteTeardown(() => window.close());

  const section = (name: string) => panel.locator(`.panel:not(.outdated) section.${name}`);

  test('Show What Comes Next follows the text as it is typed', async () => {
    panel = await window.insidePanel('Show What Comes Next', 'next-token');
    assert.equal(await panel.locator('.next-token .bars').first().locator('li').count(), 20);
    await window.focusEditor();
    await window.page.keyboard.type('You are a helpful ', { delay: 30 });
    await panel.locator('.left:has-text("helpful")').waitFor();
    await panel.locator('.next-token .bars .token:has-text("assistant")').first().waitFor();
    await panel.locator('.ngram .bars li').first().waitFor();
  });

  test('a click on a neighbour of a word selects it in the editor', async () => {
    panel = await window.insidePanel('Show Similarity of Words', 'similarity');
    const neighbour = panel.locator('.neighbours .open').first();
    const word = await neighbour.innerText();
    await neighbour.click();
    await window.statusItem(`(${word.length} selected)`).waitFor();
    await panel.locator(`.similarity h2:has-text("“${word}”")`).waitFor();
    await panel.locator('.similarity button[data-value="plot"]').click();
    await panel.locator('.scatter .dot').first().waitFor();
  });

  test('the attention weights of the steps sum to 1', async () => {
    panel = await window.insidePanel('Show the Steps of Attention', 'steps');
    await panel.locator('.comparing .more').click();
    const shares = await panel.locator('.comparing td.share').allInnerTexts();
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + Number(share), 0) - 1) < 0.002, String(shares));
  });

  test('a sentence is shuffled in the positions view, and the text stays as it is', async () => {
    panel = await window.insidePanel('Show Positions', 'positions');
    await section('positions').locator('.action').click();
    await panel.locator('.moved blockquote').waitFor();
    await window.saved('senses.md', (text) => text.startsWith(PROMPT));
  });

  test('the walkthrough opens, and one of its steps runs on the prompt', async () => {
    await window.command('Left Context: How a Model Reads Your Prompt');
    const { page } = window;
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.equal(await steps.count(), 8);
    await page.locator('.getting-started-step:has-text("Queries, keys and values")').click();
    await page.locator('.getting-started-step.expanded .monaco-button:has-text("Follow One Word")').click();
    panel = await window.frameThatShows('.panel:not(.outdated) section.steps');
  });
});
