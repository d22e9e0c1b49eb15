import assert from 'node:assert/strict';
import { hasRoomFor } from '../../src/core/completion/noGhostTextMidLine';
import { tidySuggestion } from '../../src/core/completion/dropUnfinishedLastWord';
import { unfinishedPiece } from '../../src/core/completion/unfinishedPieceBeforeCaret';

suite('suggestionText', () => {
  suite('hasRoomFor', () => {
    const cases: [marked: string, room: boolean][] = [
      ['Write a |', true],
      ['Write a |   ', true],
      ['Write (a |)', true],
      ['Say “hello|”.', true],
      ['Wri|te', false],
      ['Write |a summary', false],
      ['Sag „hallo|“!', true],
      ['【手順|】', true],
      ['彼は『はい|』と。', false],
      ['『はい|』。）', true],
      ['<tone>Be |</tone>', true],
      ['<ns:tone-of.voice>Be |</ns:tone-of.voice> ', true],
      ['Be |<tone>', false],
      ['<!-- Why: |-->', true],
      ['/* Why: | */', true],
      ['{{- name |-}}', true],
      ['{{#if x}}Say |{{/if}}', true],
      ['{% if x %}Say |{%- endif -%}', true],
      ['Say |{{name}}', false],
      ['Say |{% if x %}', false],
      ['Be kind.|<|im_end|>', true],
      ['Be |[/INST]', true],
      ['$$a + |$$', true],
      ['## Tone |##', true],
      ['Say |- no', false],
      ['Say |¿', false],
      ['Say |(', false],
    ];
    for (const [marked, room] of cases) {
      const caret = marked.indexOf('|');
      test(marked, () => assert.equal(hasRoomFor(marked.slice(caret + 1)), room));
    }

    test('before the bars of a table’s row', () => {
      assert.ok(hasRoomFor(' |'));
      assert.ok(hasRoomFor('** |   |'));
      assert.ok(!hasRoomFor(' | the name |'));
    });

    test('in time that grows with the length of the line', () => {
      for (const unit of ['</a', ' ', '-', '<|a', '{{/', ')']) hasRoomFor(`${unit.repeat(50_000)}x`);
    });
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
      ['metrics (', true, 'metrics'],
      ['see [docs](', true, 'see [docs]'],
      ['要約（', true, '要約'],
      ['call it “sum', false, 'call it'],
    ];
    for (const [generated, whole, shown] of cases) {
      test(JSON.stringify(generated), () => assert.equal(tidySuggestion(generated, whole), shown));
    }
  });
});
