import type { Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';
import { announcedNumbers, type AnnouncedNumber } from '../words/announcedNumber';
import { bulletsBelow, rowsBelow } from '../words/bulletsBelow';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { seriesOfNumbers, type Series } from '../words/numberedLines';
import type { Rule } from '../rule';

/** “The following three steps:”, and then two. */
export const announcedCount: Rule = {
  id: 'announced-count',
  title: 'A list that is longer or shorter than announced',
  isOnByDefault: false,
  reads: 'prompt',
  find(prompt) {
    const announced = announcedNumbers(prompt.outline);
    const series = announced.length === 0 ? [] : seriesOfNumbers(prompt.outline);
    return announced.flatMap((each) => findIn(prompt, each, series));
  },
};

/** UTF-16 code units behind a list in which it can go on. */
const REACH = 3000;
/** Tags of templates, which leave out or repeat items. */
const TAG = /\{%|\{\{[#/^]|<%|<#|\{#/;

function findIn({ text, outline }: CheckedPrompt, announced: AnnouncedNumber, series: readonly Series[]): Finding[] {
  const list = announced.isDirect ? listBelow(outline, announced, series) : labelled(text, announced, series);
  if (!list || list.length < 2 || list.length === announced.count) return [];
  const { start, count } = announced;
  const end = list.at(-1)!.end;
  if (TAG.test(text.slice(start, end))) return [];
  const words = text.slice(start, announced.end);
  const verb = /-\p{L}/u.test(words) ? 'is' : 'are';
  const message =
    list.length < count
      ? `“${words}” ${verb} announced, but only ${list.length} follow. The model looks for what is missing, or makes it up.`
      : `“${words}” ${verb} announced, but ${list.length} follow. The model may leave out what is too much.`;
  return [{ start, end: announced.end, message, related: { start: list[0]!.start, end } }];
}

function listBelow(
  outline: Outline,
  announced: AnnouncedNumber,
  series: readonly Series[],
): readonly Span[] | undefined {
  const numbered = numberedBelow(outline, announced, series);
  if (numbered || announced.isVague) return numbered;
  return bulletsBelow(outline, announced.lineEnd) ?? rowsBelow(outline, announced);
}

/** The numbered list or headings directly below. */
function numberedBelow(outline: Outline, { lineEnd }: AnnouncedNumber, series: readonly Series[]): Series | undefined {
  const begin = lineEnd + /^\s*/.exec(outline.text.slice(lineEnd, lineEnd + 200))![0].length;
  const below = series.find(([first]) => first!.start <= begin && begin < first!.end);
  if (!below || !isComplete(below) || goesOnOtherwise(outline.text, below)) return undefined;
  const section = outline.headings.findLast(({ start, level }) => level > 0 && start < lineEnd);
  const { level } = below[0]!;
  return level === 0 || level > (section?.level ?? 0) ? below : undefined;
}

/** Whether the next number comes in another form: “3a”, or behind something that interrupts the list. */
function goesOnOtherwise(text: string, series: Series): boolean {
  const { number, end } = series.at(-1)!;
  const next = new RegExp(
    String.raw`\n[^\p{L}\p{N}\n]{0,8}(?:\p{L}{1,20} )?(?:${number}[a-z]|${number + 1}[a-z]?)\b`,
    'u',
  );
  return next.test(text.slice(end, end + REACH));
}

/** “Phase 1”, “Phase 2” …, the only ones with this word in the text. */
function labelled(text: string, { noun, start, end }: AnnouncedNumber, series: readonly Series[]): Series | undefined {
  const hasOneWord = /^\S+[ -]\S+$/.test(text.slice(start, end)) || /-\p{L}+ /u.test(text.slice(start, end));
  if (!hasOneWord) return undefined;
  const alike = series.filter(([first]) => first!.word !== '' && `${first!.word}s` === noun);
  const [only] = alike;
  if (alike.length !== 1 || only![0]!.start < start || only![0]!.level === 0) return undefined;
  return isComplete(only!) && !goesOnOtherwise(text, only!) ? only : undefined;
}

function isComplete(series: Series): boolean {
  return series.every(({ number, isInsert }, index) => number === index + 1 && !isInsert);
}
