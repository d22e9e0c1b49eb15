import type { OrderFinding } from './orderFindingTypes';
import { alternatives, followingText, type Outline } from './promptOutline';
import { startOfLine } from './lineBounds';
import { MATERIAL_NOUNS } from './materialToWorkOn';
import { IMPERATIVE } from './recognizeInstruction';
import { moveBeforeMaterial } from './moveInstructionBeforeMaterial';
import { WORD } from './wordInPattern';

/** Points back to material: “the text above”, “everything pasted above”, “this report you just read”. */
const MATERIAL_ABOVE = new RegExp(
  String.raw`\b(?:everything|anything|all(?: of it| this| that)?|what (?:is|stands|was (?:said|written))|(?:${WORD} ){0,4}(?:${MATERIAL_NOUNS})) (?:(?:given|shown|quoted|printed|pasted|written|listed|provided) )?(?:above|before this)(?! (?:it|the|all|\d|average)\b| that(?:[.,;)]|$))|\babove (?:${MATERIAL_NOUNS})\b|\bpreceding (?:${MATERIAL_NOUNS})\b|\b(?:the|this) (?:${MATERIAL_NOUNS}) you(?:['’]ve| have)? just read\b`,
  'i',
);
/** Refers to material without saying where it is: “this long e-mail”, “the last snippet”. */
const THIS_MATERIAL = new RegExp(
  String.raw`\b(?:this|that|these|those) (?:${WORD} ){0,2}?(?:${MATERIAL_NOUNS})\b|\bthe (?:last |first |second |third |next |final )?(?:snippet|code|${MATERIAL_NOUNS})\b`,
  'i',
);
/** Names of what is read before it is used: “format”, “guidelines”. */
const RULE_NOUNS = alternatives(`
  rules? format formats definitions? guidelines? instructions? steps criteria schema template style tone glossary
  conventions? constraints? limits? scale rubric polic(?:y|ies) structure principles?
`);
/** Points back to rules, which is in order: “the rules listed above”. */
const RULES = new RegExp(String.raw`\b(?:${RULE_NOUNS}) (?:given |listed |described )?above\b`, 'i');

/** Other openings of an instruction about material: “Based on …”, “What …”. */
const OPENING =
  /^(?:from|in|on|for|with|when|while|based on|using|given|judging by|out of|of|after|having read|before|taking|if|treat|what|which|who|how|why)\b/i;

/** Finds instructions that come after the material that they apply to. */
export function lateInstructions(outline: Outline): OrderFinding[] {
  const { prose, sentences } = outline;
  return sentences.flatMap((sentence, index) => {
    const words = prose.slice(sentence.start, sentence.end);
    if (index === 0 || words.endsWith(':') || words.includes('\n')) return [];
    const isTask = IMPERATIVE.test(words) || OPENING.test(words);
    const pointsBack = MATERIAL_ABOVE.test(words) && !RULES.test(words);
    const isLate =
      pointsBack ||
      (IMPERATIVE.test(words) && THIS_MATERIAL.test(words) && isLast(outline, sentence.start, sentence.end));
    if (!isTask || !isLate) return [];
    return [{ kind: 'late-instruction' as const, ...sentence, ...moveBeforeMaterial(outline, sentence) }];
  });
}

/** Whether the instruction begins the last paragraph, and no material follows it there. */
function isLast(outline: Outline, start: number, end: number): boolean {
  const { text } = outline;
  const line = startOfLine(outline, start);
  if (text.slice(line, start).trim() !== '' || text.slice(0, line).trim() === '') return false;
  const { onLine, block } = followingText(outline, end);
  return block === '' && !/[{[:"“]/.test(onLine) && !/[{[:"“]/.test(text.slice(start, end));
}
