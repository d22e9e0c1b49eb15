/**
 * Numbers of a decoder with rotary positions (Su et al. 2021), RMS norms (Zhang & Sennrich 2019) and gated feed-forward
 * blocks (Shazeer 2020), as Llama has (Touvron et al. 2023).
 */
export interface DecoderShape {
  readonly layers: number;
  readonly heads: number;
  /** Groups of heads that share keys and values (Ainslie et al. 2023). */
  readonly groups: number;
  readonly headWidth: number;
  /** Width of the hidden state. */
  readonly width: number;
  /** Width of the feed-forward block. */
  readonly innerWidth: number;
  /** Number of tokens in the vocabulary. */
  readonly vocabulary: number;
  /** Added to the mean square in norms. */
  readonly epsilon: number;
  /** By how many radians each pair of a head's numbers is turned for a position [headWidth / 2]. */
  readonly turns: Float32Array;
}
