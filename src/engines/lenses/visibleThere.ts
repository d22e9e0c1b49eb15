import { refuseWrongParts } from '../../core/sentences/refuseWrongParts';
import type { Span } from '../../core/text/span';
import { EngineError } from '../engineError';
import type { FramedThere, FramingThere } from './framingThere';

/** The part of a prompt that an engine's model sees: its end, from the start of a part on. */
export interface VisibleThere {
  readonly text: string;
  /** UTF-16 offset of `text` in the whole prompt. */
  readonly from: number;
  readonly framed: FramedThere;
  /** Tokens of the whole prompt; undefined where they are not known. */
  readonly allTokens: number | undefined;
}

/**
 * Leaves out parts at the start of a prompt until it has at most `room` tokens. Where an engine does not count them, nothing is left
 * out, and it refuses what is too long.
 */
export async function visibleThere(
  text: string,
  parts: readonly Span[],
  framing: FramingThere,
  room: number,
): Promise<VisibleThere> {
  refuseWrongParts(text, parts);
  const whole = await framing.promptOf(text);
  const { tokens: allTokens, starts } = whole;
  if (allTokens === undefined || allTokens <= room) return { text, from: 0, framed: whole, allTokens };
  const tooMany = starts![allTokens - room] ?? 0;
  for (const { start: from } of parts.filter(({ start }) => start >= tooMany)) {
    const framed = await framing.promptOf(text.slice(from));
    if (framed.tokens! <= room) return { text: text.slice(from), from, framed, allTokens };
  }
  throw new EngineError(
    'too long',
    `Not even the last part of this prompt fits into the ${Math.max(0, room)} tokens that are read beside the answer. Shorten the answer, or ` +
      'choose smaller parts or another model.',
  );
}
