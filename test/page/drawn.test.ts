import assert from 'node:assert/strict';
import type { RenderFormat, AttentionPageMessage } from '../../src/contracts/attentionPageMessages';
import { samplePrompt } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { PageWindow } from './pageWindow';

type RenderAnswer = Extract<AttentionPageMessage, { type: 'rendered' | 'render failed' }>;

const { inference } = inferences['in this thread']!();

function isAnswer(message: AttentionPageMessage): message is RenderAnswer {
  return message.type === 'rendered' || message.type === 'render failed';
}

suite('rendering of exports in the attention page', () => {
  let host: AttentionHost;
  let window: PageWindow;

  suiteSetup(async () => {
    host = new AttentionHost(inference, samplePrompt('support-agent.txt'));
    window = await PageWindow.open(host.receive);
    await window.settled();
    // Tokens, which the reference counts, in place of words.
    await window.page.locator('vscode-toolbar-button[icon="whole-word"]').click();
    await window.settled();
  });
  suiteTeardown(() => window.close());

  let lastRequest = 0;
  /** The page's answer to a request to render. */
  async function rendered(format: RenderFormat, map = 0): Promise<RenderAnswer> {
    const request = ++lastRequest;
    await window.post({ type: 'render', request, format, map });
    return window.waitForMessage(
      (message): message is RenderAnswer => isAnswer(message) && message.request === request,
    );
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

  test('PNG: a picture twice as wide and high as the SVG', async () => {
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

  test('the theme is a style attribute', async () => {
    assert.match((await content('theme')) as string, /--vscode-foreground: ?#/);
  });

  test('a failed request is answered with its number and reason', async () => {
    const [missing, map] = await Promise.all([rendered('png', 1), rendered('svg')]);
    assert.deepEqual(missing, { type: 'render failed', request: missing.request, reason: 'No map is displayed.' });
    assert.equal(map.type, 'rendered');
  });

  test('the page had no errors', () => assert.deepEqual(window.problems, []));
});
