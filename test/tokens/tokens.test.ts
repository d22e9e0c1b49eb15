import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import { Tokenizer as Reference } from 'tokenizers';
import { loadTokenizer, type Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { difficultTexts, extremeTexts } from '../helpers/texts';
import { differenceOf } from '../helpers/tokenLists';

const TEXTS = 5_000;

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

/** A folder for each family that the extension loads. The third is built like T5's tokenizer. */
const FOLDERS = {
  'prompt-bert, WordPiece': path.join(models, 'prompt-bert'),
  'prompt-gpt, byte-level BPE': path.join(models, 'prompt-gpt'),
  'a small Unigram model': path.join(root, 'test', 'fixtures', 'tokenizers', 'unigram'),
};

/**
 * Characters that the Unigram model's map removes, at the start of a text or after a literal. The reference aligns the
 * next character to the removed one there, and all spans after it are wrong.
 */
const REMOVED_FIRST = /(^|<pad>|<\/s>|<unk>|<extra_id_0>)[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]+/g;

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
        const difference = differenceOf(tokenizer.encode(text), {
          ids: expected.getIds(),
          starts: spans.map(([start]) => offsets[start!]!),
          ends: spans.map(([, end]) => offsets[end!]!),
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

/** The UTF-16 offset of each character (code point), and the end: the reference counts characters. */
function utf16Offsets(text: string): number[] {
  const offsets = [0];
  let offset = 0;
  for (const character of text) offsets.push((offset += character.length));
  return offsets;
}
