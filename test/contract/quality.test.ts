import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { openNgram } from '../../src/inference/generation/ngramReader.node';
import { scorePassage } from '../../bench/quality/nextWord';
import { textsIn } from '../../bench/quality/texts';
import { typeText } from '../../bench/typist';
import { CHANCE_WEIGHTS } from '../../src/core/completion/chanceOfFirstWord';
import type { CausalModel } from '../../src/inference/generation/causalModel';
import { RecentSurprise } from '../../src/inference/generation/recentSurprise';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root } from '../helpers/fixtures';

const TEXT = 'You are a careful editor.\nRead the draft twice, then list what a reader could misunderstand. '.repeat(5);

suite('bench quality', () => {
  let tokenizer: Tokenizer;

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    tokenizer = await loadTokenizer(path.join(models, 'prompt-gpt'));
  });

  /** Predicts token `guess(index)` with certainty after the token at `index`. */
  const predicting = (guess: (index: number) => number): CausalModel => ({
    tokenizer,
    contextLength: 512,
    recent: new RecentSurprise(),
    chances: CHANCE_WEIGHTS,
    reader: {
      known: () => undefined,
      millisecondsToRead: () => 0,
      isStepwise: false,
      read(ids, keep) {
        const size = tokenizer.vocabularyBytes.length;
        const logits = new Float32Array(keep * size).fill(-50);
        for (let row = 0; row < keep; row++) logits[row * size + guess(ids.length - keep + row)] = 0;
        return Promise.resolve(logits);
      },
    },
  });
  const knowing = (text: string) => {
    const { ids } = tokenizer.encode(text);
    return predicting((index) => ids[index] ?? tokenizer.endOfText);
  };

  test('a model that knows the text predicts every word, one that knows another text none', async () => {
    const right = await scorePassage(knowing(TEXT), TEXT);
    assert.ok(right.words > 30);
    assert.equal(right.wordsRight, right.words);
    assert.ok(right.bits < 1e-6);
    const wrong = await scorePassage(knowing(TEXT.toUpperCase()), TEXT);
    assert.equal(wrong.wordsRight, 0);
  });

  test('a word is wrong when the model would continue it', async () => {
    const ids = tokenizer.encode(TEXT).ids;
    const [ing] = tokenizer.encode('ing').ids;
    const draft = tokenizer.encode(' draft').ids[0]!;
    const model = predicting((index) => (ids[index - 1] === draft ? ing! : ids[index]!));
    const score = await scorePassage(model, TEXT);
    assert.ok(score.wordsRight < score.words && score.wordsRight > score.words / 2);
  });

  test('a typist with perfect suggestions presses one key per word or punctuation mark', async () => {
    const text = 'Read the draft twice, then stop.';
    const start = 'Read the '.length;
    const session = await typeText(knowing(text), text, { start });
    // draft · twice · , · then · stop · .
    assert.equal(session.keys, 6);
    assert.equal(session.characters, text.length - start);
  });

  test('a typist with useless suggestions presses one key per character', async () => {
    const session = await typeText(knowing('XXXXXXXXXXXXXXXXXXXXXX'), 'Read the draft 🙂 twice', { start: 4 });
    assert.equal(session.keys, session.characters);
    assert.equal(session.right, 0);
  });

  test('the n-gram model returns probabilities, and predicts a common phrase', async () => {
    const reader = await openNgram(path.join(root, 'bench', 'ngram', 'prompt-ngram.bin'));
    const context = tokenizer.encode('You are an expert').ids;
    const row = await reader.read(context, 1);
    assert.equal(row.length, tokenizer.vocabularyBytes.length);
    const sum = row.reduce((total, logarithm) => total + Math.exp(logarithm), 0);
    assert.ok(Math.abs(sum - 1) < 0.05, `they sum to ${sum}`);
    const best = row.indexOf(row.reduce((a, b) => Math.max(a, b)));
    assert.equal(tokenizer.vocabularyBytes[best], ' in');
  });

  test('the error for a line without a text names the line', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
    const file = path.join(folder, 'texts.jsonl');
    writeFileSync(file, '{"text":"a"}\n\n{"prompt":"b"}\n');
    assert.throws(() => textsIn(file), /texts\.jsonl:3 has no "text"/);
    rmSync(folder, { recursive: true });
  });
});
