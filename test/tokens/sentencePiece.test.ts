import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeInParts } from '../../src/inference/tokens/compareEncoders';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { root } from '../helpers/fixtures';
import { differenceOf } from '../helpers/tokenLists';
import { unitOfEachByte } from '../helpers/unitOfEachByte';

interface Expected {
  readonly model: string;
  readonly text: string;
  readonly ids: number[];
  /** In bytes of UTF-8. */
  readonly starts: number[];
  readonly ends: number[];
}

const fixtures = path.join(root, 'test', 'fixtures', 'tokenizers', 'sentencepiece');
const expected = readFileSync(path.join(fixtures, 'expected.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Expected);

suite('tokenizer.model: ids and spans equal SentencePiece’s own', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sentencepiece-'));
  suiteTeardown(() => rmSync(folder, { recursive: true }));

  const load = (model: string, config: object, others: Readonly<Record<string, object>> = {}) => {
    const home = mkdtempSync(path.join(folder, `${model}-`));
    copyFileSync(path.join(fixtures, model, 'tokenizer.model'), path.join(home, 'tokenizer.model'));
    for (const [name, content] of Object.entries({ 'config.json': config, ...others }))
      writeFileSync(path.join(home, name), JSON.stringify(content));
    return loadTokenizer(home);
  };

  for (const model of ['unigram', 'llama', 'gemma', 'suffix']) {
    test(model, async () => {
      const tokenizer = await load(model, { model_type: 'llama' });
      for (const row of expected.filter((each) => each.model === model)) {
        const offsets = unitOfEachByte(row.text);
        const wanted = {
          ids: row.ids,
          starts: row.starts.map((byte) => offsets[byte]!),
          ends: row.ends.map((byte) => offsets[byte]!),
        };
        assert.equal(differenceOf(tokenizer.encode(row.text), wanted), undefined, JSON.stringify(row.text));
        if (tokenizer.cuts) assert.equal(differenceOf(inParts(tokenizer, row.text), wanted), undefined);
      }
    });
  }

  test('special tokens go where the family of the model puts them, or its tokenizer_config.json says', async () => {
    const around = ({ withSpecialTokens, piece }: Tokenizer) =>
      Array.from(withSpecialTokens(Int32Array.of(5)).ids, (id) => (id === 5 ? '…' : piece(id))).join(' ');
    assert.equal(around(await load('llama', { model_type: 'llama' })), '<s> …');
    assert.equal(around(await load('unigram', { model_type: 't5' })), '… </s>');
    const flags = { add_bos_token: true, add_eos_token: true };
    const both = await load('llama', { model_type: 'mistral' }, { 'tokenizer_config.json': flags });
    assert.equal(around(both), '<s> … </s>');
  });

  test('added_tokens.json names tokens of a chat', async () => {
    const tokenizer = await load('llama', { model_type: 'llama' }, { 'added_tokens.json': { '<|im_start|>': 1200 } });
    const { ids, starts, ends } = tokenizer.encode('a<|im_start|>b');
    const at = ids.indexOf(1200);
    assert.deepEqual([starts[at], ends[at]], [1, 13]);
    assert.ok(tokenizer.isSpecial(1200));
  });

  test('in a rendered chat, control pieces are tokens; in a text they are text', async () => {
    const tokenizer = await load('llama', { model_type: 'llama' });
    const text = '<s>[INST] Why? [/INST]</s>';
    const pieces = (ids: Int32Array) => Array.from(ids, (id) => tokenizer.piece(id));
    const chat = pieces(tokenizer.encodeChat(text).ids);
    assert.deepEqual([chat[0], chat.at(-1)], ['<s>', '</s>']);
    assert.ok(!pieces(tokenizer.encode(text).ids).includes('<s>'));
  });

  test('decodes what it encodes', async () => {
    const text = 'You are a careful editor 😀 of prompts.\n\nAnswer.';
    for (const model of ['llama', 'gemma']) {
      const tokenizer = await load(model, { model_type: 'llama' });
      assert.equal(tokenizer.decode(tokenizer.encode(text).ids), text);
    }
  });

  test('a family whose special tokens are not known is refused, with what to get', async () => {
    await assert.rejects(
      load('llama', { model_type: 'xlm-roberta' }),
      /type xlm-roberta adds\. Get its tokenizer\.json/,
    );
  });
});

function inParts(tokenizer: Tokenizer, text: string) {
  return encodeInParts(text, tokenizer.cuts!, (part, continues) => tokenizer.encode(part, continues));
}
