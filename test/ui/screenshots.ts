/** Drives the extension as a writer would, and takes the pictures of README and docs. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/fixtures';
import { shootAgents } from './agentScreenshots';
import { SENSES, shootInside } from './insideScreenshots';
import { PROMPT_WITH_FAULTS, RULES } from './promptWithFaults';
import { Window } from './window';

const folder = path.join(root, 'docs', 'screenshots');
const SHOP = `# Lantern Books support

You answer customers of a small book shop.
Be friendly and short.
Never promise a delivery date.

## Rules

- Our shop is open from nine to six on weekdays.
- Speak like a pirate in every answer.
- Gift cards are valid for three years.
- Returns are free within thirty days.
- Members get a discount of ten percent.

Customer: Hello, can I send back a book that I do not like?
`;
const SHOP_ANSWERS = `## Pirate

Arr, matey! Ye can send yer book back within thirty days, no doubloons asked!

## Plain

Yes, you can send it back free of charge within thirty days.
`;
const SIZE = { width: 1200, height: 780 };

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const settings = { 'editor.fontSize': 14, 'editor.minimap.enabled': false };
  const window = await Window.open({
    settings,
    files: {
      'senses.md': SENSES,
      'shop.md': SHOP,
      'shop.answers.md': SHOP_ANSWERS,
      'triage.prompt.md': PROMPT_WITH_FAULTS,
      '.vscode/settings.json': RULES,
    },
  });
  const { page } = window;
  await page.setViewportSize(SIZE);
  const shoot = (name: string) => shootIn(window, name);

  await window.openFile('code-review.prompt.md');
  await page.keyboard.type('\n## Before you begin\n\n- Ask clarif', { delay: 40 });
  await window.ghostText.waitFor();
  await shoot('ghost-text');

  await window.openFile('research-assistant.md');
  await window.command('Left Context Tokens: Go to Token Limit');
  await window.statusItem('Ln 41, Col 46').waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
  // The first press goes to the end of the row, the second to that of the wrapped line.
  await page.keyboard.press('End');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await page.locator('.monaco-hover:has-text("BERT and models like it")').waitFor();
  await shoot('token-counts');
  await page.keyboard.press('Escape');

  await window.quickFix('Make the 512 Tokens of BERT a Strict Limit');
  await page.locator('.quick-input-title:has-text("a strict limit")').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .action:has-text("Trim to 512 tokens")').waitFor();
  await page.mouse.move(600, 300);
  await shoot('token-budget');
  await page.keyboard.press('Escape');

  await window.command('Toggle Token View');
  await page.mouse.move(600, 300);
  await shoot('token-view');
  await window.command('Toggle Token View');

  await window.openFile('support-agent.txt');
  await window.command('Left Context Lenses: Toggle Surprise Map');
  await window.statusItem('bits a word').waitFor();
  await page.locator('.view-line span').filter({ hasText: 'closed' }).last().hover();
  await page.locator('.monaco-hover:has-text("had a chance of")').waitFor();
  await shoot('surprise-map');
  await window.command('Left Context Lenses: Toggle Surprise Map');

  await window.openFile('shop.md');
  await window.command('Left Context Lenses: Toggle Map of What Each Sentence Changes');
  await window.statusItem(/\d matter/).waitFor({ timeout: 120_000 });
  await page.locator('.view-line span').filter({ hasText: 'pirate' }).last().hover();
  await page.locator('.monaco-hover:has-text("Without this")').waitFor();
  await shoot('sentences');
  await window.command('Left Context Lenses: Toggle Map of What Each Sentence Changes');

  await window.openFile('SKILL.md');
  for (let line = 0; line < 5; line++) await page.keyboard.press('ArrowUp');
  await window.command('Left Context Lenses: Compare Left Only with Both Sides Here');
  await page.locator('.monaco-hover:has-text("from both sides (our small BERT)")').waitFor();
  await page.mouse.move(900, 650);
  await shoot('both-sides');
  await page.keyboard.press('Escape');

  await window.command('Left Context Lenses: Find Words That Need What Comes Later');
  await page.locator('.quick-input-title:has-text("Need What Comes Later")').waitFor();
  await page.mouse.move(900, 650);
  await shoot('needs-later');
  await page.keyboard.press('Escape');

  await window.openFile('SKILL.md');
  for (let line = 0; line < 5; line++) await page.keyboard.press('ArrowUp');
  await window.command('Left Context Lenses: Measure Influence of Selection or Sentence…');
  await page.locator('.quick-input-title:has-text("Measure Influence")').waitFor();
  await page.keyboard.type('Fixed: the list of pull requests.');
  await page.keyboard.press('Enter');
  await page.locator('.tab:has-text("Influence.md")').waitFor();
  // The preview is VS Code's own.
  await page.waitForTimeout(5000);
  await shoot('influence');
  // The report does not take the focus.
  await page.locator('.tab:has-text("Influence.md")').click();
  await window.command('View: Close Editor');

  await window.openFile('triage.prompt.md');
  await page.locator('.squiggly-info').first().waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await page.locator('.marker-widget').first().waitFor();
  await page.mouse.move(600, 700);
  await shoot('findings');
  await page.keyboard.press('Escape');

  await window.command('Left Context Models: Choose Model…');
  await page.locator('.monaco-list-row[aria-label^="Attention"]').click();
  await page.locator('.quick-input-title:has-text("Choose the Model for attention")').waitFor();
  await page.mouse.move(600, 700);
  await shoot('choose-model');
  await page.keyboard.press('Escape');

  await shootInside(window, shoot);

  await window.openFile('support-agent.txt');
  const panel = await window.attentionPanel();
  const settled = () => panel.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
  const model = async (value: string) => {
    await panel.locator(`.controls button[data-value="${value}"]`).click();
    await settled();
  };
  const tool = async (icon: string) => {
    await panel.locator(`.tools vscode-toolbar-button[icon="${icon}"]`).click();
    await page.mouse.move(600, 600);
    await settled();
  };
  const form = (value: string) => panel.locator(`.row button[data-value="${value}"]`).first().click();
  await model('minilm');
  await panel.locator('.token:text-is("closed")').click();
  await panel.locator('h2:has-text("closed")').waitFor();
  await shoot('attention-bert');
  await form('lines');
  await shoot('attention-lines');
  await form('table');
  await shoot('attention-table');
  await form('text');
  await model('smollm2');
  await shoot('attention-gpt');
  await tool('layout');
  await shoot('attention-heads');
  await tool('layout');
  await tool('symbol-color');
  await shoot('attention-in-text');
  await tool('symbol-color');
  await tool('question');
  await shoot('attention-explained');
  await tool('question');
  await model('smollm2+minilm');
  await shoot('attention-both');
  await tool('filter');
  await shoot('attention-words');
  await tool('filter');
  await tool('link-external');
  await page.locator('.tab:has-text("Attention")').waitFor();
  await page.keyboard.press('Control+B');
  await page.waitForTimeout(1500);
  await shoot('attention-editor');
  await page.keyboard.press('Control+B');

  for (const [theme, name] of [
    ['Dark Modern', 'attention-dark'],
    ['Dark High Contrast', 'attention-high-contrast'],
  ] as const) {
    await window.command('Preferences: Color Theme');
    await page.keyboard.type(theme);
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1500);
    await shoot(name);
  }
  await window.close();
  await shootAgents(settings, SIZE, shootIn);
}

async function shootIn({ page }: Window, name: string): Promise<void> {
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(`docs/screenshots/${name}.png`);
}

void main();
