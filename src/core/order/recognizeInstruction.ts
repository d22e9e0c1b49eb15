import { alternatives } from './promptOutline';

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
export const IMPERATIVE = new RegExp(
  String.raw`^(?:[-*•\d.)\s]*)(?:(?:now|then|please|finally|next|and|first|also|instead|kindly|your (?:task|job) is to|can you|could you|i (?:want|need|would like) you to)[ ,:]+)*(?:${VERBS})\b(?!\s*[:=])`,
  'i',
);

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
