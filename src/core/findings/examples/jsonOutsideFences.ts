import type { Example } from './example';
import type { Block } from '../../text/structure/textBlocks';
import { blockIndexAt, type TextStructure } from '../../text/structure/textStructure';

/** A line on which JSON begins: “{”, “Output: {”, “[{"id": 1,” */
const BEGINS = /^[ \t]*(?:[^\n{}[\]"'`]{0,60}:[ \t]*)?(?=(?:\{\{?|\[)[ \t]*(?:$|["“{]))/;
/** A line that can belong to JSON that has begun. */
const GOES_ON = /^[ \t]*(?:[{}[\]"“,…<]|\.\.\.|\/\/|\d|-\d|true|false|null|$)/;
/** What stands before JSON that is a part of a program. */
const IN_CODE = /(?:[([{=,]|[([{]\s*["'][^\n]*)$/;
/** What follows JSON that is a part of a program. */
const CODE_FOLLOWS = /^\s*(?:[)\]};,]|[\w.]{1,40}[ \t]*(?:=|\())/;

/** JSON objects over several lines outside of fences, as prompts in YAML and templates often have them. */
export function jsonOutsideFences({ text, blocks }: TextStructure): Example[] {
  const examples: Example[] = [];
  let end = 0;
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const begins = index < end ? undefined : BEGINS.exec(line.slice(0, 300));
    if (!begins || isCode(blocks[blockIndexAt(blocks, index)], index)) continue;
    const start = index + begins[0].length;
    end = endOfJson(text, index + line.length, /^[ \t]*/.exec(line)![0]);
    const example = text.slice(start, end).trimEnd();
    if (!/["“][^"“”\n]{1,80}["”]?[ \t]*[:：]/.test(example) || !example.includes('\n')) continue;
    const isInCode = [index, start].some((offset) =>
      IN_CODE.test(text.slice(Math.max(0, offset - 200), offset).trimEnd()),
    );
    const isCutShort = !/[}\]]$/.test(example) && /^\n[ \t]*\S/.test(text.slice(end, end + 100));
    if (!isInCode && !isCutShort && !CODE_FOLLOWS.test(text.slice(start + example.length, end + 80)))
      examples.push({ start, end: start + example.length, text: example, language: 'json' });
  }
  return examples;
}

function isCode(block: Block | undefined, offset: number): boolean {
  return block !== undefined && block.start <= offset && (block.kind === 'code' || block.kind === 'front matter');
}

/**
 * Where the lines end that can belong to the JSON which begins on the line that ends at `offset`: before other text, or with a bracket
 * under the first line that nothing follows.
 */
function endOfJson(text: string, offset: number, indentation: string): number {
  let end = offset;
  while (end < text.length) {
    const next = text.indexOf('\n', end + 1) < 0 ? text.length : text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next);
    if (!GOES_ON.test(line.slice(0, 300))) break;
    end = next;
    const isClosed = /^[}\]]{1,2}[ \t]*$/.test(line.slice(indentation.length));
    if (isClosed && line.startsWith(indentation) && /^\n[ \t]*(?:\n|$)/.test(text.slice(end, end + 100))) break;
  }
  return end;
}
