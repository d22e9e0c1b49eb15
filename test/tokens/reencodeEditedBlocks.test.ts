import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import { IncrementalTokens } from '../../src/core/tokens/reencodeEditedBlocks';
import type { Span } from '../../src/core/text/span';
import type { Tokens } from '../../src/core/tokens/tokenSpans';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';
import { difficultTexts } from '../helpers/texts';
import { cachingEncoder, differenceOf } from '../helpers/tokenLists';

const EDITS = 10_000;
/** UTF-16 code units around which the text's length stays: several blocks. */
const EDITED_LENGTH = 4_500;
/** Counts are compared after each edit, all ids and spans after every twentieth. */
const SPANS_EVERY = 20;

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

const TOKENIZERS: Record<string, () => Promise<Tokenizer>> = {
  WordPiece: () => loadTokenizer(path.join(models, 'prompt-bert')),
  'byte-level BPE': () => loadTokenizer(path.join(models, 'prompt-gpt')),
  Unigram: () => loadTokenizer(path.join(root, 'test', 'fixtures', 'tokenizers', 'unigram')),
  o200k_base: () => loadOpenAiEncoding('o200k_base'),
};

suite('IncrementalTokens', () => {
  suiteSetup(() => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
  });

  for (const [family, load] of Object.entries(TOKENIZERS)) {
    test(`${family}: after each of ${EDITS} random edits the tokens are those of the whole text`, async () => {
      const tokenizer = await load();
      // Most of the text is the same after an edit, so most of its chunks need not be encoded again.
      const encoder = cachingEncoder(tokenizer);
      const random = seeded(17);
      const below = (limit: number) => Math.floor(random() * limit);
      const insertions = [...difficultTexts(300, prose, 23), ...'abc .,\n\r 1é漢', 'word', ' the', '\n\n'];
      let text = prose.slice(0, EDITED_LENGTH);
      const incremental = new IncrementalTokens(encoder, text);
      for (let edit = 0; edit < EDITS; edit++) {
        const offset = below(text.length + 1);
        const isLong = text.length > EDITED_LENGTH && random() < 0.5;
        const length = Math.min(text.length - offset, isLong ? below(400) : below(4));
        const inserted = random() < 0.7 ? insertions[below(insertions.length)]! : '';
        incremental.applyEdit({ offset, length, text: inserted });
        text = text.slice(0, offset) + inserted + text.slice(offset + length);
        // Now and then several changes are settled together.
        if (random() < 0.2) continue;
        incremental.settle();
        const count = encoder.count(text);
        if (incremental.textTokenCount !== count) assert.equal(incremental.textTokenCount, count, `edit ${edit}`);
        assert.equal(incremental.length, text.length);
        if (edit % SPANS_EVERY > 0) continue;
        const tokens = tokenizer.encode(text);
        const difference = differenceOf(incremental.tokens(), tokens);
        if (difference !== undefined) assert.fail(`edit ${edit}: ${difference}`);
        if (tokens.ids.length === 0) continue;
        const index = below(tokens.ids.length);
        assert.deepEqual(incremental.spanOf(index), spanAt(tokens, index));
        checkPart(incremental, tokens, { start: offset, end: Math.min(text.length, offset + 3_000) });
      }
    });
  }

  test('a change beyond the end is refused, and nothing is lost', async () => {
    const incremental = new IncrementalTokens(
      await loadTokenizer(path.join(models, 'prompt-bert')),
      'You are helpful.',
    );
    assert.throws(() => incremental.applyEdit({ offset: 10, length: 10, text: '' }), /does not fit/);
    assert.equal(incremental.length, 16);
    assert.ok(incremental.settle());
    assert.equal(incremental.textTokenCount, 4);
  });

  test('a long text is settled step by step', async () => {
    const tokenizer = await loadTokenizer(path.join(models, 'prompt-bert'));
    const text = prose.repeat(20);
    const incremental = new IncrementalTokens(tokenizer, text);
    let steps = 1;
    while (!incremental.settle(() => false)) steps++;
    assert.ok(steps > 3, `${steps}`);
    assert.equal(incremental.textTokenCount, tokenizer.encode(text).ids.length);
  });
});

/** Throws when a part's tokens are not the tokens of the whole text that overlap `span`. */
function checkPart(incremental: IncrementalTokens, tokens: Tokens, span: Span): void {
  const overlapping = [...tokens.ids.keys()].filter(
    (index) => tokens.starts[index]! < span.end && tokens.ends[index]! > span.start,
  );
  const part = incremental.within(span);
  assert.equal(part.textTokenCount, overlapping.length);
  if (part.textTokenCount > 0) assert.deepEqual(part.spanOf(0), spanAt(tokens, overlapping[0]!));
}

function spanAt({ starts, ends }: Tokens, index: number): Span {
  return { start: starts[index]!, end: ends[index]! };
}
