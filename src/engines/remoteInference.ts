import type { Inference } from '../contracts/inference';
import type { CountResult } from '../contracts/tokenRequests';
import { errorText } from '../core/errorText';
import { EffectsByContent } from '../core/sentences/rememberedEffects';
import type { Engine } from './engine';
import { EngineError } from './engineError';
import { engineNameOf } from './engineModelId';
import { engineWithSlots } from './engineWithSlots';
import { answersThere } from './lenses/answersThere';
import { completeThere } from './lenses/completeThere';
import { CountsThere } from './lenses/countsThere';
import { influenceThere } from './lenses/influenceThere';
import { LeftMemory, leftThatFits } from './lenses/leftThatFits';
import { measureSurpriseThere } from './lenses/measureSurpriseThere';
import { nextTokenThere } from './lenses/nextTokenThere';
import { ScoreMemory } from './lenses/scoreMemory';
import { sentencesThere, variantsThere } from './lenses/sentencesThere';
import { topBehind, TopMemory } from './lenses/topMemory';
import { RequestSlots, type Urgency } from './requestSlots';

/** What is remembered of a connected engine. */
class ConnectedEngine {
  readonly slots = new RequestSlots();
  readonly scores = new ScoreMemory();
  readonly tops = new TopMemory();
  readonly lefts = new LeftMemory();
  readonly effects = new EffectsByContent();
}

/**
 * Answers requests by engines that run elsewhere. Their models cannot be looked into: attention, vectors and what else an engine does not
 * give is refused with an EngineError that says so.
 *
 * @param engineOf connects to the engine of a name, once
 */
export function remoteInference(engineOf: (name: string, signal: AbortSignal) => Promise<Engine>): Inference {
  const connected = new WeakMap<Engine, ConnectedEngine>();
  const counts = new CountsThere();
  const use = async (model: string, urgency: Urgency, signal: AbortSignal) => {
    signal.throwIfAborted();
    const engine = await engineOf(engineNameOf(model) ?? model, signal);
    const own = connected.get(engine) ?? new ConnectedEngine();
    connected.set(engine, own);
    return { ...own, engine: engineWithSlots(engine, own.slots, urgency) };
  };
  return {
    complete: async (request, signal, onProgress) => {
      const { engine, ...memory } = await use(request.model, 'typing', signal);
      return completeThere(engine, request, memory, signal, onProgress);
    },
    // Engines remember what they have read.
    readAhead: async (request, signal) => {
      const { engine, lefts } = await use(request.model, 'viewing', signal);
      const { from } = await lefts.find(engine, request, signal);
      const left = request.left.slice(from);
      if (left !== '') await topBehind(engine, left, signal);
    },
    // The memory of the workspace is not for others.
    learn: () => Promise.resolve(),
    describe: async ({ model }, signal) => {
      const { info } = (await use(model, 'counting', signal)).engine;
      return { id: model, label: info.model, task: 'causal', contextLength: info.contextLength, layers: 0, heads: 0 };
    },
    visibleContext: async ({ model, left, length }, signal) => {
      const { engine } = await use(model, 'counting', signal);
      const { from, seen, all } = await leftThatFits(engine, { left, length }, signal);
      return { start: from, tokens: seen, totalTokens: all };
    },
    surprise: async (request, signal) => {
      const { engine, scores } = await use(request.model, 'viewing', signal);
      return measureSurpriseThere(engine, request, scores, signal);
    },
    influence: async (request, signal, onProgress) => {
      const { engine } = await use(request.model, 'viewing', signal);
      return influenceThere(engine, request, signal, onProgress);
    },
    sentenceEffects: async (request, signal, onProgress) => {
      const { engine, effects } = await use(request.model, 'viewing', signal);
      return sentencesThere(engine, request, effects, signal, onProgress);
    },
    variantEffects: async (request, signal, onProgress) => {
      const { engine } = await use(request.model, 'viewing', signal);
      return variantsThere(engine, request, signal, onProgress);
    },
    answers: async (request, signal, onProgress) => {
      const { engine } = await use(request.model, 'viewing', signal);
      return answersThere(engine, request, signal, onProgress);
    },
    nextToken: async (request, signal) => {
      const { engine, lefts } = await use(request.model, 'viewing', signal);
      return nextTokenThere(engine, request, lefts, signal);
    },
    tokenize: async ({ model, text }, signal) => {
      const { engine } = await use(model, 'counting', signal);
      return counts.pieces(engine, text, signal);
    },
    count: async (request, signal) => {
      const text = counts.textAfter(request);
      if (text === undefined) return null;
      const results: CountResult[] = [];
      for (const [index, counter] of request.counters.entries()) {
        try {
          const { engine } = await use(counter.model, 'counting', signal);
          results.push(await counts.count(engine, text, request, counter, signal));
        } catch (error) {
          if (index === 0 || signal.aborted) throw error;
          results.push(uncounted(counter.model, request.spans.length, errorText(error)));
        }
      }
      return results;
    },
    forget: ({ document }) => Promise.resolve(counts.forget(document)),
    release: () => Promise.resolve(),
    memoryNeed: refuse('takes no memory of this machine'),
    makeModel: refuse('makes no models'),
    rewrite: refuse('does not rewrite'),
    compareSides: refuse('does not compare sides: both models for that run on this machine'),
    rightContextWords: refuse('does not compare sides: both models for that run on this machine'),
    countMessages: refuse('counts texts alone'),
    trim: refuse('does not trim texts: count for a model on this machine, whose tokenizer is at hand'),
    split: refuse('does not split texts: count for a model on this machine, whose tokenizer is at hand'),
    vectors: refuse('shows no vectors of its model'),
    attentionSteps: refuse('shows no attention of its model'),
    positionEncodings: refuse('shows nothing of its model’s inside'),
    attend: refuse('shows no attention of its model'),
    surveyHeads: refuse('shows no attention of its model'),
  };
}

function refuse(what: string): () => Promise<never> {
  return () => Promise.reject(unable(what));
}

function unable(what: string): EngineError {
  return new EngineError('unable', `An engine ${what}. Choose a model on this machine.`);
}

function uncounted(model: string, spans: number, problem: string): CountResult {
  const none = { count: 0, limit: 0, specialTokens: 0, at: undefined };
  return { model, ...none, spanCounts: new Array(spans).fill(none) as CountResult['spanCounts'], problem };
}
