import assert from 'node:assert/strict';
import type { ExportFormat, PageMessage } from '../../src/contracts/page';
import { samplePrompt } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { AttentionWindow } from './attentionWindow';

const { inference } = inferences['in this thread']!();

suite('the attention page draws for elsewhere', () => {
  let host: AttentionHost;
  let window: AttentionWindow;

  suiteSetup(async () => {
    host = new AttentionHost(inference, samplePrompt('support-agent.txt'));
    window = await AttentionWindow.open(host.receive);
    await window.page.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
  });
  suiteTeardown(() => window.close());

  /** What the page hands over when it is asked to draw. */
  async function drawn(format: ExportFormat): Promise<Extract<PageMessage, { type: 'drawn' }>> {
    await window.post({ type: 'draw', format, map: 0 });
    for (let attempt = 0; attempt < 100; attempt++) {
      const message = window.posted.find((message) => message.type === 'drawn' && message.format === format);
      if (message?.type === 'drawn') return message;
      await window.page.waitForTimeout(50);
    }
    throw new Error(`No ${format}: ${JSON.stringify(window.posted.at(-1))}`);
  }

  test('SVG: well-formed, with every cell once and all labels', async () => {
    const svg = (await drawn('svg')).content as string;
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
    const { content } = await drawn('png');
    const bytes = Buffer.from(Object.values(content as Uint8Array));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.equal(bytes.readUInt32BE(16), 2 * (110 + host.maps[0]!.pieces.length * 10 + 10));
  });

  test('a copied picture is on the clipboard', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await drawn('picture');
    const types = await window.page.evaluate(async () => (await navigator.clipboard.read())[0]!.types);
    assert.deepEqual(types, ['image/png']);
  });

  test('what cannot be drawn is said', async () => {
    await window.post({ type: 'draw', format: 'png', map: 1 });
    await window.page.waitForTimeout(100);
    assert.deepEqual(window.posted.at(-1), { type: 'failed', reason: 'There is no map on show.' });
  });

  test('nothing was refused and nothing failed', () => assert.deepEqual(window.problems, []));
});
