import assert from 'node:assert/strict';
import {
  explainNoSuggestion,
  type SuggestionOutcome,
  type Remedy,
} from '../../src/core/completion/reasonAndButtonsOfNoSuggestion';

const enabled = { role: 'prompt' as const, isInlineSuggestOn: true };

suite('noSuggestionReason', () => {
  const outcomes: [outcome: SuggestionOutcome, expected: RegExp, remedies: Remedy[]][] = [
    [{ kind: 'shown' }, /did answer/, ['trigger']],
    [{ kind: 'asking', isFirst: true }, /still loading/, ['log']],
    [{ kind: 'asking', isFirst: false }, /writing just now/, []],
    [
      { kind: 'off', setting: 'leftContext.completion.enabled' },
      /leftContext\.completion\.enabled/,
      ['settings', 'trigger'],
    ],
    [{ kind: 'on demand' }, /on demand/, ['trigger', 'settings']],
    [{ kind: 'paused', onBattery: true }, /battery/, ['wake', 'trigger']],
    [{ kind: 'paused', onBattery: false }, /as you told them/, ['wake', 'trigger']],
    [{ kind: 'suggest widget' }, /Escape/, []],
    [{ kind: 'mid line' }, /right of the caret/, []],
    [{ kind: 'nothing to read' }, /Write a few words/, []],
    [
      { kind: 'unsure', of: 'word', chance: 0.123, level: 'normal' },
      /first word.*12%.*“normal” requires 30%/s,
      ['trigger', 'settings'],
    ],
    [
      { kind: 'unsure', of: 'letter', chance: 0.001, level: 'quiet' },
      /first letter.*less than 1%/,
      ['trigger', 'settings'],
    ],
    [{ kind: 'quiet place', place: 'code' }, /code blocks/, ['trigger']],
    [{ kind: 'unknown language' }, /language that it hardly knows/, ['choose model', 'trigger']],
    [{ kind: 'after deletion' }, /until you type again/, ['trigger']],
    [{ kind: 'refused' }, /three times/, ['trigger']],
    [
      { kind: 'shown', from: { file: 'AGENTS.md', uri: 'file:///AGENTS.md', line: 11 } },
      /from AGENTS\.md, line 12/,
      ['source', 'trigger'],
    ],
    [{ kind: 'nothing new' }, /only repeat/, ['trigger']],
    [{ kind: 'typed on' }, /faster/, ['trigger']],
    [{ kind: 'error', message: 'The graph lacks logits.' }, /^The graph lacks logits\.$/, ['choose model', 'log']],
  ];
  for (const [last, expected, remedies] of outcomes) {
    test(last.kind, () => {
      const explanation = explainNoSuggestion({ ...enabled, last });
      assert.match(explanation.text, expected);
      assert.deepEqual(explanation.remedies, remedies);
      assert.equal(remedies.includes('settings'), explanation.setting !== undefined);
    });
  }

  test('reasons that precede the request come first', () => {
    const last: SuggestionOutcome = { kind: 'shown' };
    const remediesOf = (role: 'prompt' | 'text' | 'other', isInlineSuggestOn: boolean, outcome: SuggestionOutcome) =>
      explainNoSuggestion({ role, isInlineSuggestOn, last: outcome }).remedies;
    assert.deepEqual(remediesOf('other', true, last), ['treat as prompt', 'include']);
    assert.deepEqual(remediesOf('prompt', false, last), ['editor settings']);
    const off: SuggestionOutcome = { kind: 'off', setting: 'leftContext.completion.files' };
    assert.deepEqual(remediesOf('text', true, off), ['treat as prompt', 'settings', 'trigger']);
    assert.deepEqual(remediesOf('text', true, { kind: 'mid line' }), remediesOf('prompt', true, { kind: 'mid line' }));
    assert.match(explainNoSuggestion({ ...enabled, last: undefined }).text, /snoozed/);
  });
});
