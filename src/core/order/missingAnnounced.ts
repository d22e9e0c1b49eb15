import type { OrderFinding } from './orderFinding';
import { anyOf, followingText, namerOf, shareWord, startOfLine, type FollowingText, type Outline } from './outline';
import type { Span } from '../text/span';

const TIMES =
  'days?|weeks?|months?|years?|quarters?|morning|evening|night|hours?|minutes?|seasons?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
/** What announces something in the words of its sentence. */
const ANNOUNCES = new RegExp(
  [
    String.raw`\bthe following (?!(?:\w+ )?(?:${TIMES})\b)[\w'’-]+(?: [\w'’-]+)?`,
    String.raw`\bas follows\b`,
    String.raw`\b(?:the|this|these) [\w'’ -]{2,40}?(?:that follows?|(?:I|we)(?: will)? (?:paste|give|quote|copy|attach|insert|put) (?:you )?(?:here|below)|(?:pasted|given|quoted|shown|described|attached|printed) (?:here|below)|below)(?=\s*(?:[.,;:)]|$)| (?:and|in|into|to|for|by|with|as|so)\b)`,
  ].join('|'),
  'gi',
);
/** Labels behind which a model is meant to go on. */
const CUES = anyOf(`
  answer output response reply assistant ai completion result translation summary json sql label category verdict
  story poem rewrite explanation model bot you a title
`);
const CUE = new RegExp(
  String.raw`^(?:(?:the|your|final|corrected|rewritten|new|a|my|short|first)[ \t]{1,3}){0,4}(?:${CUES})[^\p{L}\p{N}]{0,4}$`,
  'iu',
);
/** A label with something behind it: after some of these, a label alone is for the model to go on from. */
const FILLED_LABEL = /^[ \t]*[\p{L}][^\n:]{0,30}:[ \t]*\S/mu;
const CONTENT = /[{}[\]<>`"“:?|]|^\s*(?:[-*•]|\d+[.)])\s/m;
/** Words that may come between an announcement and the end, and are no content. */
const MOST_REMARKS = 30;

/** Words that announce something, where the text ends or turns to something else instead. */
export function missingAnnounced(outline: Outline): OrderFinding[] {
  return outline.sentences.flatMap((sentence) => {
    const words = announcement(outline, sentence);
    // What comes under a heading of its own later is another matter: a reference forward.
    const isLater = words && comesLater(outline, sentence);
    return words && !isLater ? [{ kind: 'nothing-follows' as const, ...words }] : [];
  });
}

function comesLater({ prose, headings }: Outline, { start, end }: Span): boolean {
  const isNamed = namerOf(prose.slice(start, end));
  return headings.some((heading) => heading.start >= end && isNamed(heading));
}

function announcement({ prose, text }: Outline, sentence: Span): Span | undefined {
  const said = prose.slice(sentence.start, sentence.end);
  if (said.endsWith(':')) return openEnd(text, said, sentence.end);
  const match = [...said.matchAll(ANNOUNCES)].at(-1);
  if (!match) return undefined;
  const [start, end] = [sentence.start + match.index, sentence.start + match.index + match[0].length];
  if (CONTENT.test(text.slice(end, sentence.end)) || !endsSoon(text, sentence)) return undefined;
  return { start, end };
}

/** The words before a colon that has nothing behind it. */
function openEnd(text: string, said: string, end: number): Span | undefined {
  const next = followingText(text, end);
  if (next.onLine !== '' || !isMissing(said, next)) return undefined;
  const line = said.slice(said.lastIndexOf('\n') + 1).replace(/^[^\p{L}\p{N}]+/u, '');
  const isLabel = line.split(/\s+/).length <= 2 && text.slice(startOfLine(text, end - 1), end).trim() === line;
  const isCue = CUE.test(line.slice(0, -1)) || (isLabel && FILLED_LABEL.test(text.slice(0, end - line.length)));
  return isCue && !/\bfollowing\b/i.test(line) ? undefined : { start: end - line.length, end };
}

/** Whether nothing but remarks come before the end of the text or a heading. */
function endsSoon(text: string, { end }: Span): boolean {
  const next = followingText(text, end);
  const remarks = next.onLine.split(/\s+/).length;
  if (CONTENT.test(next.onLine) || remarks > MOST_REMARKS) return false;
  return next.block === '' || (next.heading !== undefined && !shareWord(text.slice(0, end).slice(-200), next.heading));
}

/** Whether what follows is the end, a heading or a remark of its own that has nothing to do with what was said. */
function isMissing(said: string, { block, heading, isApart }: FollowingText): boolean {
  if (block === '') return true;
  if (heading !== undefined) return !shareWord(said, heading);
  const label = /^([A-Z][^\n:]{2,40}):[ \t]+\S[^\n]*$/.exec(block);
  return isApart && label !== null && !shareWord(said, label[1]!);
}
