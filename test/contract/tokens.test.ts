import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import cl100k_base from 'gpt-tokenizer/encoding/cl100k_base';
import o200k_base from 'gpt-tokenizer/encoding/o200k_base';
import r50k_base from 'gpt-tokenizer/encoding/r50k_base';
import { Tokenizer as Reference } from 'tokenizers';
import type { Span } from '../../src/core/text/span';
import type { Tokens } from '../../src/core/tokens/tokens';
import { IncrementalTokens } from '../../src/core/tokens/incrementalTokens';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { loadTokenizer, type Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';
import { difficultTexts, extremeTexts } from '../helpers/texts';

const TEXTS = 5_000;
const EDITS = 10_000;
/** UTF-16 code units around which the text of the edits stays: several blocks. */
const EDITED_LENGTH = 4_500;

const prose = readFileSync(path.join(root, 'README.md'), 'utf8') + samplePrompt('research-assistant.md');

/** Of each family that the extension loads; the third is made like T5's. */
const FOLDERS = {
  'prompt-bert, WordPiece': path.join(models, 'prompt-bert'),
  'prompt-gpt, byte-level BPE': path.join(models, 'prompt-gpt'),
  'a small Unigram model': path.join(root, 'test', 'fixtures', 'tokenizers', 'unigram'),
};

/**
 * Characters that the Unigram model's map removes, first of all or behind a literal: there the reference takes the next
 * character for the removed one and has all spans behind it wrong.
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

      async function check(any: string): Promise<void> {
        const text = name.includes('Unigram') ? any.replace(REMOVED_FIRST, '$1') : any;
        const expected = await reference.encode(text, null, { addSpecialTokens: false });
        const offsets = utf16Offsets(text);
        const spans = expected.getOffsets().map(([start, end]) => `${offsets[start!]}-${offsets[end!]}`);
        const actual = tokenizer.encode(text);
        const message = JSON.stringify(text.slice(0, 300));
        assert.deepEqual([...actual.ids], expected.getIds(), message);
        assert.deepEqual(spansOf(actual), spans, message);
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

suite('OpenAI encodings', () => {
  const LIBRARY = { o200k_base, cl100k_base, r50k_base };
  for (const name of Object.keys(LIBRARY) as (keyof typeof LIBRARY)[]) {
    test(`${name}: cut into chunks or not, the ids are the library's, and the spans spell the text`, async () => {
      const tokenizer = await loadOpenAiEncoding(name);
      const library = LIBRARY[name];
      for (const text of [...difficultTexts(1_000, prose), prose]) {
        const tokens = tokenizer.encode(text);
        const expected = library.encode(text, { disallowedSpecial: new Set() });
        assert.deepEqual([...tokens.ids], expected, JSON.stringify(text));
        assert.equal(tokens.starts[0] ?? 0, 0);
        assert.equal(tokens.ends.at(-1) ?? 0, text.length);
        // A character of several tokens belongs to each of them.
        for (let index = 1; index < expected.length; index++) {
          assert.ok(
            tokens.starts[index] === tokens.ends[index - 1] || tokens.starts[index]! >= tokens.starts[index - 1]!,
          );
        }
      }
    });
  }
});

suite('HeldText', function () {
  // Half a minute on a quiet machine.
  this.timeout(300_000);
  const TOKENIZERS: Record<string, () => Promise<Tokenizer>> = {
    WordPiece: () => loadTokenizer('prompt-bert'),
    'byte-level BPE': () => loadTokenizer('prompt-gpt'),
    Unigram: () => loadTokenizer(FOLDERS['a small Unigram model']),
    o200k_base: () => loadOpenAiEncoding('o200k_base'),
  };

  for (const [family, load] of Object.entries(TOKENIZERS)) {
    test(`${family}: after each of ${EDITS} random edits the tokens are those of the whole text`, async () => {
      env.allowRemoteModels = false;
      env.localModelPath = models;
      const tokenizer = await load();
      const random = seeded(17);
      const below = (limit: number) => Math.floor(random() * limit);
      const insertions = [...difficultTexts(300, prose, 23), ...'abc .,\n\r 1é漢', 'word', ' the', '\n\n'];
      let text = prose.slice(0, EDITED_LENGTH);
      const held = new IncrementalTokens(tokenizer, text);
      for (let edit = 0; edit < EDITS; edit++) {
        const offset = below(text.length + 1);
        const isLong = text.length > EDITED_LENGTH && random() < 0.5;
        const length = Math.min(text.length - offset, isLong ? below(400) : below(4));
        const inserted = random() < 0.7 ? insertions[below(insertions.length)]! : '';
        held.applyEdit({ offset, length, text: inserted });
        text = text.slice(0, offset) + inserted + text.slice(offset + length);
        // Now and then several changes are settled together.
        if (random() < 0.2) continue;
        held.settle();
        const whole = tokenizer.encode(text);
        assert.equal(held.textTokenCount, whole.ids.length, `edit ${edit}`);
        assert.equal(held.length, text.length);
        if (edit % 20 > 0 || whole.ids.length === 0) continue;
        const index = below(whole.ids.length);
        assert.deepEqual(held.spanOf(index), { start: whole.starts[index], end: whole.ends[index] });
        const span = { start: offset, end: Math.min(text.length, offset + 3_000) };
        const overlapping = spansOf(whole).filter(
          (_, at) => whole.starts[at]! < span.end && whole.ends[at]! > span.start,
        );
        const part = held.within(span);
        assert.equal(part.textTokenCount, overlapping.length);
        if (part.textTokenCount > 0) assert.equal(spanText(part.spanOf(0)), overlapping[0]);
      }
    });
  }

  test('a change beyond the end is refused, and nothing is lost', async () => {
    const held = new IncrementalTokens(await loadTokenizer('prompt-bert'), 'You are helpful.');
    assert.throws(() => held.applyEdit({ offset: 10, length: 10, text: '' }), /does not fit/);
    assert.equal(held.length, 16);
    assert.ok(held.settle());
    assert.equal(held.textTokenCount, 4);
  });

  test('a long text is settled step by step', async () => {
    const tokenizer = await loadTokenizer('prompt-bert');
    const text = prose.repeat(4);
    const held = new IncrementalTokens(tokenizer, text);
    let steps = 1;
    while (!held.settle(() => false)) steps++;
    assert.ok(steps > 3, `${steps}`);
    assert.equal(held.textTokenCount, tokenizer.encode(text).ids.length);
  });
});

/** Offsets of the reference count code points. */
function utf16Offsets(text: string): number[] {
  const offsets = [0];
  for (const character of text) offsets.push(offsets.at(-1)! + character.length);
  return offsets;
}

function spanText({ start, end }: Span): string {
  return `${start}-${end}`;
}

function spansOf(tokens: Tokens): string[] {
  return Array.from(tokens.starts, (start, index) => `${start}-${tokens.ends[index]}`);
}
