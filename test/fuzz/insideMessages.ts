import type { InsideHostMessage, InsidePageMessage, InsideView } from '../../src/contracts/insidePageMessages';
import { embeddedModels } from '../../src/core/models/embeddedModels';

const VIEW: InsideView = { topic: 'similarity', model: 'prompt-gpt', depth: 8, apart: true, layer: 3, head: 1 };
const TOKENS = {
  task: 'causal' as const,
  generated: 0,
  pieces: ['a', 'b'],
  starts: Int32Array.of(0, 1),
  ends: Int32Array.of(1, 2),
};
const NEXT = { texts: [' a', ' b'], logProbabilities: Float32Array.of(-0.5, -1) };

/** One message of each kind that the page for a model's inside may send. */
export const INSIDE_TO_HOST: readonly InsidePageMessage[] = [
  { type: 'ready' },
  { type: 'show', view: VIEW },
  { type: 'select', span: { start: 3, end: 9 } },
  { type: 'row', row: 2 },
  { type: 'shuffle' },
];

/** One message of each kind that the page may receive. */
export const INSIDE_TO_PAGE: readonly InsideHostMessage[] = [
  {
    type: 'models',
    models: embeddedModels.map((spec) => ({ ...spec, decoderLayers: undefined })),
    strings: { Steps: 'Steps' },
    topic: 'steps',
  },
  { type: 'next token', view: VIEW, title: 'prompt.md', left: 'You are', next: NEXT, ngram: NEXT, actual: 1 },
  {
    type: 'similarity',
    view: VIEW,
    title: 'prompt.md',
    text: 'ab',
    vectors: { ...TOKENS, vectors: [Float32Array.of(1, 2, 3, 4, 5, 6)] },
    sentences: { starts: Int32Array.of(0), ends: Int32Array.of(2), vectors: Float32Array.of(1, 2, 3) },
    caret: 1,
  },
  {
    type: 'steps',
    view: VIEW,
    title: 'prompt.md',
    steps: {
      ...TOKENS,
      row: 1,
      width: 2,
      heads: 2,
      query: Float32Array.of(1, 2),
      keys: Float32Array.of(1, 2, 3, 4),
      values: Float32Array.of(4, 3, 2, 1),
      products: Float32Array.of(5, 11),
      scale: 0.5,
      scores: Float32Array.of(2.5, 5.5),
      weights: Float32Array.of(0.2, 0.8, 0.5, 0.5),
      headOutput: Float32Array.of(2.5, 1.5),
    },
  },
  {
    type: 'positions',
    view: VIEW,
    positions: { kind: 'learned', count: 2, width: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  },
  {
    type: 'shuffled',
    view: VIEW,
    effect: { words: ['a', 'b'], sentence: 'b a', cosines: Float32Array.of(1, 1, 0.5, NaN) },
  },
  { type: 'caret', caret: 2 },
  { type: 'outdated', isPaused: false },
  { type: 'message', text: 'Open a prompt.' },
];
