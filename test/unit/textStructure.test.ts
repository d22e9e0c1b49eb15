import assert from 'node:assert/strict';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { sectionsOf } from '../../src/core/text/sectionsByHeadingAndRole';
import { sentenceStartsOfBlock } from '../../src/core/text/structure/sentenceStartsOfBlock';
import { readStructure, structureOf } from '../../src/core/text/structure/textStructure';
import { readStructureInSlices } from '../../src/host/readStructureInSlices';
import { seeded } from '../helpers/random';
import { randomMarkdown } from '../helpers/randomMarkdown';
import { difficultTexts } from '../helpers/texts';

suite('blocks of a text', () => {
  const kinds = (text: string) => structureOf(text).blocks.map(({ kind }) => kind);
  const parts = (text: string) => structureOf(text).blocks.map(({ start, end }) => text.slice(start, end));

  test('are headings, paragraphs, code, tables, HTML, comments, mathematics, definitions and rules', () => {
    const text =
      '# A\nB\n\n```\nC\n```\n\n| D | E |\n|---|---|\n| 1 | 2 |\n\n<div>\nF\n</div>\n\n<!-- G -->\n\n$$\nH\n$$\n\n[i]: /j\n\n***\n\n    K\n';
    assert.deepEqual(kinds(text), [
      ...['heading', 'paragraph', 'code', 'table', 'html', 'comment', 'math', 'definition', 'rule', 'indented'],
    ]);
  });

  test('of code with tildes, longer fences and fences inside', () => {
    assert.deepEqual(parts('~~~\n# no\n~~~\n````\n```\n# no\n```\n````\nB\n'), [
      '~~~\n# no\n~~~\n',
      '````\n```\n# no\n```\n````\n',
      'B\n',
    ]);
  });

  test('in lists, quotations and footnotes begin with their marks', () => {
    const text =
      '- a\n  - b\n\n    | c |\n    |---|\n    | 1 |\n\n> d\n> ```\n> # no\n> ```\n\n[^1]: e\n\n    f\n[^2]: g\n';
    assert.deepEqual(parts(text), [
      ...['- a\n', '  - b\n', '    | c |\n    |---|\n    | 1 |\n', '> d\n', '> ```\n> # no\n> ```\n'],
      ...['[^1]: e\n', '    f\n', '[^2]: g\n'],
    ]);
    assert.deepEqual(
      structureOf(text).blocks.map(({ depth }) => depth),
      [1, 2, 2, 1, 1, 1, 1, 1],
    );
  });

  for (const [name, fence] of [
    ['YAML', '---'],
    ['TOML', '+++'],
  ] as const) {
    test(`front matter in ${name} is one, whatever is in it`, () => {
      const text = `${fence}\n# a\n\n- b\n${fence}\n# C\n`;
      assert.deepEqual(parts(text), [`${fence}\n# a\n\n- b\n${fence}\n`, '# C\n']);
    });
  }

  test('are the same with CRLF', () => {
    for (const text of randomMarkdown(200, 3)) {
      const lineFeeds = text.replaceAll('\r\n', '\n');
      assert.deepEqual(kinds(lineFeeds.replaceAll('\n', '\r\n')), kinds(lineFeeds));
    }
  });

  test('in very many quotations share no line either', () => {
    const { blocks } = structureOf(`${'> '.repeat(150)}Text.\n`);
    assert.deepEqual(
      blocks.map(({ kind, start }) => ({ kind, start })),
      [{ kind: 'paragraph', start: 0 }],
    );
  });

  test('a text is read the same after each change as anew, and in steps', () => {
    const random = seeded(7);
    const below = (limit: number) => Math.floor(random() * limit);
    const described = (text: string) =>
      structureOf(text).blocks.map((block) => {
        const { kind, start, end, depth, level } = block;
        return { kind, start, end, depth, level, sentences: sentenceStartsOfBlock(text, block) };
      });
    for (const source of [...randomMarkdown(120), ...difficultTexts(120, 'One.\n\n```\n# Two\n```\n', 3)]) {
      let text = source;
      for (let change = 0; change < 4; change++) {
        const offset = below(text.length + 1);
        const typed = ['x', '\n', '```\n', '---\n', '$$\n', '- ', '<!--', '-->', ' ', '> ', '|', ''][below(12)]!;
        text = text.slice(0, offset) + typed + text.slice(offset + below(6));
        const changed = described(text);
        forget();
        assert.deepEqual(changed, described(text), JSON.stringify(text));
      }
      forget();
      const steps = readStructure(text);
      let step = steps.next();
      while (!step.done) step = steps.next();
      assert.deepEqual(step.value.blocks.length, structureOf(text).blocks.length);
    }
  });

  test('a keystroke reads only the blocks that it touches', () => {
    const text = Array.from({ length: 300 }, (_, index) => `Paragraph ${index} of the text.\n\n`).join('');
    const before = new Set(structureOf(text).blocks.map(({ node }) => node));
    const offset = text.indexOf('150');
    const after = structureOf(`${text.slice(0, offset)}x${text.slice(offset)}`).blocks;
    const read = after.filter(({ node }) => !before.has(node)).length;
    assert.ok(read < 10, `${read} of ${after.length} blocks were read`);
  });
});

