import assert from 'node:assert/strict';
import type { InsideHostMessage, InsidePageMessage, Topic } from '../../src/contracts/insidePageMessages';
import { inferences } from '../helpers/inferences';
import { samplePrompt } from '../helpers/fixtures';
import { violationsIn } from './axe';
import { InsideHost, type InsideWindow } from './insideHost';
import { PageWindow, type Theme } from './pageWindow';

const { inference } = inferences['in this thread']!();
const THEMES: readonly Theme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

suite('accessibility of the page of a model’s internals', () => {
  let window: InsideWindow;

  const $ = (selector: string) => window.page.locator(selector);
  const shows = (section: string) => $(`.panel:not(.outdated) section.${section}`).waitFor();

  suiteSetup(async () => {
    const host = new InsideHost(inference, samplePrompt('support-agent.txt'));
    window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(host.receive, { name: 'inside' });
    await shows('next-token');
  });
  suiteTeardown(() => window.close());

  const turnTo = async (topic: Topic) => {
    await $(`.controls button[data-value="${topic}"]`).click();
    await shows(topic.replace(' ', '-'));
  };

  const states: Record<string, () => Promise<void>> = {
    'next token': () => shows('next-token'),
    'more tokens': () => $('.next-token .more').click(),
    neighbours: () => turnTo('similarity'),
    plot: async () => {
      await $('button[data-value="plot"]').click();
      await $('.scatter').waitFor();
    },
    'all to all': () => $('button[data-value="matrix"]').click(),
    steps: () => turnTo('steps'),
    'steps of all tokens': () => $('.comparing .more').click(),
    positions: () => turnTo('positions'),
    shuffled: async () => {
      await $('.positions .action').click();
      await $('.moved blockquote').waitFor();
    },
    'an outdated answer': () => window.post({ type: 'outdated', isPaused: true }),
    'nothing to show': () => window.post({ type: 'message', text: 'Open a prompt.' }),
  };

  for (const [state, enter] of Object.entries(states)) {
    test(`axe-core finds nothing: ${state}`, async () => {
      await enter();
      for (const theme of THEMES) {
        await window.setTheme(theme);
        await window.drawn();
        assert.deepEqual(await violationsIn(window.page), [], theme);
      }
    });
  }

  test('the Tab key reaches everything', async () => {
    await turnTo('similarity');
    await $('button[data-value="neighbours"]').click();
    const reached = new Set<string>();
    for (let step = 0; step < 40; step++) {
      await window.page.keyboard.press('Tab');
      reached.add(await window.page.evaluate(() => document.activeElement!.outerHTML.slice(0, 120)));
    }
    for (const wanted of [
      'data-value="steps"',
      'vscode-single-select',
      'data-value="token"',
      'type="checkbox"',
      'class="open',
    ])
      assert.ok(
        [...reached].some((html) => html.includes(wanted)),
        `${wanted} of ${[...reached].join('\n')}`,
      );
  });

  test('the arrow keys move the sliders', async () => {
    await turnTo('next token');
    const slider = $('.slider input').first();
    const before = await slider.inputValue();
    await slider.focus();
    await window.page.keyboard.press('ArrowLeft');
    assert.notEqual(await slider.inputValue(), before);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /\d/);
  });
});
