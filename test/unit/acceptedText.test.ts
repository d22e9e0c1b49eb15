import assert from 'node:assert/strict';
import { acceptedBy, afterEdit, remainingText } from '../../src/core/completion/detectAcceptedSuggestion';

suite('acceptedText', () => {
  const offered = { offset: 10, texts: ['helpful assistant', 'helper'] };
  const insert = (text: string, offset = 10) => ({ offset, length: 0, text });

  test('inserting the offer, or its first word, accepts it', () => {
    assert.equal(acceptedBy(insert('helpful assistant'), offered), 'helpful assistant');
    assert.equal(acceptedBy(insert('helpful'), offered), 'helpful');
    assert.equal(acceptedBy(insert('helper'), offered), 'helper');
  });

  test('a single letter, other text, another offset and a replacement accept nothing', () => {
    assert.equal(acceptedBy(insert('h'), offered), undefined);
    assert.equal(acceptedBy(insert('honest'), offered), undefined);
    assert.equal(acceptedBy(insert('helpful', 9), offered), undefined);
    assert.equal(acceptedBy({ offset: 10, length: 3, text: 'helpful' }, offered), undefined);
    assert.equal(acceptedBy(insert('helpful'), undefined), undefined);
  });

  test('the rest of an offer can be accepted next', () => {
    const rest = remainingText(offered, 'helpful');
    assert.deepEqual(rest, { offset: 17, texts: [' assistant'] });
    assert.equal(acceptedBy(insert(' assistant', 17), rest), ' assistant');
  });

  test('edits before accepted text move it, and edits inside it lose it', () => {
    const accepted = { offset: 10, text: 'helpful' };
    assert.equal(afterEdit(accepted, insert('ab', 3)).offset, 12);
    assert.equal(afterEdit(accepted, { offset: 3, length: 2, text: '' }).offset, 8);
    assert.equal(afterEdit(accepted, insert('ab', 17)).offset, 10);
    assert.equal(afterEdit(accepted, insert('ab', 10)).offset, 12);
    assert.equal(afterEdit(accepted, insert('ab', 12)).offset, undefined);
    assert.equal(afterEdit(accepted, { offset: 9, length: 2, text: '' }).offset, undefined);
  });
});
