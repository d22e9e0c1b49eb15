import assert from 'node:assert/strict';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import { Tokenizer as Reference } from 'tokenizers';
import { loadTokenizer, type Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';

const TEXTS = 400;
const PARTS = [
  ...['the ', 'Summarize', ' internationalisation', '.', ', ', '\n', '\r\n', '\t', '  ', "don't", '{{name}}', '##'],
  ...['naïve', 'cafe\u0301', 'ÅNGSTRÖM', 'ﬁ', '…', '日本語', '한국어', 'العربية', 'ไทย', '😀', '👩‍👩‍👧', '🇨🇭'],
  ...[
    '[SEP]',
    '[MASK]',
    '[UNK]',
    '<|endoftext|>',
    '\u0000',
    '\u200d',
    '\ufeff',
    '\u0085',
    '\u00ad',
    '\ufffd',
    '１２',
    '½',
    'ß',
  ],
];

function randomText(random: () => number): string {
  const length = Math.floor(random() * 30);
  return Array.from({ length }, () => PARTS[Math.floor(random() * PARTS.length)]!).join('');
}

/** Offsets of the reference count code points. */
function utf16Offsets(text: string): number[] {
  const offsets = [0];
  for (const character of text) offsets.push(offsets.at(-1)! + character.length);
  return offsets;
}

suite('tokens and their spans equal those of Hugging Face tokenizers', () => {
  for (const model of ['prompt-bert', 'prompt-gpt']) {
    suite(model, () => {
      const reference = Reference.fromFile(path.join(models, model, 'tokenizer.json'));
      let tokenizer: Tokenizer;

      suiteSetup(async () => {
        env.allowRemoteModels = false;
        env.localModelPath = models;
        tokenizer = await loadTokenizer(model);
      });

      async function check(text: string): Promise<void> {
        const expected = await reference.encode(text, null, { addSpecialTokens: false });
        const offsets = utf16Offsets(text);
        const actual = tokenizer.encode(text);
        const message = JSON.stringify(text);
        assert.deepEqual([...actual.ids], expected.getIds(), message);
        const spans = expected.getOffsets().map(([start, end]) => [offsets[start!], offsets[end!]]);
        assert.deepEqual(
          Array.from(actual.ids, (_, index) => [actual.starts[index], actual.ends[index]]),
          spans,
          message,
        );
      }

      for (const name of ['code-review.prompt.md', 'research-assistant.md', 'support-agent.txt', 'SKILL.md']) {
        test(name, () => check(samplePrompt(name)));
      }

      test(`${TEXTS} random texts of difficult parts`, async () => {
        const random = seeded(5);
        for (let index = 0; index < TEXTS; index++) await check(randomText(random));
      });

      test('an empty text', () => check(''));

      test('a word of 1,000 characters', () => check(`before ${'x'.repeat(1000)} after`));
    });
  }
});
