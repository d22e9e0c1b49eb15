import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import type { InsideHostMessage, InsidePageMessage, Topic } from '../../src/contracts/insidePage';
import { samplingProbabilities, type Sampling } from '../../src/core/completion/sampling';
import { inferences } from '../helpers/inferences';
import { InsideHost, type InsideWindow } from './insideHost';
import { PageWindow } from './pageWindow';

const { inference } = inferences['in this thread']!();
const text = 'The bank of the river was steep. I put the money in the bank and asked the bank for a loan.';
/** Behind the second “bank”. */
const focus = text.indexOf('bank and') + 'bank'.length;

suite('the page of what is inside a model', () => {
  let host: InsideHost;
  let window: InsideWindow;

  const $ = (selector: string): Locator => window.page.locator(selector);
  const settled = () => $('.panel:not(.outdated) .body > section').waitFor();
  const open = async (topic: Topic, state?: unknown) => {
    host = new InsideHost(inference, text, { topic, focus });
    window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(host.receive, { name: 'inside', state });
    await settled();
  };
  const answered = <Type extends InsideHostMessage['type']>(type: Type) => {
    assert.equal(host.answered?.type, type);
    return host.answered as Extract<InsideHostMessage, { type: Type }>;
  };
  const pick = async (which: string, option: string) => {
    await $(`vscode-single-select.${which}`).click();
    await $(`vscode-single-select.${which} li:has-text("${option}")`).first().click();
    await settled();
  };
  /** Waits until the page has posted a message. */
  const posts = async (message: InsidePageMessage) => {
    const isPosted = () => window.posted.some((posted) => isDeepStrictEqual(posted, message));
    for (let attempt = 0; attempt < 100 && !isPosted(); attempt++) await window.page.waitForTimeout(20);
    assert.ok(isPosted(), JSON.stringify(window.posted));
  };
  teardown(async () => {
    assert.deepEqual(window.problems, []);
    await window.close();
  });

  suite('next token', () => {
    setup(() => open('next token'));

    const values = () => $('.next-token .columns > div .bars .value').allInnerTexts();

    test('what the writer went on with is told with its place and probability', async () => {
      const { next, written } = answered('next token');
      assert.equal(next.texts[written!], ' and');
      const said = await $('.written').innerText();
      assert.match(
        said,
        new RegExp(`“␣and”: number ${written! + 1}, ${(100 * Math.exp(next.logProbabilities[written!]!)).toFixed(1)}%`),
      );
      assert.equal(await $('.bars .own').count(), written! < 20 ? 1 : 0);
    });

    test('without limits every token can be drawn', async () => {
      const all = answered('next token').next.texts.length.toLocaleString('en');
      assert.ok(
        (await $('.summary').innerText()).startsWith(`${all} of ${all} tokens`),
        await $('.summary').innerText(),
      );
    });
    /** Drags a knob until the slider says so. */
    const slide = (name: string, wanted: string) =>
      $(`.slider:has-text("${name}")`).evaluate((slider, wanted) => {
        const [input, output] = [slider.querySelector('input')!, slider.querySelector('output')!];
        for (let step = 0; step <= Number(input.max) && output.textContent !== wanted; step++) {
          input.value = String(step);
          input.dispatchEvent(new Event('input'));
        }
        if (output.textContent !== wanted) throw new Error(`It never says ${wanted}.`);
      }, wanted);
    const expected = (sampling: Sampling) => {
      const probabilities = samplingProbabilities(answered('next token').next.logProbabilities, sampling);
      return Array.from(probabilities.subarray(0, 20), (p) =>
        p === 0 ? '–' : p >= 0.00095 ? `${(100 * p).toFixed(1)}%` : '<0.1%',
      );
    };

    test('lists the likeliest tokens and what the model gives them', async () => {
      assert.deepEqual(await values(), expected({ temperature: 1, topK: Infinity, topP: 1 }));
      const [first] = answered('next token').next.texts;
      assert.equal(await $('.next-token .bars .token').first().innerText(), first!.replace(/^ /, '␣'));
      assert.match(await $('.summary').innerText(), /8,1\d\d of 8,192 tokens can be drawn · entropy \d+\.\d\d bits/);
      assert.match(await $('.left').innerText(), /money in the bank\s*next token\?/);
    });

    test('sliders move the bars live, and are kept', async () => {
      await slide('Temperature', '0.50');
      assert.deepEqual(await values(), expected({ temperature: 0.5, topK: Infinity, topP: 1 }));
      await slide('Top-k', '5');
      assert.deepEqual(await values(), expected({ temperature: 0.5, topK: 5, topP: 1 }));
      assert.match(await $('.summary').innerText(), /^5 of 8,192/);
      await slide('Temperature', '0.00');
      assert.deepEqual((await values()).slice(0, 2), ['100.0%', '–']);
      const kept = (await window.kept()) as { sampling: Sampling };
      assert.deepEqual(kept.sampling, { temperature: 0, topK: 5, topP: 1 });
    });

    test('all tokens stay all of them when the page comes back', async () => {
      await slide('Temperature', '0.50');
      const state = await window.kept();
      await window.close();
      await open('next token', state);
      assert.deepEqual(await $('.slider output').allInnerTexts(), ['0.50', 'all', '1.00']);
    });

    test('the whole vocabulary can be reached', async () => {
      await $('.more').click();
      assert.equal((await values()).length, 220);
      assert.match(await $('.more').innerText(), /^7,972 more tokens, together \d/);
    });

    test('beside it stands what the n-gram expects', async () => {
      const { ngram } = answered('next token');
      assert.ok(ngram);
      const guesses = await $('.ngram .token').allInnerTexts();
      assert.equal(guesses[0], ngram.texts[0]!.replace(/^ /, '␣'));
      assert.equal(guesses.length, 10);
    });

    test('only models that write are offered', async () => {
      await $('vscode-single-select.model').click();
      assert.deepEqual(await $('vscode-single-select.model li').allInnerTexts(), ['GPT']);
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

    test('lists what is nearest to the word at the caret; at length 1 the dot product is the cosine', async () => {
      assert.match(await $('.similarity h2').innerText(), /“bank”/);
      const cosines = await column(2);
      descending(cosines);
      assert.deepEqual(await column(1), cosines);
      await $('.check input').uncheck();
      assert.notDeepEqual(await column(1), await column(2));
      await $('[data-measure="dot"]').click();
      descending(await column(1));
    });

    test('in the embeddings the same word is one vector; later layers move it', async () => {
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
      assert.match(await $('.scatter .axis').textContent().then(String), /show \d+% and \d+% of all variance/);
    });

    test('all to all: pointing at a cell tells its number', async () => {
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
      const { span } = window.posted.findLast((message) => message.type === 'select')!;
      assert.equal(text.slice(span.start, span.end).trim(), label);
    });
  });

  suite('steps', () => {
    setup(() => open('steps'));

    const numbers = async (index: number) =>
      (await $(`.comparing tbody td:nth-of-type(${index})`).allInnerTexts()).map(Number);

    test('are those of the model: q·k, divided, softmax', async () => {
      await $('.comparing .more').click();
      const { steps, view } = answered('steps');
      const seen = [...steps.pieces.keys()].filter((token) => steps.scores[token] !== -Infinity);
      const size = steps.pieces.length;
      assert.deepEqual(
        await numbers(2),
        seen.map((token) => Number(steps.products[token]!.toFixed(2))),
      );
      assert.deepEqual(
        await numbers(3),
        seen.map((token) => Number((steps.products[token]! * steps.scale).toFixed(2))),
      );
      const shares = await numbers(4);
      assert.deepEqual(
        shares,
        seen.map((token) => Number(steps.weights[view.head * size + token]!.toFixed(4))),
      );
      assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-3);
      assert.equal(await $('.comparing .vector').count(), 2 * seen.length);
    });

    test('of another token, another head, and all heads side by side', async () => {
      await $('.comparing .more').click();
      await $('.comparing .open').nth(1).click();
      await posts({ type: 'row', row: 1 });
      await $('.steps h2')
        .first()
        .filter({ hasText: `“${answered('steps').steps.pieces[1]!.trim()}”` })
        .waitFor();
      const { steps } = answered('steps');
      assert.equal(await $('.heads li').count(), steps.heads);
      await $('.heads .open').nth(3).click();
      await $('.steps h2:has-text("head 4")').waitFor();
      assert.equal(answered('steps').view.head, 3);
      assert.equal(answered('steps').steps.row, 1);
    });

    test('by keyboard one stays where one was, from head to head and from token to token', async () => {
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

    test('a BERT sees both sides', async () => {
      await pick('model', 'BERT');
      await $('.steps p:has-text("both sides")').waitFor();
      const { steps } = answered('steps');
      assert.ok(steps.scores.every(Number.isFinite));
    });
  });

  suite('positions', () => {
    setup(() => open('positions'));

    test('rotary ones as a picture, and how alike they are by distance', async () => {
      await $('h2:has-text("Rotary positions")').waitFor();
      const { positions } = answered('positions');
      const size = await $('.picture').evaluate((canvas: HTMLCanvasElement) => [canvas.height, canvas.width]);
      assert.deepEqual(size, [positions.count, positions.width]);
      const points = (await $('.distances polyline').getAttribute('points'))!.split(' ');
      assert.equal(points.length, positions.count);
    });

    test('shuffling a sentence moves no vector at the input, and all behind the layers', async () => {
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

  test('is as it was left when it comes back, with what a command asks for instead', async () => {
    const state = {
      view: { topic: 'similarity', model: 'prompt-bert', depth: 2, layer: 1, head: 1 },
      unit: 'token',
      form: 'matrix',
      normalise: false,
    };
    host = new InsideHost(inference, text, { focus });
    window = await PageWindow.open<InsideHostMessage, InsidePageMessage>(host.receive, { name: 'inside', state });
    await settled();
    assert.deepEqual(answered('similarity').view, state.view);
    assert.equal(await $('button[data-value="token"]').getAttribute('aria-pressed'), 'true');
    await window.close();
    await open('steps', state);
    assert.deepEqual(answered('steps').view, { ...state.view, topic: 'steps' });
  });

  test('what cannot be shown is said', async () => {
    await open('next token');
    await window.post({ type: 'message', text: 'Open a prompt.' });
    assert.equal(await $('.notice').innerText(), 'Open a prompt.');
    assert.equal(await $('.body > *').count(), 0);
  });
});
