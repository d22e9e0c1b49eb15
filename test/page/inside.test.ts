import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { InsideHostMessage, InsidePageMessage, Topic } from '../../src/contracts/insidePageMessages';
import { samplingProbabilities, type Sampling } from '../../src/core/completion/temperatureTopKAndTopP';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { Inference } from '../../src/contracts/inference';
import { inferences } from '../helpers/inferences';
import { InsideHost, type InsideWindow } from './insideHost';
import { PageWindow } from './pageWindow';

const { inference } = inferences['in this thread']!();
const text = 'The bank of the river was steep. I put the money in the bank and asked the bank for a loan.';
/** Behind the second “bank”. */
const focus = text.indexOf('bank and') + 'bank'.length;

suite('the page of a model’s internals', () => {
  let host: InsideHost;
  let window: InsideWindow;

  const $ = (selector: string): Locator => window.page.locator(selector);
  const settled = () => $('.panel:not(.outdated) .body > section').waitFor();
  const open = async (
    topic: Topic,
    state?: unknown,
    width?: number,
    models: Inference = inference,
    specs = embeddedModels,
  ) => {
    host = new InsideHost(models, text, { topic, focus, specs });
    window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(host.receive, {
      name: 'inside',
      state,
      ...(width && { width }),
    });
    await settled();
  };
  const answer = <Type extends InsideHostMessage['type']>(type: Type) => {
    assert.equal(host.lastAnswer?.type, type);
    return host.lastAnswer as Extract<InsideHostMessage, { type: Type }>;
  };
  const pick = async (which: string, option: string) => {
    await $(`vscode-single-select.${which}`).click();
    await $(`vscode-single-select.${which} li:has-text("${option}")`).first().click();
    await settled();
  };
  teardown(async () => {
    assert.deepEqual(window.problems, []);
    await window.close();
  });

  suite('next token', () => {
    setup(() => open('next token'));

    const values = () => $('.next-token .columns > div .bars .value').allInnerTexts();

    test('shows the rank and probability of the token that follows the caret', async () => {
      const { next, actual } = answer('next token');
      assert.equal(next.texts[actual!], ' and');
      const written = await $('.written').innerText();
      assert.match(
        written,
        new RegExp(
          `“␣and”: rank ${actual! + 1}, probability ${(100 * Math.exp(next.logProbabilities[actual!]!)).toFixed(1)}%`,
        ),
      );
      assert.equal(await $('.bars .own').count(), actual! < 20 ? 1 : 0);
    });

    test('can draw every token without limits', async () => {
      const all = answer('next token').next.texts.length.toLocaleString('en');
      assert.ok(
        (await $('.summary').innerText()).startsWith(`${all} of ${all} tokens`),
        await $('.summary').innerText(),
      );
    });
    /** Moves a slider until it shows a value. */
    const slide = (name: string, wanted: string) =>
      $(`.slider:has-text("${name}")`).evaluate((slider, wanted) => {
        const [input, output] = [slider.querySelector('input')!, slider.querySelector('output')!];
        for (let step = 0; step <= Number(input.max) && output.textContent !== wanted; step++) {
          input.value = String(step);
          input.dispatchEvent(new Event('input'));
        }
        if (output.textContent !== wanted) throw new Error(`The slider never shows ${wanted}.`);
      }, wanted);
    const expected = (sampling: Sampling) => {
      const probabilities = samplingProbabilities(answer('next token').next.logProbabilities, sampling);
      return Array.from(probabilities.subarray(0, 20), (p) =>
        p === 0 ? '–' : p >= 0.00095 ? `${(100 * p).toFixed(1)}%` : '<0.1%',
      );
    };

    test('lists the likeliest tokens with their probabilities', async () => {
      assert.deepEqual(await values(), expected({ temperature: 1, topK: Infinity, topP: 1 }));
      const [first] = answer('next token').next.texts;
      assert.equal(await $('.next-token .bars .token').first().innerText(), first!.replace(/^ /, '␣'));
      assert.match(await $('.summary').innerText(), /8,1\d\d of 8,192 tokens can be drawn · entropy \d+\.\d\d bits/);
      assert.match(await $('.left').innerText(), /money in the bank\s*next token\?/);
    });

    test('sliders move the bars live, and are saved', async () => {
      await slide('Temperature', '0.50');
      assert.deepEqual(await values(), expected({ temperature: 0.5, topK: Infinity, topP: 1 }));
      await slide('Top-k', '5');
      assert.deepEqual(await values(), expected({ temperature: 0.5, topK: 5, topP: 1 }));
      assert.match(await $('.summary').innerText(), /^5 of 8,192/);
      await slide('Temperature', '0.00');
      assert.deepEqual((await values()).slice(0, 2), ['100.0%', '–']);
      const saved = (await window.savedState()) as { sampling: Sampling };
      assert.deepEqual(saved.sampling, { temperature: 0, topK: 5, topP: 1 });
    });

    test('a top-k of all tokens is restored', async () => {
      await slide('Temperature', '0.50');
      const state = await window.savedState();
      await window.close();
      await open('next token', state);
      assert.deepEqual(await $('.slider output').allInnerTexts(), ['0.50', 'all', '1.00']);
    });

    test('lists more of the vocabulary on demand', async () => {
      await $('.more').click();
      assert.equal((await values()).length, 220);
      assert.match(await $('.more').innerText(), /^7,972 more tokens, together \d/);
    });

    test('shows the n-gram’s prediction beside it', async () => {
      const { ngram } = answer('next token');
      assert.ok(ngram);
      const tokens = await $('.ngram .token').allInnerTexts();
      assert.equal(tokens[0], ngram.texts[0]!.replace(/^ /, '␣'));
      assert.equal(tokens.length, 10);
    });

    test('offers only causal models', async () => {
      await $('vscode-single-select.model').click();
      assert.deepEqual(await $('vscode-single-select.model li').allInnerTexts(), ['our small GPT']);
    });
  });

  suite('an engine, which lists only the likeliest tokens', () => {
    const engine: ModelSpec = {
      id: 'engine:desk',
      label: 'tiny-1B (desk)',
      task: 'causal',
      contextLength: 2048,
      layers: 0,
      heads: 0,
    };
    const listed = {
      texts: [' and', ' of', ' for'],
      logProbabilities: Float32Array.of(Math.log(0.5), Math.log(0.25), Math.log(0.13)),
      unseen: 0.12,
    };
    const nextToken: Inference['nextToken'] = async (request, signal) =>
      request.model === engine.id ? listed : inference.nextToken(request, signal);
    const models = Object.assign(Object.create(inference) as Inference, { nextToken });
    setup(() => open('next token', undefined, undefined, models, [engine, ...embeddedModels]));

    test('shows them as they are, and how much all others have, without sliders', async () => {
      assert.match(
        await $('.summary').innerText(),
        /The likeliest 3 tokens are listed; all others together have 12\.0%/,
      );
      assert.deepEqual(await $('.next-token .columns > div .bars .value').allInnerTexts(), ['50.0%', '25.0%', '13.0%']);
      assert.match(await $('.written').innerText(), /“␣and”: rank 1, probability 50\.0%/);
      assert.equal(await $('.sliders').isVisible(), false);
      assert.equal(await $('.engine-note').isVisible(), false);
    });

    test('answers no other topic, which says so', async () => {
      await $('button:has-text("Steps")').click();
      await settled();
      assert.notEqual(answer('steps').view.model, engine.id);
      assert.match(await $('.engine-note').innerText(), /^tiny-1B \(desk\) runs on an engine, which shows nothing/);
    });
  });

  suite('similarity', () => {
    setup(() => open('similarity'));

    const column = async (index: number) =>
      (await $(`.neighbours td:nth-of-type(${index})`).allInnerTexts()).map(Number);
    const descending = (values: readonly number[]) =>
      assert.deepEqual(
        values,
        values.toSorted((a, b) => b - a),
      );

    test('lists the words nearest to the one at the caret; at length 1 the dot product is the cosine', async () => {
      assert.match(await $('.similarity h2').innerText(), /“bank”/);
      const cosines = await column(2);
      descending(cosines);
      assert.deepEqual(await column(1), cosines);
      await $('.check input').uncheck();
      assert.notDeepEqual(await column(1), await column(2));
      await $('[data-measure="dot"]').click();
      descending(await column(1));
    });

    test('a word has one vector in the embeddings, and others in later layers', async () => {
      await pick('depth', 'Input embeddings');
      const nearest = () => $('.neighbours tbody tr').first().innerText();
      assert.match(await nearest(), /^bank\s+1\.000\s+1\.000/);
      await pick('depth', 'Layer 6');
      assert.doesNotMatch(await nearest(), /1\.000/);
    });

    test('the plot shows every word, and links those spelled alike', async () => {
      await $('button[data-value="plot"]').click();
      await $('.scatter').waitFor();
      assert.equal(await $('.dot').count(), (await $('.dot title').allTextContents()).length);
      assert.equal((await $('.dot.same').count()) + (await $('.dot.chosen').count()), 3);
      assert.equal(await $('.scatter .link').count(), 2);
      assert.match(await $('.scatter .axis').textContent().then(String), /explain \d+% and \d+% of the variance/);
    });

    test('pointing at a cell of all to all shows its value', async () => {
      await $('button[data-value="sentence"]').click();
      await $('button[data-value="matrix"]').click();
      const box = (await $('.picture').boundingBox())!;
      await window.page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.75);
      assert.match(
        await $('.readout').innerText(),
        /^“I put the money.*” · “I put the money.*” = 1\.000 \(÷√d: 0\.\d{3}\)$/,
      );
    });

    test('a click selects the word in the editor', async () => {
      const word = $('.neighbours .open').first();
      const label = await word.innerText();
      await word.click();
      const { span } = await window.waitForMessage((message) => message.type === 'select');
      assert.equal(text.slice(span.start, span.end).trim(), label);
    });
  });

  suite('steps', () => {
    setup(() => open('steps'));

    const numbers = async (index: number) =>
      (await $(`.comparing tbody td:nth-of-type(${index})`).allInnerTexts()).map(Number);

    test('are the model’s own: q·k, divided, softmax', async () => {
      await $('.comparing .more').click();
      const { steps, view } = answer('steps');
      const unmasked = [...steps.pieces.keys()].filter((token) => steps.scores[token] !== -Infinity);
      const size = steps.pieces.length;
      assert.deepEqual(
        await numbers(2),
        unmasked.map((token) => Number(steps.products[token]!.toFixed(2))),
      );
      assert.deepEqual(
        await numbers(3),
        unmasked.map((token) => Number((steps.products[token]! * steps.scale).toFixed(2))),
      );
      const shares = await numbers(4);
      assert.deepEqual(
        shares,
        unmasked.map((token) => Number(steps.weights[view.head * size + token]!.toFixed(4))),
      );
      assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-3);
      assert.equal(await $('.comparing .vector').count(), 2 * unmasked.length);
    });

    test('show another token, another head, and all heads side by side', async () => {
      await $('.comparing .more').click();
      await $('.comparing .open').nth(1).click();
      await window.waitForPosted({ type: 'row', row: 1 });
      await $('.steps h2')
        .first()
        .filter({ hasText: `“${answer('steps').steps.pieces[1]!.trim()}”` })
        .waitFor();
      const { steps } = answer('steps');
      assert.equal(await $('.heads li').count(), steps.heads);
      await $('.heads .open').nth(3).click();
      await $('.steps h2:has-text("head 4")').waitFor();
      assert.equal(answer('steps').view.head, 3);
      assert.equal(answer('steps').steps.row, 1);
    });

    test('the focus stays on the head or token that the keyboard chose', async () => {
      const focused = () => window.page.evaluate(() => document.activeElement?.textContent);
      await $('.heads .open').nth(3).press('Enter');
      await $('.steps h2:has-text("head 4")').waitFor();
      assert.equal(await focused(), 'Head 4');
      const token = $('.comparing .open').nth(1);
      const name = await token.innerText();
      await token.press('Enter');
      await $('.steps h2')
        .first()
        .filter({ hasText: `“${name}”` })
        .waitFor();
      assert.equal(await focused(), name);
    });

    test('a BERT attends to both sides', async () => {
      await pick('model', 'BERT');
      await $('.steps p:has-text("both sides")').waitFor();
      const { steps } = answer('steps');
      assert.ok(steps.scores.every(Number.isFinite));
    });
  });

  suite('positions', () => {
    setup(() => open('positions'));

    test('shows rotary positions as a picture, and their similarity by distance', async () => {
      await $('h2:has-text("Rotary positions")').waitFor();
      const { positions } = answer('positions');
      const size = await $('.picture').evaluate((canvas: HTMLCanvasElement) => [canvas.height, canvas.width]);
      assert.deepEqual(size, [positions.count, positions.width]);
      const points = (await $('.distances polyline').getAttribute('points'))!.split(' ');
      assert.equal(points.length, positions.count);
    });

    test('shuffling a sentence changes no vector at the input, and most after the layers', async () => {
      await $('.action').click();
      await $('.moved blockquote').waitFor();
      const cells = async (column: number) =>
        (await $(`.moved td:nth-of-type(${column})`).allInnerTexts()).filter((cell) => cell !== '–').map(Number);
      const [input, last] = [await cells(1), await cells(9)];
      assert.ok(input.length >= 8, String(input));
      assert.ok(
        input.every((cosine) => cosine === 1),
        String(input),
      );
      assert.ok(last.filter((cosine) => cosine < 0.995).length > last.length / 2, String(last));
    });
  });

  test('restores its state, with the topic of a command in place of the saved one', async () => {
    const state = {
      view: { topic: 'similarity', model: 'prompt-gpt', depth: 2, apart: false, layer: 1, head: 1 },
      pickedModel: 'prompt-gpt',
      unit: 'token',
      form: 'matrix',
      normalise: false,
    };
    host = new InsideHost(inference, text, { focus });
    window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(host.receive, { name: 'inside', state });
    await settled();
    assert.deepEqual(answer('similarity').view, state.view);
    assert.equal(await $('button[data-value="token"]').getAttribute('aria-pressed'), 'true');
    await window.close();
    await open('steps', state);
    assert.deepEqual(answer('steps').view, { ...state.view, topic: 'steps' });
  });

  test('fits into the narrowest side bar', async () => {
    for (const topic of ['next token', 'similarity', 'steps', 'positions'] as const) {
      if (topic !== 'next token') await window.close();
      await open(topic, undefined, 180);
      const overflow = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${topic}: ${overflow} pixels wider than the side bar`);
    }
  });

  test('offers to try again where the host does not do so by itself', async () => {
    await open('next token');
    await window.post({ type: 'message', text: 'The models crashed.', canRetry: true });
    await $('.retry').click();
    await window.waitForPosted({ type: 'try again' });
    assert.equal(await $('.notice').innerText(), 'Reading…');
  });

  test('shows why there is no answer', async () => {
    await open('next token');
    await window.post({ type: 'message', text: 'Open a prompt.' });
    assert.equal(await $('.notice').innerText(), 'Open a prompt.');
    assert.equal(await $('.body > *').count(), 0);
  });
});
