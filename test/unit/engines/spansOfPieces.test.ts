import assert from 'node:assert/strict';
import { placePieces } from '../../../src/engines/spansOfPieces';
import { decodeTokenStrings } from '../../../src/engines/tokenStrings';
import { seeded } from '../../helpers/random';

const encoder = new TextEncoder();
const TEXT = 'Hé😀 日本e\u0301\r\n<|im_end|>';

/** A text's bytes cut at random places, within characters too. */
function cutAtRandom(text: string, random: () => number): Uint8Array[] {
  const bytes = encoder.encode(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const next = Math.min(bytes.length, at + 1 + Math.floor(random() * 5));
    pieces.push(bytes.slice(at, next));
    at = next;
  }
  return pieces;
}

suite('placing an engine’s tokens', () => {
  const place = (text: string, pieces: readonly (Uint8Array | string | undefined)[]) =>
    placePieces(
      text,
      pieces.map((bytes, id) => ({ id, bytes })),
      'host',
    );

  test('spans the characters that a token has bytes of, in UTF-16', () => {
    const random = seeded(3);
    for (let round = 0; round < 200; round++) {
      const pieces = cutAtRandom(TEXT, random);
      const { starts, ends } = place(TEXT, pieces);
      let byte = 0;
      for (const [token, piece] of pieces.entries()) {
        const before = new TextDecoder().decode(encoder.encode(TEXT).slice(0, byte)).replace(/\ufffd+$/, '').length;
        assert.equal(starts[token], before, `token ${token}`);
        byte += piece.length;
        assert.ok(ends[token]! > starts[token]!);
        const behind = new TextDecoder().decode(encoder.encode(TEXT).slice(byte)).replace(/^\ufffd+/, '').length;
        assert.equal(ends[token], TEXT.length - behind, `end of token ${token}`);
      }
    }
  });

  test('lets special tokens stand before the text, and a space of SentencePiece', () => {
    assert.equal(place('Hello there', ['<s>', 'Hello', ' there']).special, 1);
    assert.deepEqual([...place('Hello there', ['<s>', 'Hello', ' there']).starts], [0, 0, 5]);
    const { starts, ends } = place('Hello there', [' Hello', ' there']);
    assert.deepEqual([...starts, ...ends], [0, 5, 5, 11]);
    assert.deepEqual([...place('Hello', [' ', 'Hello']).ends], [0, 5]);
  });

  test('throws away tokens that make up another text', () => {
    for (const pieces of [
      ['Hello'],
      ['Hello', ' where'],
      ['Hello', ' there', '!'],
      ['Hello', undefined],
      ['  Hello', ' there'],
    ])
      assert.throws(() => place('Hello there', pieces), /do not make up the text.*thrown away/);
  });

  test('a lone surrogate is sent as U+FFFD and keeps its place', () => {
    const { starts, ends } = place('a\ud83db', ['a', '\ufffd', 'b']);
    assert.deepEqual([...starts, ...ends], [0, 1, 2, 1, 2, 3]);
  });
});

suite('tokens as Hugging Face spells them', () => {
  const texts = (bytes: readonly Uint8Array[] | undefined) => bytes?.map((each) => new TextDecoder().decode(each));

  test('are bytes as characters, or text with ▁ for a space', () => {
    assert.deepEqual(texts(decodeTokenStrings(['H', 'Ã©', 'llo', 'Ġyou', 'Ċ'])), ['H', 'é', 'llo', ' you', '\n']);
    assert.deepEqual(texts(decodeTokenStrings(['▁Hello', '▁', '<0x0A>', '日'])), [' Hello', ' ', '\n', '日']);
    assert.deepEqual(texts(decodeTokenStrings(['<|im_start|>', 'user', 'Ċ'])), ['<|im_start|>', 'user', '\n']);
  });

  test('are chosen by the text that they stand for', () => {
    assert.deepEqual(texts(decodeTokenStrings(['Ã©'], 'é')), ['é']);
    assert.deepEqual(texts(decodeTokenStrings(['Ã©'], 'Ã©')), ['Ã©']);
    assert.equal(decodeTokenStrings(['Hello'], 'there'), undefined);
  });
});
