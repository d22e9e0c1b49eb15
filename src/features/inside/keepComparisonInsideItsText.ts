import type { TokenVectors } from '../../contracts/insideRequests';
import type { Span } from '../../core/text/span';

/** From the start of the first token in the text to the end of the last one; special tokens are not in the text. */
export function extentOf({ starts, ends }: TokenVectors): Span {
  const tokens = [...starts.keys()].filter((token) => ends[token]! > starts[token]!);
  return { start: starts[tokens[0] ?? 0] ?? 0, end: ends[tokens.at(-1) ?? 0] ?? 0 };
}

/**
 * Whether a comparison stays while the caret moves: as long as the caret is within the compared text.
 *
 * @param compared undefined when the page displays no comparison
 */
export function staysCompared(caret: number, compared: Span | undefined): boolean {
  return compared !== undefined && caret >= compared.start && caret <= compared.end;
}
