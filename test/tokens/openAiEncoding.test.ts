import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import cl100k_base from 'gpt-tokenizer/encoding/cl100k_base';
import o200k_base from 'gpt-tokenizer/encoding/o200k_base';
import r50k_base from 'gpt-tokenizer/encoding/r50k_base';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { root, samplePrompt } from '../helpers/fixtures';
import { difficultTexts } from '../helpers/texts';
import { firstDifference } from '../helpers/tokenLists';

const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

suite('OpenAI encodings', () => {
  test('a row of letters that is too long for the pattern of words is refused in a sentence', async () => {
    const tokenizer = await loadOpenAiEncoding('o200k_base');
    assert.throws(
      () => tokenizer.encode('字'.repeat(8_000_000)),
      /^Error: 8,000,000 characters without white space are too long to be counted\. Break them into lines\.$/,
    );
  });

  const LIBRARY = { o200k_base, cl100k_base, r50k_base };
  for (const name of Object.keys(LIBRARY) as (keyof typeof LIBRARY)[]) {
    test(`${name}: cut into chunks or not, the ids are the library's, and the spans spell the text`, async () => {
      const tokenizer = await loadOpenAiEncoding(name);
      const library = LIBRARY[name];
      for (const text of [...difficultTexts(1_000, prose), prose]) {
        const { ids, starts, ends } = tokenizer.encode(text);
        const expected = library.encode(text, { disallowedSpecial: new Set() });
        const index = firstDifference(ids, expected);
        if (index !== undefined)
          assert.fail(`id ${index} is ${ids[index]}, not ${expected[index]}: ${JSON.stringify(text)}`);
        assert.equal(starts[0] ?? 0, 0);
        assert.equal(ends.at(-1) ?? 0, text.length);
        // A character of several tokens belongs to each of them.
        for (let index = 1; index < expected.length; index++) {
          assert.ok(starts[index] === ends[index - 1] || starts[index]! >= starts[index - 1]!);
        }
      }
    });
  }
});
