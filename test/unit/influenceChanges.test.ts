import assert from 'node:assert/strict';
import { applyChange, INFLUENCE_CHANGES } from '../../src/core/expectation/removeOrMovePassage';
import { passageAt } from '../../src/core/expectation/passageAtSelection';
import { sentenceAround } from '../../src/core/expectation/sentenceAtCaret';
import { influenceReport } from '../../src/core/expectation/influenceReport';

const spanOf = (text: string, words: string) => ({
  start: text.indexOf(words),
  end: text.indexOf(words) + words.length,
});

suite('influence', () => {
  test('removes a sentence or moves it', () => {
    const text = 'One. Two. Three. Four. Five ';
    const span = spanOf(text, 'Two.');
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

  test('keeps a whole line a line', () => {
    const text = '# Rules\n\n- a\n- b\n- c\n\nGo';
    const span = spanOf(text, '- b');
    assert.equal(applyChange(text, span, 'left out'), '# Rules\n\n- a\n- c\n\nGo');
    assert.equal(applyChange(text, span, 'at the start'), '- b\n# Rules\n\n- a\n- c\n\nGo');
    assert.equal(applyChange(text, span, 'at the end'), '# Rules\n\n- a\n- c\n\nGo\n- b');
  });

  test('keeps a line that is selected with its line break a line', () => {
    const text = 'List:\n- one\n- two\n- three\nGo';
    const span = spanOf(text, '- two\n');
    assert.equal(applyChange(text, span, 'left out'), 'List:\n- one\n- three\nGo');
    assert.equal(applyChange(text, span, 'at the start'), '- two\nList:\n- one\n- three\nGo');
  });

  test('can remove the whole text', () => {
    assert.equal(applyChange('One.\n', { start: 0, end: 4 }, 'left out'), '\n');
    assert.equal(applyChange('One.\n', { start: 0, end: 4 }, 'in the middle'), 'One.\n');
  });

  test('finds the sentence at a caret', () => {
    const text = 'One two.  Three four. Five';
    const at = (caret: number) => {
      const { start, end } = sentenceAround(text, caret);
      return text.slice(start, end);
    };
    assert.deepEqual([0, 5, 12, 24, 26].map(at), ['One two.', 'One two.', 'Three four.', 'Five', 'Five']);
    assert.deepEqual(sentenceAround('', 0), { start: 0, end: 0 });
  });

  test('measures the selection or the sentence at the caret, and nothing where that is not read', () => {
    const text = 'One two.  Three four. Five ';
    const passage = (start: number, end = start) => {
      const found = passageAt(text, { start, end });
      return typeof found === 'string' ? found : text.slice(found.start, found.end);
    };
    assert.equal(passage(12), 'Three four.');
    assert.equal(passage(4, 13), 'two.  Thr');
    assert.equal(passage(8, 10), 'blank');
    assert.equal(passage(-1), 'not read', 'a caret before the text that is read');
    assert.equal(passage(-1, 13), 'not read', 'a selection that starts before it');
    assert.equal(passageAt('', { start: 0, end: 0 }), 'blank');
  });

  test('is reported with the change of the largest effect, apart from attention', () => {
    const likeliest = [' a', ' b', ' c', ' d', ' e'];
    const next = { likeliest, probabilities: [0.5, 0.2, 0.1, 0.05, 0.01] };
    const changes = INFLUENCE_CHANGES.map((change, index) => ({
      change,
      divergence: index / 10,
      answerBits: index - 1,
      ...next,
    }));
    const format = {
      text: (text: string) => text,
      token: (text: string) => `“${text}”`,
      percent: (share: number) => `${100 * share}%`,
    };
    const influence = { ...next, answerBits: 12, answerTokens: 3, changes };
    const report = influenceReport('Be\nkind.', { label: 'GPT' }, influence, { weight: 0.25, tokens: 0.5 }, format);
    assert.match(report, /^> Be kind\.$/m);
    assert.match(report, /^\| as it is \| 0 \| 12\.0 bits \|$/m);
    assert.match(report, /^\| left out \| 0\.000 \| −1\.0 bits \|$/m);
    assert.match(report, /The largest change is with the passage \*\*at the end\*\*/);
    assert.match(report, /gives it \*\*25%\*\* of its attention/);
    assert.match(report, /Attention is not influence/);
    const withoutAnswer = influenceReport(
      'x',
      { label: 'GPT' },
      { ...influence, answerTokens: 0 },
      { weight: 0, tokens: 0 },
      format,
    );
    assert.match(withoutAnswer, /^\| left out \| 0\.000 \| “ a” 50%, “ b” 20%, “ c” 10% \|$/m);
    assert.match(
      withoutAnswer,
      /The largest change is with the passage \*\*in the middle\*\*\. At the end, the next token/,
    );
    assert.match(influenceReport('x', { label: 'GPT' }, influence, 'It is unknown.', format), /^It is unknown\.$/m);
    const engine = { label: 'Qwen (desk)', elsewhere: 'http://desk:8000' };
    const bound = influenceReport('x', engine, { ...influence, isLowerBound: true }, 'It shows none.', format);
    assert.match(bound, /of Qwen \(desk\), which runs on http:\/\/desk:8000, changes/);
    assert.match(bound, /^\| in the middle \| at least 0\.\d00 \|/m);
  });
});
