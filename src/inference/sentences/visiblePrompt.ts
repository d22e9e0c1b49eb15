import { refuseWrongParts } from '../../core/sentences/refuseWrongParts';
import type { Span } from '../../core/text/span';
import type { FramedPrompt, Framing } from './framing';

/** The part of a prompt that a model sees: its end, from the start of a part on. */
export interface VisiblePrompt {
  readonly text: string;
  /** UTF-16 offset of `text` in the whole prompt. */
  readonly from: number;
  /** Index of the first part that is seen. */
  readonly firstPart: number;
  readonly framed: FramedPrompt;
  /** Tokens of the whole prompt. */
  readonly allTokens: number;
}

/**
 * Leaves out parts at the start of a prompt until it has at most `room` tokens.
 *
 * @throws when not even the last part fits
 */
export function visiblePrompt(text: string, parts: readonly Span[], framing: Framing, room: number): VisiblePrompt {
  refuseWrongParts(text, parts);
  const whole = framing.promptOf(text);
  const allTokens = whole.ids.length;
  if (allTokens <= room) return { text, from: 0, firstPart: 0, framed: whole, allTokens };
  const tooMany = whole.starts[allTokens - room]!;
  let firstPart = parts.findIndex(({ start }) => start >= tooMany);
  for (; firstPart >= 0 && firstPart < parts.length; firstPart++) {
    const from = parts[firstPart]!.start;
    const framed = framing.promptOf(text.slice(from));
    if (framed.ids.length <= room) return { text: text.slice(from), from, firstPart, framed, allTokens };
  }
  throw new Error(
    `Not even the last part of this prompt fits into the ${Math.max(0, room)} tokens that are read beside the answer. Shorten the answer, or ` +
      'choose smaller parts or another model.',
  );
}
