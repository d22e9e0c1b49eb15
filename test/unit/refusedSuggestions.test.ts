import assert from 'node:assert/strict';
import { RefusedSuggestions } from '../../src/core/completion/refusedSuggestions';

suite('refused suggestions', () => {
  /** Offers “ them” behind “Ask th”, and types past it. */
  const typePast = (refused: RefusedSuggestions, typed = 'Ask the r') => {
    refused.offer('Ask th', 'em first');
    refused.typed('Ask the');
    refused.typed(typed);
  };

  test('after three refusals, not offered again in this place, however much of the word is typed', () => {
    const refused = new RefusedSuggestions();
    for (let time = 0; time < 3; time++) {
      assert.ok(!refused.isRefused('Ask th', 'em first'));
      typePast(refused);
    }
    assert.ok(refused.isRefused('Ask th', 'em first'));
    assert.ok(refused.isRefused('Ask t', 'hem now'));
    assert.ok(!refused.isRefused('Ask th', 'e reader'), 'another word');
    assert.ok(!refused.isRefused('Tell th', 'em first'), 'another place');
  });

  test('an accepted suggestion, a word of it, and a moved caret are no refusals', () => {
    const refused = new RefusedSuggestions();
    for (let time = 0; time < 4; time++) {
      typePast(refused, 'Ask them first, then');
      typePast(refused, 'Ask them and');
      typePast(refused, 'Elsewhere');
    }
    assert.ok(!refused.isRefused('Ask th', 'em first'));
  });
});
