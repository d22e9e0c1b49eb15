import type { Span } from '../text/span';
import { isMoreThanNoise } from './noise';

/** What is known of a part. */
export interface KnownEffect {
  /** By how many bits each answer is less likely without it, or the divergence of the next token. */
  readonly bits: ArrayLike<number>;
  readonly isEstimate: boolean;
  /** Whether it was measured before the latest change of the prompt. */
  readonly isOld: boolean;
}

/** What is known of a prompt's parts, as far as it has been measured. */
export interface MeasuredParts {
  readonly text: string;
  readonly parts: readonly Span[];
  /** By index of the part. */
  readonly effects: ReadonlyMap<number, KnownEffect>;
  /** As SentenceEffects.noise; undefined until it is known. */
  readonly noise: ArrayLike<number> | undefined;
}

/** How many of the parts that changed most are measured again after an edit. */
const LARGEST = 5;

/**
 * What is still to be measured after an edit, and what is carried over: the effects of parts that stand in the new text word
 * for word become old. The edited parts are measured, and the largest ones again.
 *
 * @returns `wanted` undefined where so much has changed that all parts are measured
 */
export function afterEdit(
  before: MeasuredParts,
  text: string,
  parts: readonly Span[],
): { readonly effects: Map<number, KnownEffect>; readonly wanted: readonly number[] | undefined } {
  const known = new Map<string, KnownEffect[]>();
  for (const [part, effect] of before.effects) {
    const words = wordsOf(before.text, before.parts[part]!);
    known.set(words, [...(known.get(words) ?? []), effect]);
  }
  // Also those that have no effect, because the model does not see them.
  const stood = new Set(before.parts.map((span) => wordsOf(before.text, span)));
  const effects = new Map<number, KnownEffect>();
  for (const [part, span] of parts.entries()) {
    const effect = known.get(wordsOf(text, span))?.shift();
    if (effect) effects.set(part, { ...effect, isOld: true });
  }
  const changed = [...parts.keys()].filter((part) => !effects.has(part) && !stood.has(wordsOf(text, parts[part]!)));
  const wanted = [...changed, ...bySize(effects).slice(0, LARGEST)];
  return { effects, wanted: 2 * changed.length > parts.length ? undefined : wanted };
}

/** The parts by the size of their largest effect, the largest first. */
export function bySize(effects: ReadonlyMap<number, KnownEffect>): number[] {
  const size = ({ bits }: KnownEffect) => Math.max(...Array.from(bits, Math.abs));
  return [...effects].sort(([, a], [, b]) => size(b) - size(a)).map(([part]) => part);
}

/** Whether leaving the part out changes more than noise; undefined where that is not known yet. */
export function matters({ bits }: KnownEffect, noise: ArrayLike<number> | undefined): boolean | undefined {
  return noise && isMoreThanNoise(bits, noise);
}

function wordsOf(text: string, { start, end }: Span): string {
  return text.slice(start, end).replace(/\s+/g, ' ');
}
