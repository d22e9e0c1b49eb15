import assert from 'node:assert/strict';
import { rankRightContextWords } from '../../src/core/expectation/rankRightContextWords';
import { contentWords } from '../../src/core/text/leaveOutFunctionWords';

const wordsOf = (text: string) => contentWords(text).map(({ start, end }) => text.slice(start, end));

suite('words that need what comes later', () => {
  test('are content words, in the language of the text', () => {
    assert.deepEqual(wordsOf('If we know the price of 3 books, you should say it.'), ['know', 'price', 'books', 'say']);
    assert.deepEqual(wordsOf('Wenn die Bank am Fluss nicht offen ist, sage es.'), ['Bank', 'Fluss', 'offen', 'sage']);
    assert.deepEqual(wordsOf('Si la tienda no está abierta, dilo con cortesía.'), [
      'tienda',
      'abierta',
      'dilo',
      'cortesía',
    ]);
    assert.deepEqual(wordsOf('Pour la banque, dis que la porte est ouverte.'), ['banque', 'dis', 'porte', 'ouverte']);
    assert.deepEqual(wordsOf('When the German says die Bank, translate'), [
      'German',
      'says',
      'die',
      'Bank',
      'translate',
    ]);
    assert.deepEqual(wordsOf('12 – 15, a b'), []);
  });

  test('are ranked by what the right context explains, each word once', () => {
    const text = 'Bank river bank money of';
    const word = (start: number, end: number, leftBits: number, bothBits: number) => ({
      start,
      end,
      leftBits,
      bothBits,
    });
    const bank = word(0, 4, 12, 3);
    const river = word(5, 10, 15, 2);
    const again = word(11, 15, 14, 3);
    const expected = word(16, 21, 6, 0.5);
    const unexplained = word(22, 24, 15, 9);
    assert.deepEqual(rankRightContextWords(text, [bank, river, again, expected, unexplained]), [river, again]);
  });
});
