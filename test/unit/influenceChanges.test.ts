import assert from 'node:assert/strict';
import { applyChange, INFLUENCE_CHANGES, sentenceAround } from '../../src/core/expectation/influenceChanges';
import { influenceReport } from '../../src/core/expectation/influenceReport';

const part = (text: string, of: string) => ({ start: text.indexOf(of), end: text.indexOf(of) + of.length });

suite('influence', () => {
  test('a sentence is left out, or comes elsewhere', () => {
    const text = 'One. Two. Three. Four. Five ';
    const span = part(text, 'Two.');
    assert.deepEqual(
      INFLUENCE_CHANGES.map((change) => applyChange(text, span, change)),
      [
        'One. Three. Four. Five ',
        'Two. One. Three. Four. Five ',
        'One. Three. Two. Four. Five ',
        'One. Three. Four. Five Two. ',
      ],
    );
  });

  test('a line stays one', () => {
    const text = '# Rules\n\n- a\n- b\n- c\n\nGo';
    const span = part(text, '- b');
    assert.equal(applyChange(text, span, 'left out'), '# Rules\n\n- a\n- c\n\nGo');
    assert.equal(applyChange(text, span, 'at the start'), '- b\n# Rules\n\n- a\n- c\n\nGo');
    assert.equal(applyChange(text, span, 'at the end'), '# Rules\n\n- a\n- c\n\nGo\n- b');
  });

  test('so does one that is selected with its end', () => {
    const text = 'List:\n- one\n- two\n- three\nGo';
    const span = part(text, '- two\n');
    assert.equal(applyChange(text, span, 'left out'), 'List:\n- one\n- three\nGo');
    assert.equal(applyChange(text, span, 'at the start'), '- two\nList:\n- one\n- three\nGo');
  });

  test('all of a text can be left out', () => {
    assert.equal(applyChange('One.\n', { start: 0, end: 4 }, 'left out'), '\n');
    assert.equal(applyChange('One.\n', { start: 0, end: 4 }, 'in the middle'), 'One.\n');
  });

  test('the sentence at a caret', () => {
    const text = 'One two.  Three four. Five';
    const at = (caret: number) => {
      const { start, end } = sentenceAround(text, caret);
      return text.slice(start, end);
    };
    assert.deepEqual([0, 5, 12, 24, 26].map(at), ['One two.', 'One two.', 'Three four.', 'Five', 'Five']);
    assert.deepEqual(sentenceAround('', 0), { start: 0, end: 0 });
  });

  test('the report says what changed most, and that attention is something else', () => {
    const likeliest = [' a', ' b', ' c', ' d', ' e'];
    const next = { likeliest, probabilities: [0.5, 0.2, 0.1, 0.05, 0.01] };
    const changes = INFLUENCE_CHANGES.map((change, index) => ({
      change,
      divergence: index / 10,
      answerBits: index - 1,
      ...next,
    }));
    const wording = {
      text: (text: string) => text,
      token: (text: string) => `“${text}”`,
      percent: (share: number) => `${100 * share}%`,
    };
    const told = { ...next, answerBits: 12, answerTokens: 3, changes };
    const report = influenceReport('Be\nkind.', 'GPT', told, { weight: 0.25, tokens: 0.5 }, wording);
    assert.match(report, /^> Be kind\.$/m);
    assert.match(report, /^\| as it is \| 0 \| 12\.0 bits \|$/m);
    assert.match(report, /^\| left out \| 0\.000 \| −1\.0 bits \|$/m);
    assert.match(report, /Most is changed when it is \*\*at the end\*\*/);
    assert.match(report, /gives it \*\*25%\*\* of its attention/);
    assert.match(report, /Attention is not influence/);
    const withoutAnswer = influenceReport('x', 'GPT', { ...told, answerTokens: 0 }, { weight: 0, tokens: 0 }, wording);
    assert.match(withoutAnswer, /^\| left out \| 0\.000 \| “ a” 50%, “ b” 20%, “ c” 10% \|$/m);
    assert.match(withoutAnswer, /Most is changed when it is \*\*in the middle\*\*\. At the end, the next token/);
    assert.match(influenceReport('x', 'GPT', told, 'None is given out.', wording), /^None is given out\.$/m);
  });
});
