import assert from 'node:assert/strict';
import type { GgufValue } from '../../src/inference/models/gguf/ggufHeader';
import { GgufMetadata } from '../../src/inference/models/gguf/ggufMetadata';
import { tokenizerFromGguf } from '../../src/inference/models/gguf/tokenizerFromGguf';
import { TINY_VOCABULARY, tinyTokenizer } from '../helpers/tinyTokenizer';

/** The first token that is put before every text; undefined where there is none. */
function startOf(changes: Readonly<Record<string, GgufValue>>): string | undefined {
  const metadata = new Map(Object.entries({ ...tinyTokenizer, ...changes } as Record<string, GgufValue>));
  const { tokenizer, config } = tokenizerFromGguf(new GgufMetadata(metadata), TINY_VOCABULARY);
  const { post_processor: template } = tokenizer as { post_processor: { special_tokens: object } | null };
  const { bos_token: start } = config as { bos_token: string | undefined };
  assert.deepEqual(Object.keys(template?.special_tokens ?? {}), start === undefined ? [] : [start]);
  return start;
}

suite('the tokenizer of a GGUF file', () => {
  test('puts a token before texts where the file says so, also one with the id 0', () => {
    const addsStart = { 'tokenizer.ggml.add_bos_token': true };
    assert.equal(startOf(addsStart), '<|im_start|>');
    assert.equal(startOf({ ...addsStart, 'tokenizer.ggml.bos_token_id': 0 }), '<|endoftext|>');
    assert.equal(startOf({}), undefined);
  });

  test('does so for Llama 3 where the file does not say, as llama.cpp', () => {
    const llama3 = { 'tokenizer.ggml.pre': 'llama-bpe' };
    assert.equal(startOf(llama3), '<|im_start|>');
    assert.equal(startOf({ ...llama3, 'tokenizer.ggml.add_bos_token': false }), undefined);
  });
});
