import type { AttentionMap } from './attentionMap';
import { sinkShares, sinksOf, withoutSinks } from './attentionSinks';
import type { Task } from '../models/modelSpec';
import { mergeWords, wordsOf } from '../text/words';

/** Tokens over which there is attention. */
export interface AttendedTokens {
  readonly task: Task;
  /** Text of each token, special ones included. */
  readonly pieces: readonly string[];
  /** UTF-16 offsets of each token; −1 for special tokens. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /**
   * How many of the last tokens the model wrote itself. They stand behind the text: their offsets go on from its end.
   */
  readonly generated: number;
}

/** How a reader wants a map shown. */
export interface DisplayOptions {
  /** Between words instead of tokens. */
  readonly words: boolean;
  /** Without the tokens on which most heads rest most weight. */
  readonly hideSinks: boolean;
}

/** A map as it is shown: rows and columns are units, each a token or a word. Arrays have one entry a unit. */
export interface DisplayedMap {
  readonly map: AttentionMap;
  /** Text of each unit. */
  readonly labels: readonly string[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Whether a token of the unit is a sink. */
  readonly isSink: readonly boolean[];
  /** Share of the unit's weight that rests on sinks, whether these are shown or not. */
  readonly sinkShare: Float32Array;
  /** The mean of that share over all tokens. */
  readonly meanSinkShare: number;
  /** Text of the sinks, in order. */
  readonly sinkLabels: readonly string[];
}

/** Shapes a map between tokens. */
export function displayedMapOf(
  map: AttentionMap,
  tokens: AttendedTokens,
  { words, hideSinks }: DisplayOptions,
): DisplayedMap {
  const sinks = sinksOf(tokens.starts, tokens.task);
  const shares = sinkShares(map, sinks);
  const kept = Array.from(sinks.keys()).filter((token) => !(hideSinks && sinks[token]));
  const { pieces, starts, ends } = only(kept, tokens);
  const between = hideSinks ? withoutSinks(map, sinks) : map;
  const units = words ? wordsOf(pieces, starts, ends) : pieces.map((_, token) => [token]);
  return {
    map: words ? mergeWords(between, units) : between,
    labels: units.map((unit) => labelOf(unit, pieces, starts, ends)),
    starts: Int32Array.from(units, (unit) => starts[unit[0]!]!),
    ends: Int32Array.from(units, (unit) => ends[unit.at(-1)!]!),
    isSink: units.map((unit) => unit.some((token) => sinks[kept[token]!])),
    sinkShare: Float32Array.from(units, (unit) => mean(unit.map((token) => shares[kept[token]!]!))),
    meanSinkShare: mean([...shares]),
    sinkLabels: tokens.pieces.filter((_, token) => sinks[token]),
  };
}

/** The unit that starts last before `offset` or holds it; −1 when there is none. A caret belongs to what it follows. */
export function unitAt({ starts }: Pick<DisplayedMap, 'starts'>, offset: number): number {
  return starts.findLastIndex((start) => start >= 0 && start < Math.max(1, offset));
}

/** The units that share text with [start, end). */
export function unitsIn({ starts, ends }: Pick<DisplayedMap, 'starts' | 'ends'>, start: number, end: number): number[] {
  return Array.from(starts.keys()).filter((unit) => starts[unit]! < end && ends[unit]! > start);
}

function only(
  kept: readonly number[],
  { pieces, starts, ends }: AttendedTokens,
): Pick<AttendedTokens, 'pieces' | 'starts' | 'ends'> {
  return {
    pieces: kept.map((token) => pieces[token]!),
    starts: Int32Array.from(kept, (token) => starts[token]!),
    ends: Int32Array.from(kept, (token) => ends[token]!),
  };
}

/** Text of a unit; tokens that share a character all have the whole of it as their text. */
function labelOf(unit: readonly number[], pieces: readonly string[], starts: Int32Array, ends: Int32Array): string {
  const parts = unit.filter((token, index) => index === 0 || starts[token]! >= ends[unit[index - 1]!]!);
  return parts.map((token) => pieces[token]).join('');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
