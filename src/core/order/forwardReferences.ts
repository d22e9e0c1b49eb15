import type { OrderFinding } from './orderFindingTypes';
import { alternatives, type Outline } from './promptOutline';
import { followsDirectly } from './ignoreReferenceToNextText';
import { MAX_REFERENCES } from './maxReferences';
import { moveOfReferencedPart } from './moveReferencedPart';
import { WORD } from './wordInPattern';
import { namedSections } from './referencesToNamedSections';

/** What a prompt calls itself: “prompt”, “brief”. */
const TEXTS = alternatives(`
  prompt message document page text file brief briefing sheet instructions? note notes mail e-?mail form post
  request task system_prompt assignment worksheet handout letter description
`);
/** The prompt itself: “this whole document”, “my message”. */
const THIS = String.raw`(?:this|the|these|my) (?:whole |entire )?(?:${TEXTS})`;
/** A place further on in the prompt, one pattern per line. */
export const PLACE = [
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
    String.raw`\b(?:as |is |are |be )?${REFERENCE} (?:(?!and\b|or\b|then\b)[\w'’“”"-]{1,40} ){0,4}?(?:${PLACE})`,
    'gi',
  ),
  // “I will give you the criteria afterwards”
  new RegExp(
    String.raw`\b(?:I|we)(?:['’]ll| will| shall|['’]m going to| am going to) (?:${WORD} ){1,7}?(?:${PLACE}|in a (?:moment|minute|second))`,
    'gi',
  ),
  // “the scale comes at the end”
  new RegExp(String.raw`\b${WORD} ${STANDS} (?:only |all )?(?:${PLACE})(?=\s*(?:[.,;:)!?—–-]|$)| of ${THIS})`, 'gi'),
  // “the checklist at the end of this message”
  new RegExp(
    String.raw`\b(?:the|my|our|your|all|any) (?:${WORD} ){1,4}?(?:at|in|near|towards) (?:the|its) (?:very )?(?:end|bottom|foot) of ${THIS}`,
    'gi',
  ),
  // “the list further down”
  new RegExp(String.raw`\b(?:the|my|our|your|a) (?:${WORD} ){1,4}?further (?:down|below|on)(?! (?:the|on)\b)`, 'gi'),
];

/**
 * A noun phrase that points on, where a clause ends or a conjunction or verb follows: “the exceptions below”, “all the
 * rules that follow when”.
 */
const NOUN_BELOW = new RegExp(
  String.raw`\b(?:the|these|this|my|our|your|any|each|every|all|one|only|both) (?:${WORD} ){1,5}?(?:below|that follows?)(?=\s*(?:[.,;:)!?—–]|$)| (?:in|when|before|and|or|to|for|if|so|that|by|as|with|without|into|applies|apply|is|are|unless|while|using|from|carefully)\b)`,
  'gi',
);

/** Finds words that refer to something further on that does not follow directly. */
export function forwardReferences(outline: Outline): OrderFinding[] {
  const { prose } = outline;
  const references = PATTERNS.flatMap((pattern) => [...prose.matchAll(pattern)])
    .concat([...prose.matchAll(NOUN_BELOW)])
    .map(({ index, 0: words }) => ({ start: index, end: index + words.length }))
    .slice(0, MAX_REFERENCES)
    .filter((span) => !followsDirectly(outline, span))
    .map((span) => ({ ...span, kind: 'forward-reference' as const, ...moveOfReferencedPart(outline, span) }));
  return [...references, ...namedSections(outline)];
}
