import assert from 'node:assert/strict';
import { hasRoomFor } from '../../src/core/completion/noGhostTextMidLine';
import { tidySuggestion } from '../../src/core/completion/dropUnfinishedLastWord';
import { unfinishedPiece } from '../../src/core/completion/unfinishedPieceBeforeCaret';
import { atCaret } from '../helpers/caret';

suite('suggestionText', () => {
  suite('hasRoomFor', () => {
    const cases: [marked: string, room: boolean][] = [
      ['Write a |', true],
      ['Write a |   ', true],
      ['Write (a |)', true],
      ['Say “hello|”.', true],
      ['Wri|te', false],
      ['Write |a summary', false],
    ];
    for (const [marked, room] of cases) {
      test(marked, () => assert.equal(hasRoomFor(atCaret(marked).right), room));
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

  suite('tidySuggestion', () => {
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
