import { wordsIn, type TokenizedWord } from '../../core/text/groupTokensIntoWords';
import { windowAround } from '../../core/tokens/centreWindowOnCaret';
import { sliceTokens } from '../../core/tokens/tokenSpans';
import type { CausalModel } from '../generation/causalModel';
import { MAX_WORD_TOKENS } from './wordSearchLimits';

/** A word and its left context as the causal model reads it. */
export interface WordContext {
  readonly word: TokenizedWord;
  /** Ids of the left context. */
  readonly context: Int32Array;
  /** Text between the context and the word, which belongs to the word's first token: a space, or nothing. */
  readonly lead: string;
}

/** The word that touches the focus; undefined when there is none. */
export function wordContextAt(
  { tokenizer, contextLength }: CausalModel,
  text: string,
  focus: number,
): WordContext | undefined {
  const tokens = tokenizer.encode(text);
  const { from, to } = windowAround(tokens, focus, contextLength - 1);
  const window = sliceTokens(tokens, from, to);
  const word = wordsIn(text, window.starts, window.ends).find(({ start, end }) => start <= focus && focus <= end);
  if (!word) return undefined;
  const first = word.tokens[0]!;
  const start = from === 0 ? [tokenizer.startOfText] : [];
  const context = Int32Array.of(...start, ...window.ids.subarray(0, first)).slice(MAX_WORD_TOKENS - contextLength);
  return { word, context, lead: text.slice(window.starts[first], word.start) };
}
