import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import { samplingProbabilities, type Sampling } from '../../core/completion/temperatureTopKAndTopP';
import { unfinishedPiece } from '../../core/completion/unfinishedPieceBeforeCaret';
import type { Engine } from '../engine';
import { firstTokensBehind, type FirstToken } from './firstTokens';
import { growThere, type GrownSuggestion } from './growThere';
import type { LeftMemory } from './leftThatFits';
import type { TopMemory } from './topMemory';

/** What is remembered from one key to the next. */
export interface CompletionMemory {
  readonly tops: TopMemory;
  readonly lefts: LeftMemory;
}

/**
 * Continues the text left of the caret. Where the caret stands within a word, the tokens that could stand in place of its beginning
 * are asked for once, and the likeliest that agrees with what is typed is gone on from: how the engine divides half a word into tokens
 * is not how it divides the word.
 */
export async function completeThere(
  engine: Engine,
  request: CompletionRequest,
  { tops, lefts }: CompletionMemory,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<Completion> {
  const started = performance.now();
  const { from, seen } = await lefts.find(engine, request, signal);
  const left = request.left.slice(from);
  const beginnings = await beginningsOf(engine, left, request, tops, signal);
  const firsts = beginnings.length > 0 ? beginnings.slice(0, 4 * request.alternatives) : [undefined];
  const grown: GrownSuggestion[] = [];
  const texts = () => [...new Set(grown.map(({ text }) => text).filter((text) => text !== ''))];
  for (const first of firsts) {
    const progress = grown.length === 0 ? onProgress : undefined;
    grown.push(await growThere(engine, left, request, first, beginnings, signal, progress));
    if (texts().length === request.alternatives || request.alternatives === 1) break;
  }
  const [likeliest] = grown;
  return {
    texts: texts(),
    firstTokenProbability: likeliest!.firstTokenProbability,
    chances: { word: likeliest!.chance, letter: likeliest!.letterChance },
    contextTokens: seen,
    contextStart: from,
    generatedTokens: grown.reduce((sum, { tokens }) => sum + tokens, 0),
    milliseconds: performance.now() - started,
  };
}

/** What to begin with, the first to try first; none to let the engine begin. */
async function beginningsOf(
  engine: Engine,
  left: string,
  { alternatives, sampling }: CompletionRequest,
  memory: TopMemory,
  signal: AbortSignal,
): Promise<readonly FirstToken[]> {
  if (engine.info.abilities.topTokens === 0) return [];
  const piece = unfinishedPiece(left);
  const root = left.slice(0, left.length - piece.length);
  // At the very beginning of a text there is nothing to go on from.
  if (root === '' || (piece === '' && alternatives === 1)) return [];
  const beginnings = firstTokensBehind(piece, await memory.topBehind(engine, root, signal));
  const drawn = sampling.temperature > 0 ? draw(beginnings, sampling) : undefined;
  return drawn ? [drawn, ...beginnings.filter((each) => each !== drawn)] : beginnings;
}

function draw(beginnings: readonly FirstToken[], sampling: Sampling): FirstToken | undefined {
  const logs = Float32Array.from(beginnings, ({ logProbability }) => logProbability);
  let left = Math.random();
  return beginnings.find((_, index) => (left -= samplingProbabilities(logs, sampling)[index]!) <= 0);
}
