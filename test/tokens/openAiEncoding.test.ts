import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeInParts } from '../../src/inference/tokens/compareEncoders';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { root, samplePrompt } from '../helpers/fixtures';
import { difficultTexts } from '../helpers/texts';
import { differenceOf, firstDifference } from '../helpers/tokenLists';

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

interface Expected {
  readonly encoding: string;
  readonly text: string;
  readonly ids: number[];
}

const ENCODINGS = ['o200k_base', 'o200k_harmony', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
const expected = readFileSync(path.join(root, 'test', 'fixtures', 'tokenizers', 'openai', 'expected.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Expected);

suite('OpenAI encodings', () => {
  test('a row of letters that is too long for the pattern of words is refused in a sentence', async () => {
    const tokenizer = await loadOpenAiEncoding('o200k_base');
    assert.throws(
      () => tokenizer.encode('字'.repeat(8_000_000)),
      /^Error: 8,000,000 characters without white space are too long to be counted\. Break them into lines\.$/,
    );
  });

  for (const name of ENCODINGS) {
    test(`${name}: the ids are tiktoken's`, async () => {
      const tokenizer = await loadOpenAiEncoding(name);
      for (const { text, ids } of expected.filter(({ encoding }) => encoding === name)) {
        const actual = tokenizer.encode(text).ids;
        const index = firstDifference(actual, ids);
        if (index !== undefined)
          assert.fail(`id ${index} is ${actual[index]}, not ${ids[index]}: ${JSON.stringify(text)}`);
      }
    });

    test(`${name}: in parts and as a whole, the ids are equal, and the spans spell the text`, async () => {
      const tokenizer = await loadOpenAiEncoding(name);
      for (const text of [...difficultTexts(1_000, prose), prose]) {
        const whole = tokenizer.encode(text);
        const { ids, starts, ends } = encodeInParts(text, 'white space', (part) => tokenizer.encode(part));
        assert.equal(differenceOf(whole, { ids, starts, ends }), undefined, JSON.stringify(text));
        assert.equal(starts[0] ?? 0, 0);
        assert.equal(ends[ids.length - 1] ?? 0, text.length);
        // A character of several tokens belongs to each of them.
        for (let index = 1; index < ids.length; index++) {
          assert.ok(starts[index] === ends[index - 1] || starts[index]! >= starts[index - 1]!);
        }
        assert.equal(tokenizer.decode(Array.from(ids)), Buffer.from(text).toString());
      }
    });
  }
});
