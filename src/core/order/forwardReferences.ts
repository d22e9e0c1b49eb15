import type { OrderFinding } from './orderFinding';
import type { Span } from '../text/span';
import { MATERIAL } from './lateInstructions';
import {
  anyOf,
  followingText,
  endOfLine,
  isBlank,
  isHeadingAlone,
  namerOf,
  sentenceAt,
  shareWord,
  startOfLine,
  type Heading,
  type Outline,
} from './outline';
import { insertionForPart } from './insertionPoint';

const TEXTS = anyOf(`
  prompt message document page text file brief briefing sheet instructions? note notes mail e-?mail form post
  request task system_prompt assignment worksheet handout letter description
`);
const THIS = String.raw`(?:this|the|these|my) (?:whole |entire )?(?:${TEXTS})`;
const PLACE = [
  String.raw`(?:at|in|near|towards) (?:the|its) (?:very )?(?:end|bottom|foot)(?: of ${THIS})?(?! of)`,
  String.raw`in (?:the|a) (?:very )?(?:next|last|final|following|later|closing) (?:section|part|paragraph|chapter|block|lines?)(?: of ${THIS})?`,
  String.raw`(?:further |just |right )?below(?! (?:\d|average|zero))`,
  String.raw`further (?:down|on|below|along)(?! (?:the|on)\b)(?: in ${THIS})?`,
  String.raw`later(?: on)?(?: in ${THIS})?(?=\s*(?:[.,;:)!?—–-]|$)| on\b)`,
  String.raw`later(?: on)? in ${THIS}`,
  String.raw`after(?:wards| (?:the|these|this|my) \w+)(?=\s*(?:[.,;:)!?—–-]|$))`,
].join('|');
/** What says that something is told. */
const PARTICIPLES = anyOf(`
  described defined explained listed specified outlined detailed provided stated mentioned named noted included
  discussed introduced attached quoted printed appended supplied summari[sz]ed presented placed pasted added given
  shown set_out laid_out spelled_out spelt_out found put definitions?
`);
const TELL = anyOf(`
  describe define explain list give show specify state mention name find add quote paste put say tell share write
`);
const TOLD = String.raw`(?:${PARTICIPLES}|(?:I|we|you)(?:['’]ll| will)? (?:${TELL})|see|consult|check|find)`;
const STANDS = String.raw`(?:comes?|appears?|follows?|stands?|is|are|waits?)`;