suite('reading the structure of a text in slices', () => {
  test('lets other work go in between, and the structure is known then', async () => {
    const text = Array.from({ length: 40_000 }, (_, index) => `- Item ${index} of a list.\n`).join('');
    let turns = 0;
    const other = setInterval(() => turns++);
    await readStructureInSlices(text);
    clearInterval(other);
    assert.ok(turns > 3, String(turns));
    assert.equal(readStructure(text).next().done, true);
  });
});

/** Makes the structures of earlier texts be forgotten. */
function forget(): void {
  for (let index = 0; index < 4; index++) structureOf(`${index}`.repeat(9));
}

suite('boundaries of a text', () => {
  const parts = (text: string, boundary: Parameters<typeof boundariesOf>[1]) => {
    const starts = [0, ...boundariesOf(text, boundary)];
    return starts.map((start, index) => text.slice(start, starts[index + 1]));
  };

  test('a heading stays with what follows it', () => {
    assert.deepEqual(parts('A\n\n# B\n## C\n\nD\n\nE\n', 'paragraph'), ['A\n\n', '# B\n## C\n\nD\n\n', 'E\n']);
    assert.deepEqual(parts('A\n\n# B\n\n```\n# no\n```\n# C\n', 'heading'), [
      'A\n\n',
      '# B\n\n```\n# no\n```\n',
      '# C\n',
    ]);
  });

  test('items are those of lists, and rows of tables behind the first', () => {
    const text = '- a\n- b\n  - c\n\n| d |\n|---|\n| 1 |\n| 2 |\n';
    assert.deepEqual(parts(text, 'item'), ['- a\n', '- b\n', '  - c\n\n', '| d |\n|---|\n| 1 |\n', '| 2 |\n']);
  });

  test('words are found in scripts without spaces; a comma stays with its word', () => {
    assert.deepEqual(parts('请阅读报表，然后回答。 OK', 'word'), ['请', '阅读', '报表，', '然后', '回答。', ' ', 'OK']);
    assert.ok(parts('ตอบสั้นๆเป็นภาษาไทย', 'word').length > 2);
    assert.deepEqual(parts("don't stop, now", 'word'), ["don't", ' ', 'stop,', ' ', 'now']);
  });

  test('no boundary is in a placeholder', () => {
    const text = 'Greet {{ first name }} of {% if a. B %} now.';
    assert.deepEqual(parts(text, 'word'), [
      ...['Greet', ' ', '{{ first name }}', ' ', 'of', ' ', '{% if a. B %}', ' ', 'now.'],
    ]);
  });

  test('a long list, table or paragraph is no problem', () => {
    for (const part of ['- a\n', '| a | b |\n|---|---|\n', 'A b. ', 'a\n', '> '])
      assert.ok(boundariesOf(part.repeat(130_000 / part.length), 'sentence').length >= 0);
  });

  test('thousands of lists and quotations in one another take no longer than lists below one another', () => {
    const timeOf = (text: string) => {
      const start = performance.now();
      structureOf(text);
      return performance.now() - start;
    };
    const plain = timeOf('- a\n'.repeat(15_000));
    for (const marks of ['1. ', '> ', '+ > ', '1. - '])
      assert.ok(timeOf(marks.repeat(60_000 / marks.length)) < 5 * plain + 200, marks);
    assert.deepEqual(boundariesOf('- '.repeat(60) + '\nOne. Two', 'sentence'), [121, 126], 'a long rule');
  });
});

suite('sections of Markdown', () => {
  const titles = (text: string) => sectionsOf(text).map(({ title }) => title);

  test('are not in code, comments or tables', () => {
    assert.deepEqual(titles('# Setup\n\n```bash\n# install\nuser: x\n```\n\n<!--\n# no\n-->\nThen answer.\n'), [
      'Setup',
    ]);
  });

  test('have titles without marks', () => {
    assert.deepEqual(titles('# A #\n\nB\n===\n\n## C# and F#\r\n\nx\n'), ['A', 'B', 'C# and F#']);
  });
});
