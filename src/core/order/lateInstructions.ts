import type { OrderFinding } from './orderFindingTypes';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import {
  alternatives,
  endOfLine,
  followingText,
  headingMatcher,
  paragraphStart,
  startOfLine,
  type Outline,
} from './promptOutline';

/** Names of material to work on: “e-mail”, “queries”. Rules, formats and definitions are no material. */
const NOUNS = alternatives(`
  context text passages? articles? e-?mails? mails? messages? conversations? chats? threads? transcripts? interviews?
  dialogues? exchanges? data tables? lists? items? rows? records? code functions? snippets? programs? scripts?
  quer(?:y|ies) class(?:es)? methods? diffs? logs? errors? traces? documents? paragraphs? sentences? stanzas? verses?
  reviews? comments? feedback reports? stor(?:y|ies) poems? lyrics notes? minutes abstracts? contracts? clauses?
  agreements? letters? essays? drafts? posts? tweets? headlines? slogans? quotes? quotations? statements? figures
  numbers ideas? entr(?:y|ies) strings? examples? answers? repl(?:y|ies) questions? claims? issues? newsletters?
  excerpts? extracts? scenes? chapters? cases? recipes? lines? words? terms? block content material findings?
  symptoms? results? values? names? dialog speech obituary ad advertisement translation summary biography history
  section
`);
/** Names material to work on: “text”. */
export const MATERIAL = new RegExp(String.raw`\b(?:${NOUNS})\b`, 'i');
/** Points back to material: “the text above”, “everything pasted above”, “this report you just read”. */
const MATERIAL_ABOVE = new RegExp(
  String.raw`\b(?:everything|anything|all(?: of it| this| that)?|what (?:is|stands|was (?:said|written))|(?:[\w'’-]+ ){0,4}(?:${NOUNS})) (?:(?:given|shown|quoted|printed|pasted|written|listed|provided) )?(?:above|before this)(?! (?:it|the|all|\d|average)\b| that(?:[.,;)]|$))|\babove (?:${NOUNS})\b|\bpreceding (?:${NOUNS})\b|\b(?:the|this) (?:${NOUNS}) you(?:['’]ve| have)? just read\b`,
  'i',
);
/** Refers to material without saying where it is: “this long e-mail”, “the last snippet”. */
const THIS_MATERIAL = new RegExp(
  String.raw`\b(?:this|that|these|those) (?:[\w'’-]+ ){0,2}?(?:${NOUNS})\b|\bthe (?:last |first |second |third |next |final )?(?:snippet|code|${NOUNS})\b`,
  'i',
);
/** Names of what is read before it is used: “format”, “guidelines”. */
const RULE_NOUNS = alternatives(`
  rules? format formats definitions? guidelines? instructions? steps criteria schema template style tone glossary
  conventions? constraints? limits? scale rubric polic(?:y|ies) structure principles?
`);
/** Points back to rules, which is in order: “the rules listed above”. */
const RULES = new RegExp(String.raw`\b(?:${RULE_NOUNS}) (?:given |listed |described )?above\b`, 'i');
/** Verbs of tasks: “summarize”, “translate”. */
const VERBS = alternatives(`
  summari[sz]e translate rewrite rephrase paraphrase extract classify analy[sz]e review explain list identify find
  answer correct proofread convert turn ignore skip compare rate rank score edit fix count highlight tag label
  describe evaluate critique draft write group report compute calculate state pull name shorten simplify expand
  continue reply respond sort mark check give create make generate suggest propose tell judge assess grade point_out
  underline replace remove delete cut split merge combine use discuss interpret quote reformat clean condense outline
  improve polish annotate transcribe decide determine say read treat keep pick choose select refactor debug format put
  add draw assume leave note diagnose comment render restate recast reduce spot arrange reorder order transform change
  infer estimate predict argue recommend
`);
/** Begins an instruction with the verb of a task: “- Please summarize …”, but not the label “Answer:”. */
const IMPERATIVE = new RegExp(
  String.raw`^(?:[-*•\d.)\s]*)(?:(?:now|then|please|finally|next|and|first|also|instead|kindly|your (?:task|job) is to|can you|could you|i (?:want|need|would like) you to)[ ,:]+)*(?:${VERBS})\b(?!\s*[:=])`,
  'i',
);
/** Other openings of an instruction about material: “Based on …”, “What …”. */
const OPENING =
  /^(?:from|in|on|for|with|when|while|based on|using|given|judging by|out of|of|after|having read|before|taking|if|treat|what|which|who|how|why)\b/i;

