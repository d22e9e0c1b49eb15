import type { AttentionMap } from './attentionMap';
import { sinkShares } from './attentionSinkShare';
import { withoutSinks } from './hideAttentionSinks';
import type { Task } from '../models/modelSpec';
import { wordsOf } from '../text/groupTokensIntoWords';
import { mergeWords } from './wordAttentionFromTokens';

/** The tokens that a model attends over. Arrays have one entry per token. */
export interface AttendedTokens {
  readonly task: Task;
  /** Text of each token, special ones included. */
  readonly pieces: readonly string[];
  /** UTF-16 offset at which each token starts; −1 for special tokens. */
  readonly starts: Int32Array;
  /** UTF-16 offset behind each token; −1 for special tokens. */
  readonly ends: Int32Array;
  /** How many tokens at the end the model generated. Their offsets continue behind the end of the text. */
  readonly generated: number;
}

/** The tokens of a map. */
export interface TokensOfMap extends AttendedTokens {
  /** Indices of the attention sinks (`SinkSearch`), ascending. */
  readonly sinks: readonly number[];
}

/** How to display a map. */
export interface DisplayOptions {
  /** Merges tokens into words. */
  readonly words: boolean;
  /** Leaves out attention sinks. */
  readonly hideSinks: boolean;
}

/** A map for display: rows and columns are units, each a token or a word. Arrays have one entry per unit. */
export interface DisplayedMap {
  readonly map: AttentionMap;
  /** Text of each unit. */
  readonly labels: readonly string[];
  /** UTF-16 offset at which each unit starts; −1 for special tokens. */
  readonly starts: Int32Array;
  /** UTF-16 offset behind each unit; −1 for special tokens. */
  readonly ends: Int32Array;
  /** Whether the unit contains a sink. */
  readonly isSink: readonly boolean[];
  /** Share of the unit's weight on sinks, 0 to 1, whether sinks are displayed or not. */
  readonly sinkShare: Float32Array;
  /** Mean of that share over all tokens. */
  readonly meanSinkShare: number;
  /** Texts of the sinks, in order. */
  readonly sinkLabels: readonly string[];
}

/** Shapes a map over tokens for display. */
export function displayedMapOf(
  map: AttentionMap,
  tokens: TokensOfMap,
  { words, hideSinks }: DisplayOptions,
): DisplayedMap {
  const { sinks } = tokens;
  const shares = sinkShares(map, sinks);
  const displayed = [...tokens.pieces.keys()].filter((token) => !(hideSinks && sinks.includes(token)));
  const { pieces, starts, ends } = pick(displayed, tokens);
  const tokenMap = hideSinks ? withoutSinks(map, sinks) : map;
  const units = words ? wordsOf(pieces, starts, ends) : pieces.map((_, token) => [token]);
  return {
    map: words ? mergeWords(tokenMap, units) : tokenMap,
    labels: units.map((unit) => labelOf(unit, pieces, starts, ends)),
    starts: Int32Array.from(units, (unit) => starts[unit[0]!]!),
    ends: Int32Array.from(units, (unit) => ends[unit.at(-1)!]!),
    isSink: units.map((unit) => unit.some((token) => sinks.includes(displayed[token]!))),
    sinkShare: Float32Array.from(units, (unit) => mean(unit.map((token) => shares[displayed[token]!]!))),
    meanSinkShare: mean([...shares]),
    sinkLabels: sinks.map((token) => tokens.pieces[token]!),
  };
}

/** The entries of these tokens. */
function pick(
  indices: readonly number[],
  { pieces, starts, ends }: AttendedTokens,
): Pick<AttendedTokens, 'pieces' | 'starts' | 'ends'> {
  return {
    pieces: indices.map((token) => pieces[token]!),
    starts: Int32Array.from(indices, (token) => starts[token]!),
    ends: Int32Array.from(indices, (token) => ends[token]!),
  };
}

/** Text of a unit. Tokens that share one character all have that character as their text, which counts once. */
function labelOf(unit: readonly number[], pieces: readonly string[], starts: Int32Array, ends: Int32Array): string {
  const parts = unit.filter((token, index) => index === 0 || starts[token]! >= ends[unit[index - 1]!]!);
  return parts.map((token) => pieces[token]).join('');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
