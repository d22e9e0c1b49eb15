import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import { Tokenizer as Reference } from 'tokenizers';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { utf16Offsets } from '../helpers/compareWithReference';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { difficultTexts, extremeTexts } from '../helpers/texts';
import { differenceOf } from '../helpers/tokenLists';

const TEXTS = 5_000;

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

const smollm2 = path.join(root, 'packs', 'smollm2', 'models', 'smollm2');

/** A folder for each family that the extension loads. The third is built like T5's tokenizer. */
const FOLDERS = {
  'prompt-bert, WordPiece': path.join(models, 'prompt-bert'),
  'prompt-gpt, byte-level BPE': path.join(models, 'prompt-gpt'),
  'SmolLM2, byte-level BPE with each digit apart': smollm2,
  'a small Unigram model': path.join(root, 'test', 'fixtures', 'tokenizers', 'unigram'),
};

/**
 * Characters that the Unigram model's map removes, at the start of a text or after a literal. The reference aligns the
 * next character to the removed one there, and all spans after it are wrong.
 */
const REMOVED_FIRST = /(^|<pad>|<\/s>|<unk>|<extra_id_0>)[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]+/g;

/** Characters with bytes that are no tokens of SmolLM2. Behind one, the reference's spans in the same word are wrong. */
const LEFT_OUT = /[\x04\x06\x13\x14\x16\x1d\u{40000}-\u{bffff}]/u;

suite('tokens and their spans equal those of Hugging Face tokenizers', () => {
  for (const [name, folder] of Object.entries(FOLDERS)) {
    suite(name, () => {
      const reference = Reference.fromFile(path.join(folder, 'tokenizer.json'));
      let tokenizer: Tokenizer;

      suiteSetup(async () => {
        env.allowRemoteModels = false;
        env.localModelPath = models;
        tokenizer = await loadTokenizer(folder);
      });

      async function check(difficult: string): Promise<void> {
        const text = name.includes('Unigram') ? difficult.replace(REMOVED_FIRST, '$1') : difficult;
        const expected = await reference.encode(text, null, { addSpecialTokens: false });
        const offsets = utf16Offsets(text);
        const spans = expected.getOffsets();
        const actual = tokenizer.encode(text);
        const isUnaligned = name.includes('SmolLM2') && LEFT_OUT.test(text);
        const difference = differenceOf(actual, {
          ids: expected.getIds(),
          starts: isUnaligned ? actual.starts : spans.map(([start]) => offsets[start!]!),
          ends: isUnaligned ? actual.ends : spans.map(([, end]) => offsets[end!]!),
        });
        if (difference !== undefined) assert.fail(`${difference}, in ${JSON.stringify(text.slice(0, 300))}`);
      }

      test(`${TEXTS} texts of difficult parts, characters of all planes, and prose`, async () => {
        for (const text of difficultTexts(TEXTS, prose)) await check(text);
      });

      test('very long words, control characters, lone surrogates', async () => {
        for (const text of extremeTexts()) await check(text);
      });

      for (const name of ['code-review.prompt.md', 'research-assistant.md', 'support-agent.txt', 'SKILL.md']) {
        test(name, () => check(samplePrompt(name)));
      }
    });
  }
});

suite('a vocabulary without some bytes', () => {
  test('leaves characters of them out, and the tokens behind keep their places', async () => {
    const tokenizer = await loadTokenizer(smollm2);
    const text = 'see\x13 the\x04\x06 .\x1d. \x14';
    const { ids, starts, ends } = tokenizer.encode(text);
    const tokens = Array.from(ids, (id, at) => [tokenizer.piece(id), text.slice(starts[at], ends[at])]);
    assert.deepEqual(tokens, [
      ['see', 'see'],
      ['Ġthe', ' the'],
      ['Ġ..', ' .\x1d.'],
      ['Ġ', ' '],
    ]);
    assert.equal(tokenizer.encode('\x13').ids.length, 0);
  });

  test('gives a character the tokens of its other bytes', async () => {
    const tokenizer = await loadTokenizer(smollm2);
    const { ids, starts, ends } = tokenizer.encode('a\u{40000}b');
    assert.deepEqual(
      [[...starts], [...ends]],
      [
        [0, 1, 1, 1, 3],
        [1, 3, 3, 3, 4],
      ],
    );
    assert.equal(tokenizer.decode(ids.subarray(4)), 'b');
  });
});
