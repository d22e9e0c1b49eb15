import type { OrderFinding } from './orderFindingTypes';
import type { Span } from '../text/span';
import { MATERIAL } from './lateInstructions';
import {
  alternatives,
  followingText,
  endOfLine,
  isBlank,
  isHeadingAlone,
  headingMatcher,
  sentenceAt,
  shareWord,
  startOfLine,
  type Heading,
  type Outline,
} from './promptOutline';
import { insertionForPart } from './insertionPoint';

/** What a prompt calls itself: “prompt”, “brief”. */
const TEXTS = alternatives(`
  prompt message document page text file brief briefing sheet instructions? note notes mail e-?mail form post
  request task system_prompt assignment worksheet handout letter description
`);
/** The prompt itself: “this whole document”, “my message”. */
const THIS = String.raw`(?:this|the|these|my) (?:whole |entire )?(?:${TEXTS})`;
/** A place further on in the prompt, one pattern per line. */
const PLACE = [
  // “at the very end of this prompt”, but not “at the end of the week”
  String.raw`(?:at|in|near|towards) (?:the|its) (?:very )?(?:end|bottom|foot)(?: of ${THIS})?(?! of)`,
  // “in the last section of this document”
  String.raw`in (?:the|a) (?:very )?(?:next|last|final|following|later|closing) (?:section|part|paragraph|chapter|block|lines?)(?: of ${THIS})?`,
  // “further below”, but not “below 12”, “below average”
  String.raw`(?:further |just |right )?below(?! (?:\d|average|zero))`,
  // “further down in this text”, but not “further down the road”
  String.raw`further (?:down|on|below|along)(?! (?:the|on)\b)(?: in ${THIS})?`,
  // “later on” where a clause ends
  String.raw`later(?: on)?(?: in ${THIS})?(?=\s*(?:[.,;:)!?—–-]|$)| on\b)`,
  // “later in this message”
  String.raw`later(?: on)? in ${THIS}`,
  // “afterwards”, “after the notes” where a clause ends
  String.raw`after(?:wards| (?:the|these|this|my) \w+)(?=\s*(?:[.,;:)!?—–-]|$))`,
].join('|');
/** Participles that say where information is given: “described”, “set out”. */
const PARTICIPLES = alternatives(`
  described defined explained listed specified outlined detailed provided stated mentioned named noted included
  discussed introduced attached quoted printed appended supplied summari[sz]ed presented placed pasted added given
  shown set_out laid_out spelled_out spelt_out found put definitions?
`);
/** Verbs of giving information: “explain”, “list”. */
const TELL = alternatives(`
  describe define explain list give show specify state mention name find add quote paste put say tell share write
`);
/** Says where information is given, or sends the reader to it: “described”, “we will explain”, “see”. */
const REFERENCE = String.raw`(?:${PARTICIPLES}|(?:I|we|you)(?:['’]ll| will)? (?:${TELL})|see|consult|check|find)`;
/** Says where something is: “comes”, “appears”. */
const STANDS = String.raw`(?:comes?|appears?|follows?|stands?|is|are|waits?)`;

/** Words that point further on in the prompt. */
const PATTERNS: readonly RegExp[] = [
  // “described in detail below”, “see the matrix at the end”
  new RegExp(
    String.raw`\b(?:as |is |are |be )?${REFERENCE} (?:(?!and\b|or\b|then\b)[\w'’“”"-]+ ){0,4}?(?:${PLACE})`,
    'gi',
  ),
  // “I will give you the criteria afterwards”
  new RegExp(
    String.raw`\b(?:I|we)(?:['’]ll| will| shall|['’]m going to| am going to) (?:[\w'’-]+ ){1,7}?(?:${PLACE}|in a (?:moment|minute|second))`,
    'gi',
  ),
  // “the scale comes at the end”
  new RegExp(String.raw`\b[\w'’-]+ ${STANDS} (?:only |all )?(?:${PLACE})(?=\s*(?:[.,;:)!?—–-]|$)| of ${THIS})`, 'gi'),
  // “the checklist at the end of this message”
  new RegExp(
    String.raw`\b(?:the|my|our|your|all|any) (?:[\w'’-]+ ){1,4}?(?:at|in|near|towards) (?:the|its) (?:very )?(?:end|bottom|foot) of ${THIS}`,
    'gi',
  ),
  // “the list further down”
  new RegExp(String.raw`\b(?:the|my|our|your|a) (?:[\w'’-]+ ){1,4}?further (?:down|below|on)(?! (?:the|on)\b)`, 'gi'),
];
/** A promise to give something later: “I will explain”. */
const PROMISE = /^(?:that |which )?(?:I|we)\b/i;
/**
 * A noun phrase that points on, where a clause ends or a conjunction or verb follows: “the exceptions below”, “all the
 * rules that follow when”.
 */
