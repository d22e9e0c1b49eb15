import type { OrderFinding } from './orderFindingTypes';
import { followingText, type FollowingText, type Outline } from './promptOutline';
import { headingMatcher } from './recognizeHeading';
import { shareWord } from './matchWordsByStem';
import { startOfLine } from './lineBounds';
import type { Span } from '../text/span';
import { CUE, FILLED_LABEL } from './labelForModelToFill';

/** Words for time, with which “following” announces nothing: “the following week”. */
const TIMES =
  'days?|weeks?|months?|years?|quarters?|morning|evening|night|hours?|minutes?|seasons?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
/** Words that announce something, one pattern per line. */
const ANNOUNCES = new RegExp(
  [
    // “the following format”, but not “the following week”
    String.raw`\bthe following (?!(?:\w+ )?(?:${TIMES})\b)[\w'’-]+(?: [\w'’-]+)?`,
    // “as follows”
    String.raw`\bas follows\b`,
    // “the text that follows”, “these notes I paste here”, “the e-mail below”
    String.raw`\b(?:the|this|these) [\w'’ -]{2,40}?(?:that follows?|(?:I|we)(?: will)? (?:paste|give|quote|copy|attach|insert|put) (?:you )?(?:here|below)|(?:pasted|given|quoted|shown|described|attached|printed) (?:here|below)|below)(?=\s*(?:[.,;:)]|$)| (?:and|in|into|to|for|by|with|as|so)\b)`,
  ].join('|'),
  'gi',
);

/** Marks content rather than a remark: a bracket, quotation mark, colon, question mark, table or list. */
const CONTENT = /[{}[\]<>`"“:?|]|^\s*(?:[-*•]|\d+[.)])\s/m;
/** Maximum words of remarks between an announcement and the end; more count as the announced content. */
const MAX_REMARK_WORDS = 30;

/** Finds words that announce something where the text ends or turns to something else. */
export function announcedButMissing(outline: Outline): OrderFinding[] {
  return outline.sentences.flatMap((sentence) => {
    const words = announcement(outline, sentence);
    // When it comes later under a heading, the words are a forward reference instead.
    const isLater = words && comesLater(outline, sentence);
    return words && !isLater ? [{ kind: 'nothing-follows' as const, ...words }] : [];
  });
}

/** Whether a later heading names what the sentence announces. */
function comesLater({ prose, headings }: Outline, { start, end }: Span): boolean {
  const matches = headingMatcher(prose.slice(start, end));
  return headings.some((heading) => heading.start >= end && matches(heading));
}

/** The words of a sentence that announce something that is missing. */
function announcement({ prose, text }: Outline, sentence: Span): Span | undefined {
  const words = prose.slice(sentence.start, sentence.end);
  if (words.endsWith(':')) return announcementByColon(text, words, sentence.end);
  const match = [...words.matchAll(ANNOUNCES)].at(-1);
  if (!match) return undefined;
  const [start, end] = [sentence.start + match.index, sentence.start + match.index + match[0].length];
  if (CONTENT.test(text.slice(end, sentence.end)) || !endsSoon(text, sentence)) return undefined;
  return { start, end };
}

/** The last line of a sentence that ends in a colon without the announced content after it. */
function announcementByColon(text: string, sentence: string, end: number): Span | undefined {
  const next = followingText(text, end);
  if (next.onLine !== '' || !isMissing(sentence, next)) return undefined;
  const line = sentence.slice(sentence.lastIndexOf('\n') + 1).replace(/^[^\p{L}\p{N}]+/u, '');
  const isLabel = line.split(/\s+/).length <= 2 && text.slice(startOfLine(text, end - 1), end).trim() === line;
  const isCue = CUE.test(line.slice(0, -1)) || (isLabel && FILLED_LABEL.test(text.slice(0, end - line.length)));
  return isCue && !/\bfollowing\b/i.test(line) ? undefined : { start: end - line.length, end };
}

/** Whether only remarks come before the end of the text or the next heading. */
function endsSoon(text: string, { end }: Span): boolean {
  const next = followingText(text, end);
  const remarkWords = next.onLine.split(/\s+/).length;
  if (CONTENT.test(next.onLine) || remarkWords > MAX_REMARK_WORDS) return false;
  return next.block === '' || (next.heading !== undefined && !shareWord(text.slice(0, end).slice(-200), next.heading));
}

/** Whether the sentence is followed by the end, or by a heading or labelled line that shares no word with it. */
function isMissing(sentence: string, { block, heading, isApart }: FollowingText): boolean {
  if (block === '') return true;
  if (heading !== undefined) return !shareWord(sentence, heading);
  const label = /^([A-Z][^\n:]{2,40}):[ \t]+\S[^\n]*$/.exec(block);
  return isApart && label !== null && !shareWord(sentence, label[1]!);
}