const PATTERNS: readonly RegExp[] = [
  // described (in detail) below; see the matrix at the end
  new RegExp(String.raw`\b(?:as |is |are |be )?${TOLD} (?:(?!and\b|or\b|then\b)[\w'’“”"-]+ ){0,4}?(?:${PLACE})`, 'gi'),
  // I will give you the criteria afterwards
  new RegExp(
    String.raw`\b(?:I|we)(?:['’]ll| will| shall|['’]m going to| am going to) (?:[\w'’-]+ ){1,7}?(?:${PLACE}|in a (?:moment|minute|second))`,
    'gi',
  ),
  // the scale comes at the end
  new RegExp(String.raw`\b[\w'’-]+ ${STANDS} (?:only |all )?(?:${PLACE})(?=\s*(?:[.,;:)!?—–-]|$)| of ${THIS})`, 'gi'),
  // the checklist at the end of this message
  new RegExp(
    String.raw`\b(?:the|my|our|your|all|any) (?:[\w'’-]+ ){1,4}?(?:at|in|near|towards) (?:the|its) (?:very )?(?:end|bottom|foot) of ${THIS}`,
    'gi',
  ),
  // (glossary: see further below), the list further down
  new RegExp(String.raw`\b(?:the|my|our|your|a) (?:[\w'’-]+ ){1,4}?further (?:down|below|on)(?! (?:the|on)\b)`, 'gi'),
];
const PROMISE = /^(?:that |which )?(?:I|we)\b/i;
/** the exceptions below: only where a clause ends, or goes on with a word that has no object. */
const NOUN_BELOW =
  /\b(?:the|these|this|my|our|your|any|each|every|all|one|only|both) (?:[\w'’-]+ ){1,5}?(?:below|that follows?)(?=\s*(?:[.,;:)!?—–]|$)| (?:in|when|before|and|or|to|for|if|so|that|by|as|with|without|into|applies|apply|is|are|unless|while|using|from|carefully)\b)/gi;
const NAMED =
  /\b(?:in|under|see|to|of)(?: the)?(?: (?:section|heading|part|chapter|title|appendix|headline|list|block|paragraph))?(?: (?:called|named|titled|on))? (?:["“*]+([A-Z][\w &'’-]{1,40}?)["”*]+|([A-Z][\w&'’-]{2,}(?: [A-Z]\w+)?|\d{1,2}))(?: (?:section|heading|below))?/g;
/** As many as anyone would look at. */
const MOST_FOUND = 200;

/** Words that send the reader further on, to what does not follow directly. */
export function forwardReferences(outline: Outline): OrderFinding[] {
  const { prose } = outline;
  const found = PATTERNS.flatMap((pattern) => [...prose.matchAll(pattern)])
    .concat([...prose.matchAll(NOUN_BELOW)])
    .map(({ index, 0: words }) => ({ start: index, end: index + words.length }))
    .slice(0, MOST_FOUND)
    .filter((span) => !isAnswered(outline, span))
    .map((span) => ({ ...span, kind: 'forward-reference' as const, ...meant(outline, span) }));
  return [...found, ...namedSections(outline)];
}

/** Code, a quotation, a placeholder or a list. */
const MATERIAL_BEGINS = /^(?:```|~~~|[>"“{<[|]|[-*•+][ \t]|\d+[.)][ \t])/;

/** Whether what is announced follows directly, or nothing at all does. */
function isAnswered(outline: Outline, { start, end }: Span): boolean {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const { onLine, block, heading } = followingText(text, sentence.end);
  const isColon = text.slice(end, sentence.end).includes(':') || text[sentence.end - 1] === ':';
  if (isColon && /:\s*\S/.test(text.slice(end, sentence.end))) return true;
  const words = text.slice(start, end);
  // Remarks may come between an instruction and the text that it is for.
  if (onLine !== '') return MATERIAL.test(words) && isMaterial(block, words);
  if (block === '') return true;
  const isFar = /\b(?:end|bottom|last|final|later|afterwards|foot|further)\b/i.test(words);
  if (isFar) return false;
  if (MATERIAL_BEGINS.test(block)) return true;
  const said = text.slice(sentence.start, end);
  const isNamed = namerOf(said);
  const named = outline.headings.find((each) => each.start >= sentence.end && isNamed(each));
  // Something further on is named so: then it is that, and not what comes next.
  if (named) return text.slice(sentence.end, named.start).trim() === '';
  return heading === undefined && !/\bsection\b/.test(words);
}

/** Whether a block is what an instruction is for: quoted, code, a placeholder, or labelled as what the words name. */
function isMaterial(block: string, words: string): boolean {
  const label = /^([^\n:]{2,40}):/.exec(block)?.[1];
  return (
    /^(?:---|\*\*\*)/.test(block) || MATERIAL_BEGINS.test(block) || (label !== undefined && shareWord(words, label))
  );
}

/** “defined under Output”, where a heading of that name comes later and not next. */
function namedSections(outline: Outline): OrderFinding[] {
  const { prose, text } = outline;
  const headings = outline.headings.map((heading) => ({ ...heading, title: heading.title.toLowerCase() }));
  return Array.from(prose.matchAll(NAMED)).flatMap((match) => {
    const name = (match[1] ?? match[2])!.toLowerCase();
    const target = headings.find(({ title, number }) => title === name || (number !== undefined && number === name));
    const isLater = target && target.start > endOfLine(text, match.index);
    const isEarlier = headings.some(({ title, start }) => title === name && start < startOfLine(text, match.index));
    if (!isLater || isEarlier || !/\b(?:section|heading|part|chapter|under|see|appendix|in the)\b/i.test(match[0]))
      return [];
    const span = { start: match.index, end: match.index + match[0].length };
    return [{ kind: 'forward-reference' as const, ...span, ...moveBefore(outline, span.start, target) }];
  });
}

/** The words as they are right once what they speak of has come before them. */
export function pointingBack(words: string): string {
  return words.replace(new RegExp(String.raw`\b(?:${PLACE}|that follows?)`, 'i'), 'above');
}

/** As many words before a reference say what it is to: “the tools listed below”. */
const NAMING = /(?:[\w'’“”"-]+ ){0,4}$/;

/** The part that is named as what the words speak of, if there is one further on: a section rather than a label. */
function meant(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const words = text.slice(start, end);
  // A promise to tell it later stays one wherever it is told.
  if (PROMISE.test(words)) return {};
  const isNamed = namerOf(NAMING.exec(text.slice(sentence.start, start))![0] + words);
  const named = outline.headings.filter((heading) => heading.start >= sentence.end && isNamed(heading));
  const sections = named.filter(({ level }) => level > 0);
  const among = sections.length > 0 ? sections : named;
  const isSaidLast = /\b(?:end|bottom|foot|last|final|closing)\b/i.test(words);
  const target = isSaidLast ? among.at(-1) : among[0];
  if (!target || (isSaidLast && text.slice(endOfPart(outline, target)).trim() !== '')) return {};
  return moveBefore(outline, start, target);
}

function moveBefore(outline: Outline, start: number, target: Heading): Pick<OrderFinding, 'move' | 'to'> {
  const move = { start: target.start, end: endOfPart(outline, target) };
  // A heading with nothing under it, as far as can be told, leaves behind what it is for.
  const isEmpty =
    isHeadingAlone(outline.text, target) && isBlank(outline.text, endOfLine(outline.text, move.start), move.end);
  return isEmpty ? {} : { move, to: insertionForPart(outline, start, target) };
}

/** The end of what is headed so: of a section the next one of its level, of a label with words behind it its paragraph. */
function endOfPart({ text, headings }: Outline, heading: Heading): number {
  const { start, level } = heading;
  const lineEnd = endOfLine(text, start);
  // Labels in the lines directly below it are a part of it.
  const block = lineEnd + /^\s*[^]*?(?=\n[ \t]*\n|$)/.exec(text.slice(lineEnd))![0].length;
  const next = headings.find((each) =>
    level === 0
      ? each.start > (each.level > 0 ? lineEnd : block)
      : each.start > lineEnd && each.level > 0 && each.level <= level,
  );
  const blank = text.slice(lineEnd).search(/\n[ \t]*\n/);
  const end = next?.start ?? text.length;
  return isHeadingAlone(text, heading) || blank < 0 ? end : Math.min(end, lineEnd + blank);
}
