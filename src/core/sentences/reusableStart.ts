import { countBelow } from '../text/countOffsetsBelow';
import { placeholdersIn } from '../text/findPlaceholders';
import type { Tokens } from '../tokens/tokenSpans';

/** How much of the start of a prompt a provider's cache can reuse, in tokens. */
export interface ReusableStart {
  /** How many are the same at the start of both versions. */
  readonly unchangedTokens: number;
  /** UTF-16 offset behind them in the new text. */
  readonly unchangedTo: number;
  /** How many stand left of the first placeholder of the new text, where requests begin to differ; all without one. */
  readonly fixedTokens: number;
  /** The first placeholder as it is written, and its UTF-16 offset. */
  readonly placeholder: { readonly text: string; readonly start: number } | undefined;
}

/** Compares the start of a new version of a prompt with the tokens of the old one. */
export function reusableStart(
  then: Pick<Tokens, 'ids'>,
  now: Pick<Tokens, 'ids' | 'ends'>,
  text: string,
): ReusableStart {
  const different = now.ids.findIndex((id, token) => id !== then.ids[token]);
  const unchangedTokens = different < 0 ? now.ids.length : different;
  const span = placeholdersIn(text)[0]?.span;
  return {
    unchangedTokens,
    unchangedTo: unchangedTokens === 0 ? 0 : now.ends[unchangedTokens - 1]!,
    fixedTokens: span ? countBelow(now.ends, span.start + 1) : now.ids.length,
    placeholder: span && { text: text.slice(span.start, span.end), start: span.start },
  };
}
