import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models, root, samplePrompt } from '../helpers/fixtures';
import { difficultTexts } from '../helpers/texts';
import { tokenizerFamilies } from '../helpers/tokenizerFamilies';
import { differenceOf } from '../helpers/tokenLists';

const prose = samplePrompt('research-assistant.md');
const vocabularyOf = (model: string) => {
  const { model: definition } = JSON.parse(readFileSync(path.join(models, model, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number>; merges: (string | string[])[] };
  };
  return definition;
};
const bertPieces = Object.entries(vocabularyOf('prompt-bert').vocab)
  .sort(([, a], [, b]) => a - b)
  .map(([piece]) => piece);
const gpt = vocabularyOf('prompt-gpt');
const merges = ['#version: 0.2', ...gpt.merges.map((pair) => (Array.isArray(pair) ? pair.join(' ') : pair))].join('\n');

suite('tokenizers in the files that people have', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tokenizer-files-'));
  suiteTeardown(() => rmSync(folder, { recursive: true }));

  /** Writes a folder with these files, objects as JSON, and loads its tokenizer. */
  const load = (files: Readonly<Record<string, unknown>>) => {
    const home = mkdtempSync(path.join(folder, 'model-'));
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(home, name), typeof content === 'string' ? content : JSON.stringify(content));
    return loadTokenizer(home);
  };
  const around = ({ withSpecialTokens, piece }: Tokenizer) =>
    Array.from(withSpecialTokens(Int32Array.of(50)).ids, (id) => (id === 50 ? '…' : piece(id))).join(' ');
  const piecesOf = (tokenizer: Tokenizer, text: string) =>
    Array.from(tokenizer.encode(text).ids, (id) => tokenizer.piece(id)).join(' ');
  const checkEqual = (actual: Tokenizer, expected: Tokenizer) => {
    for (const text of difficultTexts(300, prose, 13))
      assert.equal(differenceOf(actual.encode(text), expected.encode(text)), undefined, JSON.stringify(text));
  };

  test('vocab.txt alone is BERT’s, uncased where the vocabulary has no capital letters', async () => {
    const tokenizer = await load({ 'vocab.txt': `${bertPieces.join('\n')}\n` });
    checkEqual(tokenizer, await loadTokenizer(path.join(models, 'prompt-bert')));
    assert.equal(around(tokenizer), '[CLS] … [SEP]');
    assert.equal(tokenizer.piece(tokenizer.mask!), '[MASK]');
  });

  test('it is cased where the vocabulary has some, or tokenizer_config.json says so', async () => {
    const cased = await load({ 'vocab.txt': [...bertPieces, 'Hello'].join('\n') });
    assert.equal(piecesOf(cased, 'Hello hello'), 'Hello hello');
    const config = { do_lower_case: false };
    const told = await load({ 'vocab.txt': bertPieces.join('\n'), 'tokenizer_config.json': config });
    assert.equal(piecesOf(told, 'Hello'), '[UNK]');
  });

  test('vocab.json and merges.txt are split as the family in config.json splits', async () => {
    const files = { 'vocab.json': gpt.vocab, 'merges.txt': merges };
    const gpt2 = await load({ ...files, 'config.json': { model_type: 'gpt2' } });
    checkEqual(gpt2, await loadTokenizer(path.join(models, 'prompt-gpt')));
    const vocab = { ...gpt.vocab, '<s>': 9000, '</s>': 9001, '<mask>': 9002 };
    const special = { bos_token: '<s>', mask_token: { content: '<mask>' } };
    const roberta = await load({
      'vocab.json': vocab,
      'merges.txt': merges,
      'config.json': { model_type: 'roberta' },
      'special_tokens_map.json': special,
    });
    assert.equal(around(roberta), '<s> … </s>');
    assert.deepEqual([roberta.startOfText, roberta.mask], [9000, 9002]);
    const { ids, starts, ends } = roberta.encode('fill the <mask>.');
    const at = ids.indexOf(9002);
    assert.deepEqual([starts[at], ends[at]], [9, 15]);
    assert.equal(ids.length, at + 2, 'the space before the mask is a token of its own');
  });

  test('a tokenizer.json gets the special tokens that only the files beside it name', async () => {
    const { definition } = tokenizerFamilies().find(({ name }) => name === 'GPT-2')!;
    const bare = { ...definition, added_tokens: [] };
    const beside = {
      'special_tokens_map.json': { eos_token: '<|endoftext|>' },
      'added_tokens.json': { '<|user|>': 8192 },
    };
    const tokenizer = await load({ 'tokenizer.json': bare, ...beside });
    assert.equal(piecesOf(tokenizer, 'a<|endoftext|>b<|user|>c'), 'a <|endoftext|> b <|user|> c');
    assert.equal(tokenizer.piece(tokenizer.endOfText), '<|endoftext|>');
  });

  test('added_tokens_decoder of tokenizer_config.json names added tokens with their flags', async () => {
    const decoder = { 8192: { content: '<|im_start|>', special: true }, 8193: { content: '<pad>', lstrip: true } };
    const tokenizer = await load({
      'vocab.json': gpt.vocab,
      'merges.txt': merges,
      'config.json': { model_type: 'qwen2' },
      'tokenizer_config.json': { tokenizer_class: 'Qwen2Tokenizer', added_tokens_decoder: decoder },
    });
    const { ids, starts } = tokenizer.encode('<|im_start|>a <pad>');
    assert.deepEqual([ids[0], ids.at(-1), starts.at(-1)], [8192, 8193, 13]);
  });

  test('what cannot be read is refused in a sentence that says what to get', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    for (const [files, message] of [
      [{}, /has no tokenizer: none of tokenizer\.json, tokenizer\.model.*Get tokenizer\.json/],
      [{ 'tokenizer.json': pointer }, /is a pointer of Git LFS.*git lfs pull/],
      [{ 'tokenizer.json': '{' }, /tokenizer\.json is damaged/],
      [{ 'tokenizer.json': { model: { type: 'BPE', vocab: { a: 0 }, merges: 5 } } }, /tokenizer\.json is damaged/],
      [
        { 'vocab.json': gpt.vocab, 'merges.txt': merges, 'config.json': { model_type: 'xlm' } },
        /type xlm splits text\. Get its tokenizer\.json/,
      ],
      [{ 'vocab.txt': 'a\nb', 'config.json': { model_type: 'bert' } }, /vocab\.txt has no \[UNK\]/],
      [{ 'vocab.txt': bertPieces.join('\n'), 'config.json': { model_type: 'esm' } }, /type esm splits text/],
      [
        {
          'vocab.txt': bertPieces.join('\n'),
          'config.json': { model_type: 'bert' },
          'tokenizer_config.json': { tokenizer_class: 'BertJapaneseTokenizer', word_tokenizer_type: 'mecab' },
        },
        /how BertJapaneseTokenizer splits text\. Get the model's tokenizer\.json/,
      ],
      [{ 'tokenizer.model': pointer }, /is a pointer of Git LFS/],
      [{ 'tokenizer.model': 'not a model' }, /cannot be read as SentencePiece's model/],
    ] as const)
      await assert.rejects(load(files), message);
  });

  test('where the native tokenizers do not run, what is covered is counted, and the rest is refused', async () => {
    const home = path.join(folder, 'without-native');
    mkdirSync(path.join(home, 'dist'), { recursive: true });
    for (const file of ['cli.js', 'referenceWorker.node.js'])
      copyFileSync(path.join(root, 'dist', file), path.join(home, 'dist', file));
    for (const name of ['onnxruntime', 'encodings'])
      symlinkSync(path.join(root, 'dist', name), path.join(home, 'dist', name), 'dir');
    symlinkSync(models, path.join(home, 'models'), 'dir');
    const text = path.join(home, 'text.md');
    writeFileSync(text, 'Summarize the text.');
    const run = (model: string) =>
      new Promise<string>((resolve) => {
        const args = [path.join(home, 'dist', 'cli.js'), 'tokens', '--model', model, text];
        execFile(process.execPath, args, (_, out, error) => resolve(out || error));
      });
    assert.match(await run('prompt-bert'), /^ +\d+ /);
    const qwen = path.join(home, 'qwen');
    mkdirSync(qwen);
    const { definition } = tokenizerFamilies().find(({ name }) => name === 'Qwen 2.5')!;
    writeFileSync(path.join(qwen, 'tokenizer.json'), JSON.stringify(definition));
    assert.match(await run(qwen), /by Hugging Face's tokenizers only, since it normalizes text, and these do not run/);
  });
});
