import type { Span } from '../../text/span';
import type { Outline } from '../../text/outline/promptOutline';
import { FORM_PATTERNS } from './formsOfAnswers';

/** What a sentence says about the form of the answer. */
export interface Claim extends Span {
  /** Whether it asks for the form, allows nothing else, or forbids it. */
  readonly kind: 'asks' | 'only' | 'forbids';
  readonly form: string;
}

/** Words that exclude all other forms. */
const EXCLUSIVE =
  /\b(?:only|exactly one|nothing (?:else|but)|exclusively|no other (?:text|output|words?|content)|no (?:additional|extra) (?:text|output|words?|content)|just)\b/i;
/** Words with which a sentence is about some answers only, about another text than the answer, or leaves a choice. */
const NOT_ALWAYS =
  /\b(?:if|when|whenever|while|unless|except|otherwise|where|in case|depending|optional(?:ly)?|by default|prefer(?:ably)?|alternatively|instead|rather than|e\.g\.|i\.e\.|for example|for instance|such as|either|or|may|can|could|might|asked|requested|requests?|for (?:each|every|simple|complex|any|all)|commit|files?|saved?|tool|step \d|phase|mode|option|field|key|column|cell|section|comments?|docs?|documentation|api|endpoint|database|script|command|input|code snippets?|examples?|internally|logs?)\b/i;
const LIST_MARK = /^(?:(?:[-*•>]|\d{1,2}[.)])\s{1,8})?(?:\*\*)?/;
/** Longest sentence that is looked at, in UTF-16 code units. */
const LONGEST = 400;

/** What the sentences of a text say about the form of the answer, in their order. */
export function claimsIn({ prose, sentences, bodyStart }: Outline): Claim[] {
  return sentences.flatMap(({ start, end }) => {
    if (start < bodyStart || end - start > LONGEST) return [];
    const sentence = prose.slice(start, end);
    const mark = LIST_MARK.exec(sentence)![0].length;
    return claimsOf(sentence.slice(mark)).map((claim) => ({ ...claim, start: start + mark, end }));
  });
}

function claimsOf(sentence: string): Omit<Claim, 'start' | 'end'>[] {
  const found = FORM_PATTERNS.filter(({ mention, pattern }) => mention.test(sentence) && pattern.test(sentence));
  if (found.length === 0 || NOT_ALWAYS.test(sentence)) return [];
  const forbidden = new Set(found.filter(({ kind }) => kind === 'forbids').map(({ form }) => form));
  const asked = found.filter(({ kind, form }) => kind === 'asks' && !forbidden.has(form));
  const kind = EXCLUSIVE.test(sentence) ? 'only' : 'asks';
  return [
    ...Array.from(forbidden, (form) => ({ kind: 'forbids' as const, form })),
    ...asked.map(({ form }) => ({ kind, form }) as const),
  ];
}
