import type { OrderFinding } from './orderFindingTypes';
import { followingText, type FollowingText, type Outline } from './promptOutline';
import { headingsAbout } from './headingsByWords';
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

/** A word that all of these contain: most sentences have none, and need no further look. */
const ANNOUNCING_WORD = /follow|here|below/i;

/** Marks content rather than a remark: a bracket, quotation mark, colon, question mark, table or list. */
const CONTENT = /[{}[\]<>`"“:?|]|^\s*(?:[-*•]|\d+[.)])\s/m;
/** Maximum words of remarks between an announcement and the end; more count as the announced content. */
const MAX_REMARK_WORDS = 30;

/** Finds words that announce something where the text ends or turns to something else. */
export function announcedButMissing(outline: Outline): OrderFinding[] {
  const firstFilledLabel = FILLED_LABEL.exec(outline.text);
  const firstFilled = firstFilledLabel ? firstFilledLabel.index + firstFilledLabel[0].length : Infinity;
  return outline.sentences.flatMap((sentence) => {
    const words = announcement(outline, sentence, firstFilled);
    // When it comes later under a heading, the words are a forward reference instead.
    const isLater = words && comesLater(outline, sentence);
    return words && !isLater ? [{ kind: 'nothing-follows' as const, ...words }] : [];
  });
}

/** Whether a later heading names what the sentence announces. */
function comesLater({ prose, byStem }: Outline, { start, end }: Span): boolean {
  return headingsAbout(byStem, prose.slice(start, end), end) !== undefined;
}

/** The words of a sentence that announce something that is missing. */
function announcement(outline: Outline, sentence: Span, firstFilled: number): Span | undefined {
  const { prose, text } = outline;
  const words = prose.slice(sentence.start, sentence.end);
  if (words.endsWith(':')) return announcementByColon(outline, words, sentence.end, firstFilled);
  if (!ANNOUNCING_WORD.test(words)) return undefined;
  const match = [...words.matchAll(ANNOUNCES)].at(-1);
  if (!match) return undefined;
  const [start, end] = [sentence.start + match.index, sentence.start + match.index + match[0].length];
  if (CONTENT.test(text.slice(end, sentence.end)) || !endsSoon(outline, sentence)) return undefined;
  return { start, end };
}

/**
 * The last line of a sentence that ends in a colon without the announced content after it.
 *
 * @param firstFilled UTF-16 offset behind the first label with content
 */
function announcementByColon(outline: Outline, sentence: string, end: number, firstFilled: number): Span | undefined {
  const { text } = outline;
  const next = followingText(outline, end);
  if (next.onLine !== '' || !isMissing(sentence, next)) return undefined;
  const line = sentence.slice(sentence.lastIndexOf('\n') + 1).replace(/^[^\p{L}\p{N}]+/u, '');
  const isLabel = line.split(/\s+/).length <= 2 && text.slice(startOfLine(outline, end - 1), end).trim() === line;
  const isCue = CUE.test(line.slice(0, -1)) || (isLabel && firstFilled <= end - line.length);
  return isCue && !/\bfollowing\b/i.test(line) ? undefined : { start: end - line.length, end };
}

/** Whether only remarks come before the end of the text or the next heading. */
function endsSoon(outline: Outline, { end }: Span): boolean {
  const { text } = outline;
  const next = followingText(outline, end);
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
