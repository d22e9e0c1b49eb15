import type { Attention, HeadSurvey } from '../../src/contracts/attentionRequests';
import type { AttentionMap } from '../../src/core/attention/attentionMap';
import { assumedSinks } from '../../src/core/attention/markAttentionSinks';
import { otherOccurrences, summaryOf } from '../../src/core/attention/headSummary';
import { thumbnailOf } from '../../src/core/attention/shrinkMapToThumbnail';
import type { ModelSpec } from '../../src/core/models/modelSpec';

/** Tokens of the largest window. */
export const TOKENS = 512;
/** Size of GPT-2 and BERT-base. */
const SIZE = { contextLength: TOKENS, layers: 12, heads: 12 };
/** Two models whose tokens and weights are generated. */
export const specs: readonly ModelSpec[] = [
  { id: 'made-up-bert', label: 'BERT', task: 'masked', ...SIZE },
  { id: 'made-up-gpt', label: 'GPT', task: 'causal', ...SIZE },
];

/** The words of the generated prompt. */
const WORDS = 'You are a helpful assistant . Read the following document and answer , as briefly as you can : \n'.split(
  ' ',
);
/** Side of a thumbnail, as in src/inference/attention/maxThumbnailSide.ts. */
const THUMBNAIL = 64;

/** Generated tokens for weights [size, size]. */
export function attention(spec: ModelSpec, weights: Float32Array): Attention {
  const size = Math.sqrt(weights.length);
  const isMasked = spec.task === 'masked';
  const pieces: string[] = [];
  const [starts, ends] = [new Int32Array(size), new Int32Array(size)];
  for (let token = 0, offset = 0; token < size; token++) {
    const isSpecial = isMasked && (token === 0 || token === size - 1);
    const piece = isSpecial ? (token === 0 ? '[CLS]' : '[SEP]') : ` ${WORDS[token % WORDS.length]!}`;
    pieces.push(piece);
    starts[token] = isSpecial ? -1 : offset;
    if (!isSpecial) offset += piece.length;
    ends[token] = isSpecial ? -1 : offset;
  }
  return {
    model: spec.id,
    task: spec.task,
    pieces,
    starts,
    ends,
    generated: 0,
    sinks: assumedSinks(starts, spec.task),
    isRounded: false,
    weights,
  };
}

/**
 * Fills `weights` with a generated head, deterministic by `name`: each row is a softmax of a band beside the diagonal,
 * sinks and single peaks on noise, in proportions that differ from head to head.
 */
export function fillWeights(weights: Float32Array, { task }: ModelSpec, name: string): Float32Array {
  const size = Math.sqrt(weights.length);
  const seed = hash(name);
  const [side, width, band, sink, noise] = randoms(new Float32Array(5), seed);
  const offset = task === 'causal' ? Math.floor(2 * side!) : Math.floor(3 * side!) - 1;
  for (let row = 0; row < size; row++) {
    const end = task === 'causal' ? row + 1 : size;
    const line = randoms(weights.subarray(row * size, (row + 1) * size), seed + row);
    const [chance, place] = [line[0]!, Math.floor(line[size >> 1]! * end)];
    addBand(line, (1 + noise!) * 2, 8 * band!, row - offset, 0.5 + 4 * width! ** 2);
    line[0]! += 8 * sink!;
    if (task === 'masked') line[size - 1]! += 8 * sink!;
    if (chance < 0.3) line[place]! += 9;
    softmax(line.subarray(0, end));
    line.fill(0, end);
  }
  return weights;
}

/** A survey of a model's generated heads. Small maps save time; the survey's size does not depend on theirs. */
export function headSurvey(spec: ModelSpec): HeadSurvey {
  const { layers, heads } = spec;
  const size = 2 * THUMBNAIL;
  const map: AttentionMap = { size, weights: new Float32Array(size ** 2) };
  const { sinks, pieces } = attention(spec, map.weights);
  const headContext = {
    sinks,
    sameToken: otherOccurrences(pieces.map((piece) => WORDS.indexOf(piece.slice(1)))),
  };
  const thumbnails = new Uint8Array(layers * heads * THUMBNAIL ** 2);
  const summaries = Array.from({ length: layers * heads }, (_, index) => {
    fillWeights(map.weights, spec, headName(spec.id, Math.floor(index / heads), index % heads));
    thumbnails.set(thumbnailOf(map), index * THUMBNAIL ** 2);
    return summaryOf(map, headContext);
  });
  return { model: spec.id, layers, heads, side: THUMBNAIL, thumbnails, summaries };
}

/** Name of a head, from which `fillWeights` generates it. */
export function headName(model: string, layer: number | string, head: number | string): string {
  return `${model} ${layer} ${head}`;
}

// The loops below call no function per number: V8 would allocate each returned number, and the bench measures memory.

/** Scales the noise in `line` and adds a Gaussian band around column `middle`. */
function addBand(line: Float32Array, noise: number, height: number, middle: number, width: number): void {
  for (let column = 0; column < line.length; column++) {
    const distance = (column - middle) / width;
    line[column] = noise * line[column]! + height * Math.exp(-distance * distance);
  }
}

/** In place; the scores are small enough not to subtract their maximum. */
function softmax(row: Float32Array): void {
  let sum = 0;
  for (let column = 0; column < row.length; column++) {
    const weight = Math.exp(row[column]!);
    row[column] = weight;
    sum += weight;
  }
  for (let column = 0; column < row.length; column++) row[column]! /= sum;
}

/** Fills `numbers` with random numbers in [0, 1) by a seed (mulberry32). */
function randoms(numbers: Float32Array, seed: number): Float32Array {
  let state = Math.imul(seed, 2654435761);
  for (let index = 0; index < numbers.length; index++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    numbers[index] = ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  return numbers;
}

/** FNV-1a hash of a name. */
function hash(name: string): number {
  let hashed = 2166136261;
  for (let index = 0; index < name.length; index++) hashed = Math.imul(hashed ^ name.charCodeAt(index), 16777619);
  return hashed;
}
