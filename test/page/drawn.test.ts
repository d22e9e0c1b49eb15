import assert from 'node:assert/strict';
import type { RenderFormat, AttentionPageMessage } from '../../src/contracts/attentionPage';
import { samplePrompt } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { PageWindow } from './pageWindow';

const { inference } = inferences['in this thread']!();

suite('the attention page draws for elsewhere', () => {
  let host: AttentionHost;
  let window: PageWindow;

  suiteSetup(async () => {
    host = new AttentionHost(inference, samplePrompt('support-agent.txt'));
    window = await PageWindow.open(host.receive);
    await window.page.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
  });
  suiteTeardown(() => window.close());

  let asked = 0;
  /** What the page answers when it is asked to make something. */
  async function rendered(
    format: RenderFormat,
    map = 0,
  ): Promise<Extract<AttentionPageMessage, { type: 'rendered' | 'render failed' }>> {
    const request = ++asked;
    await window.post({ type: 'render', request, format, map });
    for (let attempt = 0; attempt < 100; attempt++) {
      for (const message of window.posted) {
        if ((message.type === 'rendered' || message.type === 'render failed') && message.request === request)
          return message;
      }
      await window.page.waitForTimeout(50);
    }
    throw new Error(`No ${format}: ${JSON.stringify(window.posted.at(-1))}`);
  }

  async function content(format: RenderFormat): Promise<Uint8Array | string | undefined> {
    const message = await rendered(format);
    assert.equal(message.type, 'rendered', JSON.stringify(message));
    return message.type === 'rendered' ? message.content : undefined;
  }

  test('SVG: well-formed, with every cell once and all labels', async () => {
    const svg = (await content('svg')) as string;
    const { cells, labels, failed } = await window.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const runs = [...parsed.querySelectorAll('path')].flatMap((path) => [
        ...path.getAttribute('d')!.matchAll(/M\d+ \d+h(\d+)v1/g),
      ]);
      return {
        cells: runs.reduce((sum, run) => sum + Number(run[1]), 0),
        labels: parsed.querySelectorAll('text').length,
        failed: parsed.querySelector('parsererror')?.textContent,
      };
    }, svg);
    const size = host.maps[0]!.pieces.length;
    assert.deepEqual([failed, cells, labels], [undefined, size * size, 2 * size + 1]);
  });

  test('PNG: a picture of the same size twice over', async () => {
    const bytes = Buffer.from(Object.values((await content('png')) as Uint8Array));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.equal(bytes.readUInt32BE(16), 2 * (110 + host.maps[0]!.pieces.length * 10 + 10));
  });

  test('a copied picture is on the clipboard', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await content('picture');
    const types = await window.page.evaluate(async () => (await navigator.clipboard.read())[0]!.types);
    assert.deepEqual(types, ['image/png']);
  });

  test('the theme comes as style attribute', async () => {
    assert.match((await content('theme')) as string, /--vscode-foreground: ?#/);
  });

  test('what cannot be drawn is said, each request by its number', async () => {
    const [missing, map] = await Promise.all([rendered('png', 1), rendered('svg')]);
    assert.deepEqual(missing, { type: 'render failed', request: missing.request, reason: 'There is no map on show.' });
    assert.equal(map.type, 'rendered');
  });

  test('nothing was refused and nothing failed', () => assert.deepEqual(window.problems, []));
});
