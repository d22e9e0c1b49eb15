import type { Span } from './span';
import { countOf, spanOf, type Tokens } from './tokens';

/** A change that resolves a finding: the text of `span` gives way to `text`. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

/** Something to tell the writer about a place in the text. */
export interface Finding {
  readonly severity: 'warning' | 'error';
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

export interface Budget {
  /** Tokens of the whole text, special ones included. */
  readonly count: number;
  readonly limit: number;
  readonly finding: Finding | undefined;
}

/** How many tokens a model takes, and from which share of that on to warn. */
export interface BudgetLimits {
  /** Name of the model in messages. */
  readonly label: string;
  /** In tokens, special ones included. */
  readonly limit: number;
  /** 0 to 1. */
  readonly warnFrom: number;
}

/** Holds a text of `length` code units against a model's limit. */
export function checkBudget(length: number, tokens: Tokens, limits: BudgetLimits): Budget {
  const count = countOf(tokens);
  const { limit } = limits;
  let finding: Finding | undefined;
  if (count > limit) finding = overLimit(length, tokens, limits);
  else if (count >= limit * limits.warnFrom) finding = nearLimit(tokens, limits);
  return { count, limit, finding };
}

function overLimit(length: number, tokens: Tokens, { label, limit }: BudgetLimits): Finding {
  const read = Math.max(0, limit - tokens.added);
  const start = tokens.starts[read]!;
  const unread = tokens.ids.length - read;
  const characters = length - start;
  // Several tokens can share one character, such as the letters of a Hangul syllable: what is read in part is cut too.
  let kept = read;
  while (kept > 0 && tokens.ends[kept - 1]! > start) kept--;
  const end = kept === 0 ? 0 : tokens.ends[kept - 1]!;
  return {
    severity: 'error',
    span: { start, end: length },
    message:
      `${label} stops reading here: ${limit} tokens are its limit, and the last ${plural(unread, 'token')} ` +
      `(${plural(characters, 'character')}) of this prompt are never seen.`,
    fixes: [{ title: `Trim to ${limit} tokens`, span: { start: end, end: length }, text: '' }],
  };
}

function nearLimit(tokens: Tokens, { label, limit }: BudgetLimits): Finding {
  const room = limit - countOf(tokens);
  return {
    severity: 'warning',
    span: spanOf(tokens, tokens.ids.length - 1),
    message: `${label} reads ${limit} tokens; this prompt leaves room for ${plural(room, 'more token', 'more tokens')}.`,
    fixes: [],
  };
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
