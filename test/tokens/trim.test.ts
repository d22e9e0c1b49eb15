import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import { trim, type Keep, type TrimOptions } from '../../src/core/tokens/trimToLimit';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root } from '../helpers/fixtures';
import { seeded } from '../helpers/random';
import { difficultTexts, extremeTexts } from '../helpers/texts';

const prose = readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8');
const KEEPS: Keep[] = ['start', 'end', 'middle', 'both ends'];
const BOUNDARIES = ['token', 'word', 'sentence'] as const;

suite('trim', () => {
  let tokenizers: Tokenizer[];

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    tokenizers = [
      await loadTokenizer(path.join(models, 'prompt-bert')),
      await loadTokenizer(path.join(models, 'prompt-gpt')),
    ];
  });

  function trimmed(text: string, options: TrimOptions, tokenizer = tokenizers[0]!) {
    const count = (part: string) => tokenCount(tokenizer.encode(part));
    const spans = trim(text, tokenizer.encode(text), options, count);
    const kept = spans.map(({ start, end }) => text.slice(start, end));
    return { spans, kept: kept.join(''), tokens: count(kept.join('')) };
  }

  test('random texts and options: the result fits, and a text that fitted is left as it was', () => {
    const random = seeded(13);
    const any = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
    for (const text of [...difficultTexts(1_500, prose, 37), prose, ...extremeTexts()]) {
      if (text === '') continue;
      const tokenizer = any(tokenizers);
      const limit = 3 + Math.floor(random() * 60);
      const { spans, kept, tokens } = trimmed(text, { limit, keep: any(KEEPS), boundary: any(BOUNDARIES) }, tokenizer);
      assert.ok(tokens <= limit, `${tokens} > ${limit}`);
      const isReadable = tokenizer.encode(text).ids.length > 0;
      if (isReadable && limit > 8) assert.ok(kept !== '', `nothing is left of ${JSON.stringify(text.slice(0, 200))}`);
      if (tokenCount(tokenizer.encode(text)) <= limit) assert.equal(kept, text);
      for (const [index, { start, end }] of spans.entries()) {
        assert.ok(start < end && end <= text.length, `${start}-${end} of ${text.length}`);
        assert.ok(start >= (spans[index - 1]?.end ?? 0));
      }
    }
  });

  const TEXT = 'One two three. Four five six. Seven eight nine.';

  for (const [keep, boundary, limit, expected] of [
    ['start', 'token', 8, 'One two three. Four five'],
    ['start', 'sentence', 8, 'One two three.'],
    ['start', 'word', 8, 'One two three. Four five'],
    ['end', 'word', 8, 'six. Seven eight nine.'],
    ['end', 'sentence', 8, 'Seven eight nine.'],
    ['both ends', 'word', 8, 'One two eight nine.'],
    ['both ends', 'sentence', 10, 'One two three. Seven eight nine.'],
    ['middle', 'word', 8, 'Four five six. Seven'],
    ['middle', 'sentence', 8, 'Four five six.'],
  ] as const) {
    test(`keeps ${keep}, cut at a ${boundary}: “${expected}”`, () => {
      assert.equal(trimmed(TEXT, { limit, keep, boundary }).kept, expected);
    });
  }

  test('a sentence longer than the limit is cut at a word, and a word at a token', () => {
    const words = trimmed('Internationalisation without any full stop at all', {
      limit: 8,
      keep: 'start',
      boundary: 'sentence',
    });
    assert.ok(boundariesOf('Internationalisation without any full stop at all', 'word').includes(words.spans[0]!.end));
    const { kept } = trimmed('x'.repeat(90), { limit: 8, keep: 'start', boundary: 'sentence' });
    assert.ok(kept.length > 0 && kept.length < 90);
  });

  test('the middle of one long sentence or word is not empty', () => {
    for (const boundary of BOUNDARIES) {
      const sentence = trimmed(`A. ${'word '.repeat(60)}. Z.`, { limit: 20, keep: 'middle', boundary });
      assert.match(sentence.kept, /word word/);
      assert.match(trimmed(`a ${'x'.repeat(90)} z`, { limit: 20, keep: 'middle', boundary }).kept, /^x+$/);
    }
  });

  test('closing marks stay with their sentence, and a bullet with its item', () => {
    const text = '**Costs.** What it costs.\n* One. (Two.) Three.\n';
    const starts = [0, ...boundariesOf(text, 'sentence')];
    const sentences = starts.map((start, index) => text.slice(start, starts[index + 1]));
    assert.deepEqual(sentences, ['**Costs.** ', 'What it costs.\n', '* One. ', '(Two.) ', 'Three.\n']);
  });

  test('without the middle, no two paragraphs are joined', () => {
    const paragraph = (name: string) => `${name} one two. ${name} three four. ${name} five six.`;
    const text = ['A', 'B', 'C', 'D'].map(paragraph).join('\n\n');
    for (let limit = 28; limit < 50; limit += 3) {
      const { kept } = trimmed(text, { limit, keep: 'both ends', boundary: 'sentence' });
      assert.doesNotMatch(kept, /A[^\n]*[BCD]|B[^\n]*[CD]|C[^\n]*D/, kept);
      assert.match(kept, /^A one two\.[^]*D five six\.$/);
    }
  });

  test('a limit without room beside the special tokens is refused', () => {
    assert.throws(() => trimmed(TEXT, { limit: 2, keep: 'start', boundary: 'token' }), /no room beside/);
  });
});
