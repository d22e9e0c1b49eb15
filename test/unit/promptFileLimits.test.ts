import assert from 'node:assert/strict';
import { findLimitExcess } from '../../src/core/prompts/findLimitExcess';
import { lengthAdvice } from '../../src/core/prompts/lengthAdvice';
import { LIMITS_OF_PROMPT_FILES } from '../../src/core/prompts/limitsOfPromptFiles';
import type { PromptFileKindId } from '../../src/core/prompts/promptFileKinds';

/** The text that is not read, or '' if everything is. */
function unread(kind: PromptFileKindId, text: string, bytesBefore?: number): string {
  const [excess, ...more] = findLimitExcess(kind, text, { bytesBefore });
  assert.deepEqual(more, []);
  return excess ? text.slice(excess.span.start, excess.span.end) : '';
}

function message(kind: PromptFileKindId, text: string, bytesBefore?: number): string | undefined {
  return findLimitExcess(kind, text, { bytesBefore })[0]?.message;
}

const skill = (description: string, body = '') =>
  `---\nname: pdf\ndescription: ${description}\nlicense: MIT\n---\n${body}`;

suite('limits of prompt files', () => {
  test('each say where they are documented, and when that was read', () => {
    for (const { agent, source, checked } of LIMITS_OF_PROMPT_FILES) {
      assert.match(source, /^https:\/\//, agent);
      assert.match(checked, /^\d{4}-\d\d-\d\d$/, agent);
    }
  });

  test('do not exist for most kinds', () => {
    assert.deepEqual(findLimitExcess('claude', 'x'.repeat(1e6)), []);
  });

  suite('AGENTS.md', () => {
    test('is read up to 32,768 bytes', () => {
      assert.equal(unread('agents', 'x'.repeat(32_768)), '');
      assert.equal(unread('agents', `${'x'.repeat(32_768)}end`), 'end');
    });

    test('is measured in UTF-8, with each line break as it is in the file', () => {
      assert.equal(unread('agents', `${'é'.repeat(16_384)}end`), 'end');
      assert.equal(unread('agents', `${'x\r\n'.repeat(10_922)}xxend`), 'end');
      assert.equal(unread('agents', `\uFEFF${'x'.repeat(32_765)}end`), 'end');
    });

    test('loses a character that is cut in half', () => {
      assert.equal(unread('agents', `${'x'.repeat(32_765)}😀end`), '😀end');
      assert.equal(unread('agents', `${'x'.repeat(32_764)}😀end`), 'end');
    });

    test('shares its bytes with what comes before', () => {
      assert.equal(unread('agents', 'abcdef', 32_764), 'ef');
      assert.equal(unread('agents', 'abcdef', 40_000), 'abcdef');
    });

    test('may end in a line break that is not read', () => {
      assert.equal(unread('agents', `${'x'.repeat(32_768)}\r\n\n`), '');
    });

    test('says what is not read, and what to do', () => {
      assert.equal(
        message('agents', 'abcdéf', 32_764),
        'Codex does not read what follows (3 bytes): it reads 32,768 bytes of all AGENTS.md files from the folder with ' +
          '.git down, and what comes before this file has 32,764 bytes. Move parts into other files and name them here, ' +
          'so that it opens them when needed.',
      );
      assert.match(message('agents', 'x', 32_768) ?? '', /^Codex does not read this file \(1 byte\)/);
      assert.doesNotMatch(message('agents', 'x'.repeat(32_769)) ?? '', /before this file/);
    });
  });

  suite('MEMORY.md', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `- line ${index + 1}`).join('\n');

    test('is read up to line 200', () => {
      assert.equal(unread('memory', `${lines(200)}\n`), '');
      assert.equal(unread('memory', lines(202)), '- line 201\n- line 202');
      assert.equal(unread('memory', lines(201).replaceAll('\n', '\r\n')), '- line 201');
    });

    test('is read up to 25,000 UTF-16 units', () => {
      assert.equal(unread('memory', 'x'.repeat(25_000)), '');
      assert.equal(unread('memory', `${'é'.repeat(25_000)}end`), 'end');
      assert.equal(unread('memory', `${'😀'.repeat(12_500)}end`), 'end');
      assert.equal(unread('memory', `x${'😀'.repeat(12_500)}end`), '😀end');
    });

    test('loses the line in which 25,000 units are reached', () => {
      assert.equal(unread('memory', `${'x'.repeat(24_990)}\n0123456789`), '0123456789');
      assert.equal(unread('memory', `${'x'.repeat(25_000)}\nend`), 'end');
    });

    test('is cut at the limit that comes first', () => {
      const long = Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(200)}`);
      assert.match(unread('memory', long.join('\n')), /^122 /);
      assert.match(message('memory', long.join('\n')) ?? '', /first 25,000 characters/);
      assert.match(message('memory', lines(300)) ?? '', /\(100 lines\).*first 200 lines/);
    });

    test('is measured without front matter, blank lines at the ends and HTML comments', () => {
      const above = '---\nname: me\n---\n\n\n<!-- a note\nof two lines -->\n';
      const middle = lines(199).replace('- line 5\n', '- line 5\n<!-- note -->\n');
      assert.equal(unread('memory', `${above}${middle}\n- line 200\n\n\n`), '');
      assert.equal(unread('memory', `${above}${middle}\n- line 200\n- end\n`), '- end\n');
    });

    test('is measured with comments in code, within a line, and unclosed', () => {
      for (const kept of ['```\n<!-- x -->\n```', 'a <!-- x -->', '<!-- x']) {
        const count = kept.split('\n').length;
        assert.equal(unread('memory', `${lines(200 - count)}\n${kept}`), '', kept);
        assert.equal(unread('memory', `${kept}\n${lines(200 - count)}\nend`), 'end', kept);
      }
    });

    test('takes no long time with many unclosed comments', () => {
      const start = performance.now();
      findLimitExcess('memory', '<!--\n'.repeat(40_000));
      assert.ok(performance.now() - start < 500);
    });
  });

  suite('SKILL.md', () => {
    const long = `${'x'.repeat(1_023)}…end`;
    const written: Record<string, [source: string, unread: string]> = {
      plain: [long, 'end'],
      'in single quotes': [`'''${'x'.repeat(1_021)}''…end'`, 'end'],
      'in double quotes': [`"\\u00e9\\"${'x'.repeat(1_022)}end"`, 'end'],
      folded: [`>-\n  ${'x'.repeat(500)}\n  ${'x'.repeat(522)}\n  end\n`, 'end'],
      literal: [`| # as it is\n  ${'x'.repeat(1_000)}\n\n  ${'x'.repeat(23)}end\n`, 'end'],
      'plain over two lines': [`${'x'.repeat(1_000)}\n  ${'x'.repeat(23)}end`, 'end'],
      'of astral characters': ['😀'.repeat(1_025), '😀'],
    };
    for (const [how, [source, end]] of Object.entries(written))
      test(`is refused for a description that is too long, ${how}`, () => {
        assert.equal(unread('skill', skill(source)), end);
        assert.equal(unread('skill', skill(source).replaceAll('\n', '\r\n')), end);
      });

    test('says what is too long, and what to do', () => {
      assert.equal(
        message('skill', skill(long)),
        'Codex does not load this skill: its description has 1,027 characters, 3 characters more than are allowed. Move ' +
          'details below the front matter.',
      );
    });

    test('is accepted with a description of 1,024 characters, without one, or with broken front matter', () => {
      assert.equal(unread('skill', skill('x'.repeat(1_024))), '');
      assert.equal(unread('skill', skill(`>\n  ${'x'.repeat(1_024)}\n\n`)), '');
      assert.equal(unread('skill', `---\nname: pdf\n---\n${long}`), '');
      assert.equal(unread('skill', long), '');
      assert.equal(unread('skill', skill(`[${long}`)), '');
      assert.equal(unread('skill', `---\n- ${long}\n---\n`), '');
    });

    test('has advice on the text below the front matter, which is no finding', () => {
      const text = skill('Reads PDFs.', 'word '.repeat(50_000));
      assert.equal(unread('skill', text), '');
      const [advice] = lengthAdvice('skill', text);
      assert.equal(text.slice(advice?.span.start, advice?.span.end), 'word '.repeat(50_000));
      assert.match(advice?.message ?? '', /about 5,000 tokens/);
      assert.deepEqual(lengthAdvice('agents', text), []);
    });
  });

  test('let Windsurf read 12,000 characters of a rules file', () => {
    assert.equal(unread('windsurfRules', '😀'.repeat(12_000)), '');
    assert.equal(unread('windsurfRules', `${'x'.repeat(12_000)}end`), 'end');
    assert.match(
      message('windsurfRules', `${'x'.repeat(12_000)}end`) ?? '',
      /^Windsurf does not read what follows \(3 char/,
    );
  });
});
