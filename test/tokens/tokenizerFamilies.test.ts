import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import '../../src/inference/models/onnxRuntime.node';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import { root, samplePrompt } from '../helpers/fixtures';
import { countOtherTokens } from '../helpers/compareWithReference';
import { difficultTexts } from '../helpers/texts';
import { tokenizerFamilies } from '../helpers/tokenizerFamilies';

const TEXTS = 400;
const prose =
  readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8') + samplePrompt('research-assistant.md');

suite('tokenizers of every family equal Hugging Face’s, whole and in parts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tokenizers-'));
  suiteTeardown(() => rmSync(folder, { recursive: true }));

  for (const { name, definition } of tokenizerFamilies()) {
    test(name, async () => {
      const home = path.join(folder, name);
      mkdirSync(home);
      writeFileSync(path.join(home, 'tokenizer.json'), JSON.stringify(definition));
      const tokenizer = await loadTokenizer(home);
      const { first } = await countOtherTokens(tokenizer, JSON.stringify(definition), difficultTexts(TEXTS, prose, 9));
      assert.equal(first, undefined);
    });
  }
});
