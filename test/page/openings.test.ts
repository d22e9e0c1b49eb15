import assert from 'node:assert/strict';
import { samplePrompt } from '../helpers/fixtures';
import { Driver } from './driver';

const text = samplePrompt('support-agent.txt');

suite('the attention page, opened', () => {
  let drive: Driver;

  teardown(() => drive.window.close());

  test('what was chosen is there again after the page was hidden or moved', async () => {
    drive = await Driver.open(text);
    await drive.pickModel('prompt-gpt');
    await drive.pick('layer', 'Layer 8');
    await drive.press('whole-word');
    await drive.form('lines');
    const state = await drive.window.kept();
    await drive.window.close();
    drive = await Driver.open(text, {}, { state });
    const { models, layer, words } = drive.host.view!;
    assert.deepEqual([models, layer, words], [['prompt-gpt'], 7, true]);
    assert.ok(await drive.$('.lines').isVisible());
  });

  test('the part of the map that was seen is seen again', async () => {
    drive = await Driver.open(text);
    await drive.$('.heatmap').focus();
    for (let step = 0; step < 3; step++) await drive.window.page.keyboard.press('+');
    await drive.window.settled();
    const painted = () => drive.$('.heatmap').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await painted();
    const state = await drive.window.kept();
    await drive.window.close();
    drive = await Driver.open(text, {}, { state });
    assert.equal(await painted(), before);
  });

  test('a state that makes no sense gives way to the usual view', async () => {
    const view = { models: ['gone', 5], layer: 99, head: -1, words: 'yes' };
    drive = await Driver.open(text, {}, { state: { view, form: 'poem', viewports: [{ zoom: -1 }] } });
    const { models, layer, head, words } = drive.host.view!;
    assert.deepEqual([models, layer, head, words], [['prompt-bert'], 4, 'mean', false]);
  });

  test('a prompt of sinks alone says so', async () => {
    const view = { models: ['prompt-gpt'], hideSinks: true };
    drive = await Driver.open('a', {}, { state: { view } });
    assert.match(await drive.readout(), /nothing here but sinks/);
    await drive.press('filter');
    assert.ok(await drive.$('.heatmap').isVisible());
    assert.deepEqual(drive.window.problems, []);
  });

  test('text is never taken for HTML', async () => {
    drive = await Driver.open(
      'Say <img src=x onerror="document.title=1"> and <script>document.title=2</script> & "quote".',
    );
    await drive.press('whole-word');
    assert.equal(await drive.$('img, .panel script').count(), 0);
    assert.equal(await drive.window.page.title(), 'Page');
    assert.deepEqual(drive.window.problems, []);
  });

  test('strings come from the translations that the editor has', async () => {
    const strings = { 'Words instead of tokens': 'Wörter statt Token', 'Layer {0}': 'Schicht {0}' };
    drive = await Driver.open(text, { strings });
    assert.equal(await drive.tool('whole-word').getAttribute('title'), 'Wörter statt Token');
    assert.equal(await drive.$('vscode-single-select.layer .text').innerText(), 'Schicht 5');
  });

  test('512 tokens of both models, in a side bar', async () => {
    const long = samplePrompt('research-assistant.md');
    drive = await Driver.open(long, { focus: 400, windowTokens: 512 }, { width: 300 });
    assert.equal(drive.host.maps[0]!.pieces.length, 512);
    await drive.pickModel('prompt-bert+prompt-gpt');
    await drive.hover(200, 100, 1);
    assert.match(await drive.readout(1), /^“.+” → “.+” 0\.\d{6}$/);
    assert.deepEqual(drive.window.problems, []);
  });
});
