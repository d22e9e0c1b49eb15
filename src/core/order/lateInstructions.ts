import type { OrderFinding } from './orderFinding';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { anyOf, followingText, endOfLine, namerOf, placeBefore, startOfLine, type Outline } from './outline';

/** What is read to do something with it; rules, formats and definitions are not. */
const NOUNS = anyOf(`
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
/** Names what is read to do something with it. */
export const MATERIAL = new RegExp(String.raw`\b(?:${NOUNS})\b`, 'i');
const MATERIAL_ABOVE = new RegExp(
  String.raw`\b(?:everything|anything|all(?: of it| this| that)?|what (?:is|stands|was (?:said|written))|(?:[\w'’-]+ ){0,4}(?:${NOUNS})) (?:(?:given|shown|quoted|printed|pasted|written|listed|provided) )?(?:above|before this)(?! (?:it|the|all|\d|average)\b| that(?:[.,;)]|$))|\babove (?:${NOUNS})\b|\bpreceding (?:${NOUNS})\b|\b(?:the|this) (?:${NOUNS}) you(?:['’]ve| have)? just read\b`,
  'i',
);
const THIS_MATERIAL = new RegExp(
  String.raw`\b(?:this|that|these|those) (?:[\w'’-]+ ){0,2}?(?:${NOUNS})\b|\bthe (?:last |first |second |third |next |final )?(?:snippet|code|${NOUNS})\b`,
  'i',
);
const RULE_NOUNS = anyOf(`
  rules? format formats definitions? guidelines? instructions? steps criteria schema template style tone glossary
  conventions? constraints? limits? scale rubric polic(?:y|ies) structure principles?
`);
const RULES = new RegExp(String.raw`\b(?:${RULE_NOUNS}) (?:given |listed |described )?above\b`, 'i');
const VERBS = anyOf(`
  summari[sz]e translate rewrite rephrase paraphrase extract classify analy[sz]e review explain list identify find
  answer correct proofread convert turn ignore skip compare rate rank score edit fix count highlight tag label
  describe evaluate critique draft write group report compute calculate state pull name shorten simplify expand
  continue reply respond sort mark check give create make generate suggest propose tell judge assess grade point_out
  underline replace remove delete cut split merge combine use discuss interpret quote reformat clean condense outline
  improve polish annotate transcribe decide determine say read treat keep pick choose select refactor debug format put
  add draw assume leave note diagnose comment render restate recast reduce spot arrange reorder order transform change
  infer estimate predict argue recommend
`);
const IMPERATIVE = new RegExp(
  String.raw`^(?:[-*•\d.)\s]*)(?:(?:now|then|please|finally|next|and|first|also|instead|kindly|your (?:task|job) is to|can you|could you|i (?:want|need|would like) you to)[ ,:]+)*(?:${VERBS})\b(?!\s*[:=])`,
  'i',
);
const OPENING =
  /^(?:from|in|on|for|with|when|while|based on|using|given|judging by|out of|of|after|having read|before|taking|if|treat|what|which|who|how|why)\b/i;

/** What else a sentence that gives an order begins with, whatever it is about. */
const DEMANDS = anyOf(`return output produce provide include exclude avoid ensure follow refuse limit`);
const RULE_OPENINGS = anyOf(`
  you_(?:must|should|may|will|are_to) do_not don['’]t never always make_sure be_sure remember note_that only if_you
  when_you
`);
const ORDER = new RegExp(String.raw`^(?:[-*•\d.)\s]*)(?:(?:${DEMANDS})\b(?!\s*[:=])|(?:${RULE_OPENINGS})\b)`, 'i');

/** Whether a sentence tells the model to do something. */
export function isInstruction(said: string): boolean {
  return IMPERATIVE.test(said) || ORDER.test(said);
}

/** Instructions that stand behind the text that they say what to do with. */
export function lateInstructions(outline: Outline): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences.flatMap((sentence, index) => {
    const said = prose.slice(sentence.start, sentence.end);
    if (index === 0 || said.endsWith(':') || said.includes('\n')) return [];
    const isAsked = IMPERATIVE.test(said) || OPENING.test(said);
    const pointsBack = MATERIAL_ABOVE.test(said) && !RULES.test(said);
    const isBehind =
      pointsBack || (IMPERATIVE.test(said) && THIS_MATERIAL.test(said) && isLast(text, sentence.start, sentence.end));
    if (!isAsked || !isBehind) return [];
    return [{ kind: 'late-instruction' as const, ...sentence, ...moveBefore(outline, sentence) }];
  });
}

/** The instruction with what follows it on its line, and where what it is for begins, if that is clear. */
function moveBefore(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const line = startOfLine(text, start);
  const beginsLine = text.slice(line, start).trim() === '';
  const to = materialBefore(outline, line, text.slice(start, end));
  if (to === undefined || to > line) return {};
  return { move: { start, end: beginsLine ? endOfLine(text, start) : end }, to: { at: to, as: 'paragraph' } };
}

/** The first block before `line` that is named in the instruction, or the only one there is. */
function materialBefore(outline: Outline, line: number, said: string): number | undefined {
  const { text, headings } = outline;
  const first = frontMatterLength(text);
  const isNamed = namerOf(said);
  const named = headings.find((heading) => heading.start >= first && heading.start < line && isNamed(heading));
  if (named) return startOfLine(text, named.start);
  const before = text.slice(first, line).trim();
  const isOne = !/\n[ \t]*\n/.test(before) || /^(?:```|~~~|""")/.test(before);
  return isOne ? first : lastBlock(outline, line);
}

/** “Minutes:”, “## Minutes”, or a short line with a blank one, or nothing, above it. */
const LABEL_ABOVE = /(?:^|\n)(?:[^\n]{1,80}:|#{1,6} [^\n]+|(?<=^|\n[ \t]*\n)[A-Z][^\n.!?:;,]{0,40})[ \t]*\n\s*$/;

/** The block directly before `line`, with the label or heading above it, unless others come before it that could be meant. */
function lastBlock(outline: Outline, line: number): number | undefined {
  const { text } = outline;
  const end = text.slice(0, line).trimEnd().length;
  const place = placeBefore(outline, end - 1);
  const label = LABEL_ABOVE.exec(text.slice(0, place));
  return label ? label.index + (label[0].startsWith('\n') ? 1 : 0) : place;
}

/** Whether a paragraph that begins with the instruction is behind all that could be meant, and nothing of the kind follows. */
function isLast(text: string, start: number, end: number): boolean {
  const line = startOfLine(text, start);
  if (text.slice(line, start).trim() !== '' || text.slice(0, line).trim() === '') return false;
  const { onLine, block } = followingText(text, end);
  return block === '' && !/[{[:"“]/.test(onLine) && !/[{[:"“]/.test(text.slice(start, end));
}
