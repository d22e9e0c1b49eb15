import assert from 'node:assert/strict';
import { longestPieces, type WordPieces } from '../../src/inference/tokens/longestPiecesOfWord';

const PIECES = ['a', 'b', 'ab', '##a', '##b', '##bab', '##😀', '😀', '##'];
const vocabulary: WordPieces = {
  ids: new Map(PIECES.map((piece, id) => [piece, id])),
  continuation: '##',
  longest: 5,
  maxCharacters: 8,
};
const piecesOf = (word: string) =>
  longestPieces(word, vocabulary)?.map(({ id, start, end }) => [PIECES[id], word.slice(start, end)]);

suite('WordPiece', () => {
  test('takes the longest piece each time, and marks those that continue the word', () => {
    assert.deepEqual(piecesOf('abab'), [
      ['ab', 'ab'],
      ['##a', 'a'],
      ['##b', 'b'],
    ]);
    assert.deepEqual(piecesOf('abbab'), [
      ['ab', 'ab'],
      ['##bab', 'bab'],
    ]);
  });

  test('keeps characters of two code units whole', () => {
    assert.deepEqual(piecesOf('😀😀'), [
      ['😀', '😀'],
      ['##😀', '😀'],
    ]);
  });

  test('does not know a word that the pieces cannot spell, or one with too many characters', () => {
    assert.equal(piecesOf('abc'), undefined);
    assert.equal(piecesOf('a'.repeat(9)), undefined);
    assert.equal(piecesOf('a'.repeat(8))?.length, 8);
    assert.equal(piecesOf('😀'.repeat(8))?.length, 8, 'a character of two code units is one');
  });
});
