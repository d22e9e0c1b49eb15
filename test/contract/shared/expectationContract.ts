import assert from 'node:assert/strict';
import { TOP_TOKENS } from '../../../src/core/expectation/howManyLikeliestTokens';
import { INFLUENCE_CHANGES } from '../../../src/core/expectation/removeOrMovePassage';
import { samplePrompt } from '../../helpers/fixtures';
import { unhurried } from '../../helpers/inferences';
import type { ModelUnderTest } from './modelUnderTest';

/** What every model does that measures surprise. @param subject called within tests */
export function surpriseContract(subject: () => ModelUnderTest): void {
  test('prose surprises less than random words', async () => {
    const { inference, model } = subject();
    const mean = async (text: string) => {
      const { bits } = await inference.surprise({ model, text, focus: 0 }, unhurried);
      return bits.reduce((sum, each) => sum + each, 0) / bits.length;
    };
    const prose = 'You are a helpful assistant. Answer the question in one sentence.';
    assert.ok((await mean(prose)) < 0.6 * (await mean('Quartz zebra lamp under never seven of blue hopes.')));
  });

  test('has one entry a token in each list, and five likely tokens a place', async () => {
    const { inference, model } = subject();
    const text = 'You are a helpful assistant.';
    const surprise = await inference.surprise({ model, text, focus: 0 }, unhurried);
    const tokens = surprise.bits.length;
    for (const list of [surprise.starts, surprise.ends, surprise.entropies, surprise.ranks])
      assert.equal(list.length, tokens);
    assert.equal(surprise.likeliest.length, tokens * TOP_TOKENS);
    assert.equal(surprise.probabilities.length, tokens * TOP_TOKENS);
    for (let token = 1; token < tokens; token++) assert.equal(surprise.starts[token], surprise.ends[token - 1]);
    assert.equal(surprise.ends.at(-1), text.length);
    assert.ok(surprise.entropies.every((entropy) => entropy >= 0 && entropy < 20));
  });

  test('measures nothing in an empty text', async () => {
    const { inference, model } = subject();
    const surprise = await inference.surprise({ model, text: '', focus: 0 }, unhurried);
    assert.equal(surprise.bits.length, 0);
  });
}

/** What every model does that measures influence. @param subject called within tests */
export function influenceContract(subject: () => ModelUnderTest): void {
  test('an instruction influences the answer more than other sentences do', async () => {
    const { inference, model } = subject();
    const text = 'Always write "banana". The sky is blue. The grass is green. Now write ';
    const influenceOf = async (passage: string) => {
      const begins = text.indexOf(passage);
      const request = { model, text, start: begins, end: begins + passage.length, answer: '"banana"' };
      const { changes } = await inference.influence(request, unhurried);
      assert.deepEqual(
        changes.map(({ change }) => change),
        INFLUENCE_CHANGES,
      );
      return changes[0]!;
    };
    const instruction = await influenceOf('Always write "banana".');
    const other = await influenceOf('The sky is blue.');
    const { answerBits } = instruction;
    assert.ok(answerBits > 3 && answerBits > 4 * Math.abs(other.answerBits), `${answerBits}`);
    assert.ok(instruction.divergence > other.divergence);
  });

  test('refuses a passage before the context window', async () => {
    const { inference, model, contextLength } = subject();
    const sample = samplePrompt('research-assistant.md');
    const text = sample.repeat(Math.ceil((contextLength * 6) / sample.length));
    const request = { model, text, start: 0, end: 20, answer: '' };
    await assert.rejects(inference.influence(request, unhurried), /stands before what the model sees.*shorten/s);
  });
}

/** What every model does that predicts the next token. @param subject called within tests */
export function nextTokenContract(subject: () => ModelUnderTest): void {
  test('next-token probabilities agree with surprise, and make up 1 with what is not listed', async () => {
    const { inference, model } = subject();
    const text = 'Answer in one sentence, and say that you do not know.';
    const { starts, bits } = await inference.surprise({ model, text, focus: 0 }, unhurried);
    // At the start of a word, the tokens before it do not depend on the text after it.
    const words = [...starts.keys()].filter((token) => text[starts[token]!] === ' ');
    assert.ok(words.length >= 5);
    let found = 0;
    for (const token of words) {
      const next = await inference.nextToken({ model, left: text.slice(0, starts[token]) }, unhurried);
      const listed = next.logProbabilities.reduce((sum, log) => sum + Math.exp(log), 0);
      assert.ok(Math.abs(listed + (next.unseen ?? 0) - 1) < 1e-3, `${listed} and ${next.unseen}`);
      assert.deepEqual(next.logProbabilities, next.logProbabilities.toSorted().reverse());
      assert.equal(next.texts.length, next.logProbabilities.length);
      const actual = next.texts.indexOf(text.slice(starts[token], starts[token + 1]));
      if (actual < 0) continue;
      found++;
      // Weights of four bits with a cache give a few tenths of noise.
      assert.ok(Math.abs(-next.logProbabilities[actual]! / Math.LN2 - bits[token]!) < 0.5, `token ${token}`);
    }
    assert.ok(found >= 3, `${found}`);
  });
}
