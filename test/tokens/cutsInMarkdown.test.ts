import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { structureOf } from '../../src/core/text/structure/textStructure';
import { joinSegments } from '../../src/core/tokens/joinSegments';
import { segmentText } from '../../src/core/tokens/segmentText';
import type { SplitOptions } from '../../src/core/tokens/splitIntoSegments';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import { trim, type Keep, type TrimOptions } from '../../src/core/tokens/trimToLimit';
import { loadOpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { models } from '../helpers/fixtures';
import { seeded } from '../helpers/random';
import { segmentsOf } from '../helpers/segmentsOf';
import { randomMarkdown } from '../helpers/randomMarkdown';

const NO_OVERLAP = { count: 0, unit: 'tokens' } as const;
/** What the random texts have in them that must not be cut. */
const PLACEHOLDERS = /\{\{customer_name\}\}|\$\{user\.name\}|\{topic\}|%s/g;
/** What a segment may repeat. */
const TABLE_HEADER_OR_FENCE = /^[^\n]*(?:\|[^\n]*\n[^\n]*-|`{3}|~{3})[^\n]*\n$/;
/** Limits that leave room for the longest of them. */
const LEAST_LIMIT = 24;

suite('cuts in Markdown', () => {
  let bert: Tokenizer;
  let gpt: Tokenizer;

  suiteSetup(async () => {
    env.allowRemoteModels = false;
    env.localModelPath = models;
    bert = await loadTokenizer(path.join(models, 'prompt-bert'));
    gpt = await loadOpenAiEncoding('o200k_base');
  });

  function segments(text: string, options: SplitOptions, tokenizer = bert) {
    return segmentsOf(text, options, tokenizer);
  }

  function texts(text: string, limit: number, overlap: SplitOptions['overlap'] = NO_OVERLAP): string[] {
    return segments(text, { limit, overlap }).map((segment) => segmentText(text, segment));
  }

  function trimmed(text: string, options: TrimOptions, tokenizer = bert): string {
    const count = (part: string) => tokenCount(tokenizer.encode(part));
    return trim(text, tokenizer.encode(text), options, count)
      .map(({ start, end }) => text.slice(start, end))
      .join('');
  }

  /** Offsets that no cut may be at, each with what it would cut. */
  function insideOf(text: string): Map<number, string> {
    const inside = new Map<number, string>();
    const add = (part: string, start: number) => {
      for (let offset = start + 1; offset < start + part.length; offset++) inside.set(offset, part);
    };
    const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    for (const { segment, index } of graphemes.segment(text)) add(segment, index);
    for (const { 0: part, index } of text.matchAll(PLACEHOLDERS)) add(part, index);
    return inside;
  }

  suite('in 12 scripts', () => {
    const random = seeded(19);
    const below = (limit: number) => Math.floor(random() * limit);
    const any = <T>(values: readonly T[]) => values[below(values.length)]!;

    test('segments make up the text, cut nothing that belongs together, and overlap from the start of a unit on', () => {
      for (const text of randomMarkdown(600)) {
        const tokenizer = any([bert, gpt]);
        const unit = any(['tokens', 'sentences'] as const);
        const options = { limit: LEAST_LIMIT + below(100), overlap: { count: below(4), unit } };
        const inside = insideOf(text);
        const unitStarts = new Set(
          unit === 'sentences' ? boundariesOf(text, 'sentence') : tokenizer.encode(text).starts,
        );
        let joined = '';
        const all = segments(text, options, tokenizer);
        if (options.overlap.count === 0)
          assert.equal(joinSegments(all.map((segment) => segmentText(text, segment))), text);
        for (const { start, end, header } of all) {
          for (const cut of [start, end])
            assert.ok(!inside.has(cut), `${JSON.stringify(inside.get(cut))} is cut in ${JSON.stringify(text)}`);
          const isOverlap = start < joined.length;
          const isBehindPart = inside.has(start - 1);
          assert.ok(!isOverlap || unitStarts.has(start) || isBehindPart, JSON.stringify(text.slice(start, end)));
          if (header) assert.match(text.slice(header.start, header.end), TABLE_HEADER_OR_FENCE);
          joined += text.slice(joined.length, end);
        }
        assert.equal(joined, text);
      }
    });

    test('trimming cuts nothing that belongs together, and says all that it keeps', () => {
      for (const text of randomMarkdown(600, 23)) {
        const tokenizer = any([bert, gpt]);
        const keep: Keep = any(['start', 'end', 'middle', 'both ends']);
        const options = { limit: LEAST_LIMIT + below(60), keep, boundary: any(['token', 'word', 'sentence'] as const) };
        const inside = insideOf(text);
        const count = (part: string) => tokenCount(tokenizer.encode(part));
        for (const { start, end } of trim(text, tokenizer.encode(text), options, count)) {
          for (const cut of [start, end])
            assert.ok(!inside.has(cut), `${JSON.stringify(inside.get(cut))} is cut in ${JSON.stringify(text)}`);
        }
      }
    });
  });

  test('an overlap of sentences begins with a sentence, or there is none', () => {
    const text =
      'Ask for the name of Dr. Lee first. Then ask e.g. Monday or Tuesday would do. Book it and say goodbye. Stop.';
    for (let limit = 16; limit < 40; limit++) {
      for (const segment of texts(text, limit, { count: 1, unit: 'sentences' }).slice(1))
        assert.match(segment, /^(?:Then|Book|Stop)/, `limit ${limit}`);
    }
  });

  test('code stays whole where it fits into a segment', () => {
    for (const [opening, closing] of [
      ['```python', '```'],
      ['~~~', '~~~'],
      ['````md\n```', '```\n````'],
      ['<table>', '</table>'],
      ['<!--', '-->'],
      ['$$', '$$'],
    ] as const) {
      const code = `${opening}\nx = 1\n# Set y\ny = 2\n# Add them up\nz = x + y\n${closing}`;
      const text = `# Task\n\nRead this first, and then say what it does in one sentence.\n\n${code}\n\nNow answer.\n`;
      assert.ok(
        texts(text, 60).some((segment) => segment.includes(code)),
        code,
      );
    }
  });

  for (const [name, indent, before] of [
    ['a table', '', ''],
    ['a table in a list', '  ', '- Limits:\n\n'],
    ['a table in a quotation', '> ', ''],
  ] as const) {
    test(`each segment of ${name} has its header`, () => {
      const header = `${indent}| name | default |\n${indent}|---|---|\n`;
      const rows = Array.from({ length: 20 }, (_, index) => `${indent}| timeout_${index} | ${index} seconds |\n`);
      const text = `Use this:\n\n${before}${header}${rows.join('')}\nAnswer.\n`;
      const all = segments(text, { limit: 70, overlap: NO_OVERLAP });
      assert.ok(all.length > 3);
      for (const segment of all) {
        const own = segmentText(text, segment);
        const firstRow = own.indexOf('timeout');
        if (firstRow >= 0) assert.ok(own.slice(0, firstRow).includes(header), own);
      }
      assert.equal(all.map(({ start, end }) => text.slice(start, end)).join(''), text);
      assert.equal(joinSegments(all.map((segment) => segmentText(text, segment))), text);
    });
  }

  for (const [name, opening, indent, closing] of [
    ['a fence', '```python\n', '', '```\n'],
    ['a fence that names no language', '~~~\n', '', '~~~\n'],
    ['a fence in a list', '- ```\n', '  ', '  ```\n'],
    ['a fence in a quotation', '> ```\n', '> ', '> ```\n'],
  ] as const) {
    test(`each segment of ${name} opens it`, () => {
      const lines = Array.from({ length: 60 }, (_, index) => `${indent}wait_${index} = ${index}\n`);
      const text = `Use this:\n\n${opening}${lines.join('')}${closing}\nAnswer.\n`;
      const all = segments(text, { limit: 70, overlap: NO_OVERLAP });
      assert.ok(all.length > 3);
      for (const segment of all) {
        const own = segmentText(text, segment);
        const lines = structureOf(own).blocks.filter(({ start, end }) => own.slice(start, end).includes('wait_'));
        assert.ok(
          lines.every(({ kind }) => kind === 'code'),
          own,
        );
      }
      assert.equal(all.map(({ start, end }) => text.slice(start, end)).join(''), text);
      assert.equal(joinSegments(all.map((segment) => segmentText(text, segment))), text);
    });
  }

  test('trimming to sentences ends behind no abbreviation, whatever the limit', () => {
    const text =
      'You assist Prof. Weber at St. Olaf. Ask for e.g. Tea or approx. Two cups. Say no more, i.e. Nothing. Go.';
    for (let limit = 4; limit < 45; limit++) {
      const kept = trimmed(text, { limit, keep: 'start', boundary: 'sentence' });
      assert.doesNotMatch(kept, /\b(?:Prof|St|e\.g|approx|i\.e)\.$/, kept);
    }
  });

  for (const [language, text] of [
    [
      'Chinese',
      '# 任务\n\n你是一名图书馆的助手负责回答读者关于借书还书的各种问题，请先阅读规则再回答，不要编造，语气要友好',
    ],
    [
      'Japanese',
      '# 役割\n\nあなたは図書館の窓口担当として利用者の質問に丁寧に答え、本の場所と貸出期間を案内し、わからないことは確認します',
    ],
    ['Thai', '# งาน\n\nคุณเป็นผู้ช่วยของห้องสมุดที่ตอบคำถามของผู้อ่านเกี่ยวกับการยืมและคืนหนังสืออย่างสุภาพและสั้นที่สุดเท่าที่จะทำได้'],
  ] as const) {
    test(`trimming ${language} uses the room, and cuts between words`, () => {
      for (const boundary of ['word', 'sentence'] as const) {
        const kept = trimmed(text, { limit: 30, keep: 'start', boundary }, gpt);
        assert.ok(tokenCount(gpt.encode(kept)) > 20, kept);
        assert.ok(boundariesOf(text, 'word').includes(kept.length), kept);
      }
    });
  }
});
