import assert from 'node:assert/strict';
import { continueTyped, hasRoomFor, tidySuggestion, unfinishedPiece } from '../../src/core/completion/suggestionText';
import { atCaret } from '../helpers/caret';

suite('completion', () => {
  suite('continueTyped', () => {
    const shown = { left: 'You are a ', text: 'helpful assistant' };
    const cases: [left: string, rest: string | undefined][] = [
      ['You are a ', 'helpful assistant'],
      ['You are a help', 'ful assistant'],
      ['You are a helpful assistant', undefined],
      ['You are a hero', undefined],
      ['You are ', undefined],
      ['I am a helpful', undefined],
    ];
    for (const [left, rest] of cases) {
      test(`“${left}|” → ${rest ?? 'ask anew'}`, () => assert.equal(continueTyped(shown, left), rest));
    }
    test('nothing was shown', () => assert.equal(continueTyped(undefined, 'You'), undefined));
  });

  suite('hasRoomFor', () => {
    const cases: [drawn: string, room: boolean][] = [
      ['Write a |', true],
      ['Write a |   ', true],
      ['Write (a |)', true],
      ['Say “hello|”.', true],
      ['Wri|te', false],
      ['Write |a summary', false],
    ];
    for (const [drawn, room] of cases) {
      test(drawn, () => assert.equal(hasRoomFor(atCaret(drawn).right), room));
    }
  });

  suite('unfinishedPiece', () => {
    const cases: [left: string, piece: string][] = [
      ['You are a help', ' help'],
      ['You are a ', ' '],
      ['Line\n', ''],
      ['Line\nWri', 'Wri'],
      ['done.', ''],
      ['', ''],
      ['naïve café', ' café'],
      [`x ${'y'.repeat(100)}`, 'y'.repeat(40)],
    ];
    for (const [left, piece] of cases) {
      test(JSON.stringify(left.slice(0, 20)), () => assert.equal(unfinishedPiece(left), piece));
    }
  });

  suite('tidy', () => {
    const cases: [generated: string, whole: boolean, shown: string][] = [
      ['a short summ', false, 'a short'],
      ['a short summary', true, 'a short summary'],
      ['summ', false, ''],
      ['   ', true, ''],
      ['version 1.2 of it ', true, 'version 1.2 of it'],
    ];
    for (const [generated, whole, shown] of cases) {
      test(JSON.stringify(generated), () => assert.equal(tidySuggestion(generated, whole), shown));
    }
  });
});