/** Verbs that begin a rule for the answer: “include”. */
const DEMANDS = alternatives(`return output produce provide include exclude avoid ensure follow refuse limit`);
/** Other openings of a rule: “never”, “make sure”. */
const RULE_OPENINGS = alternatives(`
  you_(?:must|should|may|will|are_to) do_not don['’]t never always make_sure be_sure remember note_that only if_you
  when_you
`);
/** Begins a rule for the answer: “Never invent facts.” */
const RULE = new RegExp(String.raw`^(?:[-*•\d.)\s]*)(?:(?:${DEMANDS})\b(?!\s*[:=])|(?:${RULE_OPENINGS})\b)`, 'i');

/** Whether a sentence tells the model to do something. */
export function isInstruction(sentence: string): boolean {
  return IMPERATIVE.test(sentence) || RULE.test(sentence);
}

/** Finds instructions that come after the material that they apply to. */
export function lateInstructions(outline: Outline): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences.flatMap((sentence, index) => {
    const words = prose.slice(sentence.start, sentence.end);
    if (index === 0 || words.endsWith(':') || words.includes('\n')) return [];
    const isTask = IMPERATIVE.test(words) || OPENING.test(words);
    const pointsBack = MATERIAL_ABOVE.test(words) && !RULES.test(words);
    const isLate =
      pointsBack || (IMPERATIVE.test(words) && THIS_MATERIAL.test(words) && isLast(text, sentence.start, sentence.end));
    if (!isTask || !isLate) return [];
    return [{ kind: 'late-instruction' as const, ...sentence, ...moveBefore(outline, sentence) }];
  });
}

/**
 * Moves the instruction, with the rest of its line, before its material; nothing when it is unclear where that begins.
 */
function moveBefore(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const line = startOfLine(text, start);
  const beginsLine = text.slice(line, start).trim() === '';
  const offset = materialBefore(outline, line, text.slice(start, end));
  if (offset === undefined || offset > line) return {};
  return { move: { start, end: beginsLine ? endOfLine(text, start) : end }, to: { offset, form: 'paragraph' } };
}

/** Start of the material before `line`: the first part that the instruction names, or the only or last block. */
function materialBefore(outline: Outline, line: number, instruction: string): number | undefined {
  const { text, headings } = outline;
  const first = frontMatterLength(text);
  const matches = headingMatcher(instruction);
  const named = headings.find((heading) => heading.start >= first && heading.start < line && matches(heading));
  if (named) return startOfLine(text, named.start);
  const before = text.slice(first, line).trim();
  const isOne = !/\n[ \t]*\n/.test(before) || /^(?:```|~~~|""")/.test(before);
  return isOne ? first : lastBlock(outline, line);
}

/** A label or heading at the end: “Minutes:”, “## Minutes”, or the short line “Minutes” below a blank line. */
const LABEL_ABOVE = /(?:^|\n)(?:[^\n]{1,80}:|#{1,6} [^\n]+|(?<=^|\n[ \t]*\n)[A-Z][^\n.!?:;,]{0,40})[ \t]*\n\s*$/;

/** Start of the block directly before `line`, with the label or heading above it. */
function lastBlock(outline: Outline, line: number): number | undefined {
  const { text } = outline;
  const end = text.slice(0, line).trimEnd().length;
  const start = paragraphStart(outline, end - 1);
  const label = LABEL_ABOVE.exec(text.slice(0, start));
  return label ? label.index + (label[0].startsWith('\n') ? 1 : 0) : start;
}

/** Whether the instruction begins the last paragraph, and no material follows it there. */
function isLast(text: string, start: number, end: number): boolean {
  const line = startOfLine(text, start);
  if (text.slice(line, start).trim() !== '' || text.slice(0, line).trim() === '') return false;
  const { onLine, block } = followingText(text, end);
  return block === '' && !/[{[:"“]/.test(onLine) && !/[{[:"“]/.test(text.slice(start, end));
}
