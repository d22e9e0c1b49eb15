import { onNextFrame } from '../common/onNextFrame';

/**
 * A function that lists the tokens below the map once, in the frame after the next: creating hundreds of elements before
 * would delay the map, which is drawn in the next frame.
 */
export function afterMapIsDrawn(listTokens: () => void): () => void {
  return onNextFrame(() => requestAnimationFrame(() => listTokens()));
}
