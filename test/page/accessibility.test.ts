import assert from 'node:assert/strict';
import { samplePrompt } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { violationsIn } from './axe';
import { PageWindow, type Theme } from './pageWindow';

const text = samplePrompt('support-agent.txt');
const { inference } = inferences['in this thread']!();
const THEMES: readonly Theme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

suite('accessibility of the attention page', () => {
  let window: PageWindow;

  suiteSetup(async () => {
    window = await PageWindow.open(new AttentionHost(inference, text).receive);
    await settled();
  });
  suiteTeardown(() => window.close());

  const settled = () => window.settled();
  const tool = (icon: string) => window.page.locator(`.tools vscode-toolbar-button[icon="${icon}"]`);
  const form = (value: string) => window.page.locator(`.row .segmented button[data-value="${value}"]`).first();

  const states: Record<string, () => Promise<void>> = {
    'map and text': () => form('text').click(),
    'map and lines': () => form('lines').click(),
    'map and table': () => form('table').click(),
    'all heads': () => tool('layout').click(),
    'map again, with the explanation': async () => {
      await tool('layout').click();
      await tool('question').click();
    },
    'both models, tokens, no sinks': async () => {
      await form('text').click();
      await window.page.locator('button[data-value="prompt-bert+prompt-gpt"]').click();
      await tool('whole-word').click();
      await tool('filter').click();
    },
    'an outdated map': () => window.post({ type: 'outdated', isPaused: false }),
    'nothing to show': () => window.post({ type: 'message', text: 'The models crashed.', canRetry: true }),
  };

  for (const [state, enter] of Object.entries(states)) {
    test(`axe-core finds nothing: ${state}`, async () => {
      await enter();
      if (!/outdated|nothing/.test(state)) await settled();
      for (const theme of THEMES) {
        await window.setTheme(theme);
        await window.drawn();
        assert.deepEqual(await violationsIn(window.page), [], theme);
      }
    });
  }

  test('the lightness of the map’s colours changes evenly, in every theme', async () => {
    await window.page.locator('button[data-value="prompt-bert"]').click();
    await settled();
    for (const theme of THEMES) {
      await window.setTheme(theme);
      await window.drawn();
      const background = await window.page
        .locator('.ramp')
        .first()
        .evaluate((ramp: HTMLElement) => ramp.style.background);
      const lightness = Array.from(background.matchAll(/rgb\((\d+), (\d+), (\d+)\)/g), ([, red, green, blue]) =>
        luminance(Number(red), Number(green), Number(blue)),
      );
      assert.equal(lightness.length, 17, background);
      const isLight = lightness[0]! > lightness.at(-1)!;
      const ascending = isLight ? lightness.toReversed() : lightness;
      assert.deepEqual(
        ascending,
        ascending.toSorted((a, b) => a - b),
        theme,
      );
    }
  });

  test('no animation with reduced motion', async () => {
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    const duration = await window.page
      .locator('.heatmap')
      .first()
      .evaluate((canvas) => getComputedStyle(canvas).transitionDuration);
    assert.equal(duration, '0s');
  });

  test('the Tab key reaches everything', async () => {
    const reached = new Set<string>();
    for (let step = 0; step < 60; step++) {
      await window.page.keyboard.press('Tab');
      reached.add(
        await window.page.evaluate(() => {
          let active = document.activeElement;
          const path = [active?.className || active?.tagName.toLowerCase()];
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          return path.concat(document.activeElement?.getAttribute('icon') ?? []).join(' ');
        }),
      );
    }
    for (const wanted of ['layer', 'head', 'heatmap', 'token', 'link', 'vscode-toolbar-button layout'])
      assert.ok(
        [...reached].some((name) => name.includes(wanted)),
        `${wanted} of ${[...reached].join(', ')}`,
      );
  });
});

/** Relative luminance (WCAG 2). */
function luminance(...channels: readonly [number, number, number]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
