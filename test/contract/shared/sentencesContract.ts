import assert from 'node:assert/strict';
import type { SentenceProgress } from '../../../src/contracts/sentenceRequests';
import { partsOfPrompt } from '../../../src/core/sentences/partsOfPrompt';
import { withoutParts } from '../../../src/core/sentences/withoutParts';
import { unhurried } from '../../helpers/inferences';
import type { ModelUnderTest } from './modelUnderTest';

const text = 'Always write "banana". The sky is blue. The grass is green. Fish swim in the sea. Now write the word:';
const answers = ['banana'];
const parts = partsOfPrompt(text, 'sentences');
const through = 'plain text';

/**
 * What every model does that tells what sentences change.
 *
 * @param subject called within tests
 * @param tolerance most that the same change differs when it is measured twice, in bits
 */
export function sentencesContract(subject: () => ModelUnderTest, tolerance = 1e-3): void {
  test('are measured as leaving each out measures, and each is reported', async () => {
    const { inference, model } = subject();
    const shares: number[] = [];
    const reported = new Set<number>();
    const onProgress = ({ share, effects }: SentenceProgress) => {
      shares.push(share);
      for (const { part } of effects) reported.add(part);
    };
    const result = await inference.sentenceEffects({ model, text, parts, answers, through }, unhurried, onProgress);
    const variants = parts.map((part) => withoutParts(text, [part]));
    const expected = await inference.variantEffects({ model, text, variants, answers, through }, unhurried);
    assert.equal(result.through, 'plain text');
    near(result.answerBits, expected.answerBits, 'answer');
    assert.deepEqual(
      result.effects.map(({ part }) => part),
      [...parts.keys()],
    );
    for (const [part, { bits }] of result.effects.entries()) near(bits, expected.bits[part]!, `part ${part}`);
    assert.equal(shares.at(-1), 1);
    assert.equal(reported.size, parts.length);
    const [instruction, ...others] = result.effects.map(({ bits }) => bits[0]!);
    assert.ok(instruction! > Math.max(...others.slice(0, 3)), String(others));
  });

  test('without answers are measured by the divergence of the next token', async () => {
    const { inference, model } = subject();
    const request = { model, text, parts, answers: [], through } as const;
    const { effects, noise, answerBits } = await inference.sentenceEffects(request, unhurried);
    assert.equal(answerBits.length, 0);
    assert.equal(noise!.length, 1);
    for (const { bits } of effects) assert.ok(bits[0]! >= 0 && bits[0]! <= 1);
  });

  test('that are wanted are measured alone, in the order wanted, and known ones are not measured again', async () => {
    const { inference, model } = subject();
    const request = { model, text: `${text} `, parts, answers, through, wanted: [3, 0] } as const;
    const { effects, noise, tokensRead } = await inference.sentenceEffects(request, unhurried);
    assert.deepEqual(
      effects.map(({ part }) => part),
      [0, 3],
    );
    assert.equal(noise, undefined);
    const again = await inference.sentenceEffects(request, unhurried);
    assert.ok(again.tokensRead < tokensRead / 2, `${again.tokensRead} of ${tokensRead}`);
  });

  test('are refused with what to do when they overlap, and when nothing fits', async () => {
    const { inference, model, contextLength } = subject();
    const request = { model, text, parts, answers, through } as const;
    const overlapping = [parts[1]!, parts[0]!];
    await assert.rejects(
      inference.sentenceEffects({ ...request, parts: overlapping }, unhurried),
      /Measure the prompt again/,
    );
    const long = ['word '.repeat(contextLength + 100)];
    await assert.rejects(inference.sentenceEffects({ ...request, answers: long }, unhurried), /Shorten the answer/);
  });

  test('a cancelled measurement ends, and what it has measured is known', async () => {
    const { inference, model } = subject();
    const controller = new AbortController();
    const request = { model, text: `${text}  `, parts, answers, through } as const;
    let known = 0;
    const onProgress = ({ effects }: SentenceProgress) => {
      known = effects.length;
      if (known === 2) controller.abort();
    };
    await assert.rejects(inference.sentenceEffects(request, controller.signal, onProgress), { name: 'AbortError' });
    assert.ok(known >= 2);
    const { effects } = await inference.sentenceEffects(request, unhurried);
    assert.equal(effects.length, parts.length);
  });

  function near(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
    assert.equal(actual.length, expected.length, what);
    for (let index = 0; index < expected.length; index++) {
      const off = Math.abs(actual[index]! - expected[index]!);
      assert.ok(off <= tolerance, `${what}: ${actual[index]} is not ${expected[index]}`);
    }
  }
}
