import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { segmentText, type Segment } from '../../src/core/tokens/segmentText';
import type { SplitOptions } from '../../src/core/tokens/splitIntoSegments';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { seeded } from '../helpers/random';
import { segmentsOf } from '../helpers/segmentsOf';
import { difficultTexts, extremeTexts } from '../helpers/texts';

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');
const none = { count: 0, unit: 'tokens' } as const;

suite('split', () => {
  let bert: Tokenizer;
  let gpt: Tokenizer;

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    bert = await loadTokenizer(path.join(models, 'prompt-bert'));
    gpt = await loadOpenAiEncoding('o200k_base');
  });

  /** Checks that segments cover the text, fit when encoded on their own, advance, and rebuild the text from their spans. */
  function check(text: string, options: SplitOptions, tokenizer = bert): Segment[] {
    const segments = segmentsOf(text, options, tokenizer);
    let rebuilt = '';
    let covered = 0;
    for (const segment of segments) {
      const { start, end, tokens } = segment;
      assert.ok(start <= covered && end > covered, JSON.stringify(text.slice(0, 200)));
      assert.equal(tokens, tokenCount(tokenizer.encode(segmentText(text, segment))));
      assert.ok(tokens <= options.limit, `${tokens} > ${options.limit}`);
      rebuilt += text.slice(covered, end);
      covered = end;
    }
    assert.equal(rebuilt, text);
    return segments;
  }

  test('random texts, limits and overlaps: covered, fitting, rebuilt byte for byte', () => {
    const random = seeded(41);
    const below = (limit: number) => Math.floor(random() * limit);
    for (const text of [...difficultTexts(1_500, prose, 31), prose, ...extremeTexts()]) {
      const limit = text.length > 20_000 ? 400 : 12 + below(120);
      const unit = random() < 0.5 ? 'tokens' : 'sentences';
      const overlap = { count: random() < 0.4 ? 0 : below(unit === 'tokens' ? limit - 8 : 4), unit } as const;
      check(text, { limit, overlap }, random() < 0.5 ? bert : gpt);
    }
  });

  test('an overlap of K tokens is K tokens, or fewer where it would start in a placeholder', () => {
    const segments = check(prose, { limit: 100, overlap: { count: 20, unit: 'tokens' } });
    const { starts } = bert.encode(prose);
    for (const [index, segment] of segments.slice(1).entries()) {
      const repeated = starts.filter((start) => start >= segment.start && start < segments[index]!.end);
      const isBehindPlaceholder = prose.slice(0, segment.start).endsWith('}}');
      assert.ok(isBehindPlaceholder ? repeated.length < 20 : repeated.length === 20, String(repeated.length));
    }
  });

  test('an overlap of S sentences is S sentences', () => {
    const segments = check(prose, { limit: 200, overlap: { count: 2, unit: 'sentences' } });
    const sentences = boundariesOf(prose, 'sentence');
    for (const [index, segment] of segments.slice(1).entries()) {
      const before = segments[index]!.end;
      assert.equal(sentences.filter((at) => at > segment.start && at < before).length, 1);
    }
  });

  test('it prefers headings to paragraphs, and paragraphs to sentences', () => {
    const paragraph = 'One two three. Four five six.\n\n';
    const text = `${paragraph.repeat(3)}# Seven\n\n${paragraph.repeat(2)}`;
    const [first, second] = check(text, { limit: 40, overlap: none });
    assert.equal(text.slice(first!.end, first!.end + 7), '# Seven');
    assert.equal(second!.end, text.length);
    const [atParagraph] = check(paragraph.repeat(5), { limit: 24, overlap: none });
    assert.equal(atParagraph!.end, 2 * paragraph.length);
  });

  test('a text that fits is one segment; an empty one is none', () => {
    assert.deepEqual(segmentsOf('All fits.', { limit: 512, overlap: none }, bert), [{ start: 0, end: 9, tokens: 5 }]);
    assert.deepEqual(segmentsOf('', { limit: 512, overlap: none }, bert), []);
  });

  test('a limit without room beside the overlap is refused', () => {
    const overlap = { count: 20, unit: 'tokens' } as const;
    assert.throws(() => segmentsOf(prose, { limit: 22, overlap }, bert), /no room for new text/);
  });
});
