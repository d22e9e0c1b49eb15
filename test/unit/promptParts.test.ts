import assert from 'node:assert/strict';
import { readBudgetDirective } from '../../src/core/text/budgetDirectiveInPrompt';
import { fillIn } from '../../src/core/text/fillPlaceholdersWithSamples';
import { placeholdersIn } from '../../src/core/text/findPlaceholders';
import { sectionAt, sectionsOf } from '../../src/core/text/sectionsByHeadingAndRole';

suite('budgetDirective', () => {
  const read = (text: string) => readBudgetDirective(text).directive;

  test('is read from comments of every kind', () => {
    for (const line of [
      '<!-- left-context: limit=300 model=o200k_base warn=0.8 -->',
      '# left-context: limit=300 model=o200k_base warn=0.8',
      '// left-context:   warn=.8 limit=300   model=o200k_base\r',
    ]) {
      assert.deepEqual(read(`Title\n${line}\nText`), { limit: 300, model: 'o200k_base', warnFrom: 0.8 }, line);
    }
  });

  test('is read from the front matter without comment marks, but not from the text', () => {
    assert.deepEqual(read('---\nname: x\nleft-context: limit=100\n---\nText'), { limit: 100 });
    assert.deepEqual(read('Write\nleft-context: limit=100\n'), {});
  });

  test('reports each invalid setting at its span', () => {
    const text = '<!-- left-context: limit=many colour=red model=../../etc -->';
    const { directive, problems } = readBudgetDirective(text);
    assert.deepEqual(directive, {});
    assert.deepEqual(
      problems.map(({ span }) => text.slice(span.start, span.end)),
      ['limit=many', 'colour=red', 'model=../../etc'],
    );
    assert.match(problems[1]!.message, /does not know the setting colour/);
  });
});

suite('fillIn', () => {
  test('placeholders are replaced by samples with known spans', () => {
    const text = 'Write on {{topic}} for {who}. {{topic}}!';
    const filled = fillIn(text, placeholdersIn(text), { topic: 'tea' });
    assert.equal(filled.text, 'Write on tea for . tea!');
    const inserted = filled.spans.get('topic')!.map(({ start, end }) => filled.text.slice(start, end));
    assert.deepEqual(inserted, ['tea', 'tea']);
    assert.deepEqual(filled.spans.get('who'), [{ start: 17, end: 17 }]);
  });
});

suite('sections', () => {
  const TEXT = '---\nname: x\n---\nBefore.\n\n# Role\nYou are.\n\n## Task\nDo it.\nuser: Hello\nassistant:\nHi.\n';

  test('are front matter, headings and messages, and leave no gaps', () => {
    const sections = sectionsOf(TEXT);
    assert.deepEqual(
      sections.map(({ title }) => title),
      ['front matter', 'body', 'Role', 'Task', 'user', 'assistant'],
    );
    assert.equal(sections.map(({ span }) => TEXT.slice(span.start, span.end)).join(''), TEXT);
  });

  test('sectionAt finds the section of an offset', () => {
    assert.equal(sectionAt(TEXT, TEXT.indexOf('You are'))?.title, 'Role');
    assert.equal(sectionAt('No sections here.', 3), undefined);
  });
});
