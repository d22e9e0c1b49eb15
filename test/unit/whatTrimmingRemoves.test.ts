import assert from 'node:assert/strict';
import { whatIsRemoved } from '../../src/core/tokens/whatTrimmingRemoves';

const PROMPT = [
  '# Task',
  'Summarize {{contract_text}} for {{reader}}.',
  '',
  '# Output format',
  '```json',
  '{ "summary": "" }',
  '```',
  '',
  '# Example',
  'A lease.',
].join('\n');

suite('what trimming removes', () => {
  const removed = (from: string, to?: string) => {
    const start = PROMPT.indexOf(from);
    return whatIsRemoved(PROMPT, [{ start, end: to === undefined ? PROMPT.length : PROMPT.indexOf(to) }]);
  };

  test('placeholders, sections and code blocks are named', () => {
    assert.equal(
      removed('Summarize'),
      'the placeholders {{contract_text}} and {{reader}}, the sections “Output format” and “Example” and 1 code block',
    );
    assert.equal(removed('# Example'), 'the section “Example”');
    assert.equal(removed('for {{reader}}', '# Output'), 'the placeholder {{reader}}');
  });

  test('running text is not', () => {
    assert.equal(removed('lease'), undefined);
    assert.equal(whatIsRemoved(PROMPT, []), undefined);
  });

  test('a long list is cut, and says how much more there is', () => {
    const text = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `{{${name}}}`).join(' ');
    const all = [{ start: 0, end: text.length }];
    assert.equal(whatIsRemoved(text, all), 'the placeholders {{one}}, {{two}}, {{three}}, {{four}} and 2 more');
  });
});