const NOUN_BELOW =
  /\b(?:the|these|this|my|our|your|any|each|every|all|one|only|both) (?:[\w'’-]+ ){1,5}?(?:below|that follows?)(?=\s*(?:[.,;:)!?—–]|$)| (?:in|when|before|and|or|to|for|if|so|that|by|as|with|without|into|applies|apply|is|are|unless|while|using|from|carefully)\b)/gi;
/** A reference to a section by its name or number: “under Output”, “in section 4”, “in the part called “Tone””. */
const NAMED =
  /\b(?:in|under|see|to|of)(?: the)?(?: (?:section|heading|part|chapter|title|appendix|headline|list|block|paragraph))?(?: (?:called|named|titled|on))? (?:["“*]+([A-Z][\w &'’-]{1,40}?)["”*]+|([A-Z][\w&'’-]{2,}(?: [A-Z]\w+)?|\d{1,2}))(?: (?:section|heading|below))?/g;
/** Maximum references to check in one text. */
const MAX_REFERENCES = 200;

/** Finds words that refer to something further on that does not follow directly. */
export function forwardReferences(outline: Outline): OrderFinding[] {
  const { prose } = outline;
  const references = PATTERNS.flatMap((pattern) => [...prose.matchAll(pattern)])
    .concat([...prose.matchAll(NOUN_BELOW)])
    .map(({ index, 0: words }) => ({ start: index, end: index + words.length }))
    .slice(0, MAX_REFERENCES)
    .filter((span) => !followsDirectly(outline, span))
    .map((span) => ({ ...span, kind: 'forward-reference' as const, ...fixFor(outline, span) }));
  return [...references, ...namedSections(outline)];
}

/** Begins code, a quotation, a placeholder, a table or a list: “```”, “> Dear team”, “{{text}}”, “- new”. */
const MATERIAL_BEGINS = /^(?:```|~~~|[>"“{<[|]|[-*•+][ \t]|\d+[.)][ \t])/;

/** Whether the reference is to what follows directly, or nothing follows at all. */
function followsDirectly(outline: Outline, { start, end }: Span): boolean {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const { onLine, block, heading } = followingText(text, sentence.end);
  const isColon = text.slice(end, sentence.end).includes(':') || text[sentence.end - 1] === ':';
  if (isColon && /:\s*\S/.test(text.slice(end, sentence.end))) return true;
  const words = text.slice(start, end);
  // Remarks may stand between an instruction and the text that it applies to.
  if (onLine !== '') return MATERIAL.test(words) && isMaterial(block, words);
  if (block === '') return true;
  const isFar = /\b(?:end|bottom|last|final|later|afterwards|foot|further)\b/i.test(words);
  if (isFar) return false;
  if (MATERIAL_BEGINS.test(block)) return true;
  const matches = headingMatcher(text.slice(sentence.start, end));
  const target = outline.headings.find((each) => each.start >= sentence.end && matches(each));
  // A later heading with these words is the target rather than what comes next.
  if (target) return text.slice(sentence.end, target.start).trim() === '';
  return heading === undefined && !/\bsection\b/.test(words);
}

/**
 * Whether an instruction applies to this block: code, a quotation, a placeholder, or under a label that the words name.
 */
function isMaterial(block: string, words: string): boolean {
  const label = /^([^\n:]{2,40}):/.exec(block)?.[1];
  return (
    /^(?:---|\*\*\*)/.test(block) || MATERIAL_BEGINS.test(block) || (label !== undefined && shareWord(words, label))
  );
}

/** Finds references to a section by its name or number, such as “defined under Output”, that comes only later. */
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

/** Rewords a reference to something that now comes before it: “described below” becomes “described above”. */
export function pointBack(words: string): string {
  return words.replace(new RegExp(String.raw`\b(?:${PLACE}|that follows?)`, 'i'), 'above');
}

/** Up to four words before a reference, which name its target: “the tools” of “the tools listed below”. */
const WORDS_BEFORE = /(?:[\w'’“”"-]+ ){0,4}$/;

/** Moves the later part that the words name before them, if there is one; a section is preferred to a label. */
function fixFor(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const words = text.slice(start, end);
  // A promise to give it later holds wherever it is given.
  if (PROMISE.test(words)) return {};
  const matches = headingMatcher(WORDS_BEFORE.exec(text.slice(sentence.start, start))![0] + words);
  const headings = outline.headings.filter((heading) => heading.start >= sentence.end && matches(heading));
  const sections = headings.filter(({ level }) => level > 0);
  const candidates = sections.length > 0 ? sections : headings;
  const pointsToEnd = /\b(?:end|bottom|foot|last|final|closing)\b/i.test(words);
  const target = pointsToEnd ? candidates.at(-1) : candidates[0];
  if (!target || (pointsToEnd && text.slice(endOfPart(outline, target)).trim() !== '')) return {};
  return moveBefore(outline, start, target);
}

/** Moves the part under `target` before the reference at `start`; nothing when the part is empty. */
function moveBefore(outline: Outline, start: number, target: Heading): Pick<OrderFinding, 'move' | 'to'> {
  const move = { start: target.start, end: endOfPart(outline, target) };
  // What belongs to a heading that seems empty would stay behind.
  const isEmpty =
    isHeadingAlone(outline.text, target) && isBlank(outline.text, endOfLine(outline.text, move.start), move.end);
  return isEmpty ? {} : { move, to: insertionForPart(outline, start, target) };
}

/**
 * End of the part under a heading: for a section, the next heading of its level or above; for a label with text on its
 * line, the end of its paragraph.
 */
function endOfPart({ text, headings }: Outline, heading: Heading): number {
  const { start, level } = heading;
  const lineEnd = endOfLine(text, start);
  // Labels in the lines directly below belong to the part.
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
