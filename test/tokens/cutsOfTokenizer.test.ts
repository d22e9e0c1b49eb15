import assert from 'node:assert/strict';
import { cutsOf } from '../../src/inference/tokens/cutsOfTokenizer';
import type {
  AddedToken,
  TokenizerDefinition,
  TokenizerStep,
} from '../../src/inference/tokens/files/tokenizerDefinition';

const bytes: TokenizerStep = { type: 'ByteLevel', add_prefix_space: false, use_regex: true };
const definition = (change: Partial<TokenizerDefinition> = {}): TokenizerDefinition => ({
  normalizer: null,
  pre_tokenizer: bytes,
  post_processor: null,
  decoder: null,
  added_tokens: [],
  model: { type: 'BPE', vocab: { a: 0 }, merges: [] },
  ...change,
});
const added = (content: string, flags: Partial<AddedToken> = {}): AddedToken => ({
  ...{ id: 1, content, special: true, normalized: false, lstrip: false, rstrip: false, single_word: false },
  ...flags,
});
const split = (regex: string, behavior: string, invert = false) => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior,
  invert,
});

suite('where texts may be cut, by what a file says', () => {
  for (const [name, change, expected] of [
    ['as GPT-2', {}, 'white space'],
    ['a token that begins with a line break', { added_tokens: [added('\nUser')] }, undefined],
    ['a token with words', { added_tokens: [added('two words')] }, undefined],
    ['a token that takes white space behind it along', { added_tokens: [added('end', { rstrip: true })] }, undefined],
    [
      'a token that spells a space as ▁, in normalized text',
      { added_tokens: [added('a▁b', { normalized: true })] },
      undefined,
    ],
    ['bytes without words', { pre_tokenizer: { ...bytes, use_regex: false } }, undefined],
    ['an unknown pattern of words', { pre_tokenizer: split('\\w+(?=\\s\\w)', 'Isolated') }, undefined],
    [
      'a known pattern of digits that joins them to what is before',
      { pre_tokenizer: { type: 'Sequence', pretokenizers: [split('\\p{N}', 'MergedWithPrevious'), bytes] } },
      undefined,
    ],
    [
      'a normalizer that removes spaces',
      { normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '' } },
      undefined,
    ],
    [
      'a normalizer that strips the end',
      { normalizer: { type: 'Strip', strip_left: true, strip_right: true } },
      'space',
    ],
    ['an unknown normalizer', { normalizer: { type: 'Unknown' } }, undefined],
    [
      'no words, and a piece that crosses a cut',
      { pre_tokenizer: null, model: { type: 'BPE', vocab: { 'a▁': 0 } } },
      undefined,
    ],
    ['no words, and no such piece', { pre_tokenizer: null, model: { type: 'BPE', vocab: { '▁a': 0 } } }, 'white space'],
    [
      'no words, and unknown characters that become one token',
      { pre_tokenizer: null, model: { type: 'BPE', vocab: { '▁': 0 }, fuse_unk: true } },
      'space',
    ],
  ] as const)
    test(name, () => assert.equal(cutsOf(definition(change as Partial<TokenizerDefinition>)), expected));
});
