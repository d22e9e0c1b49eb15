import type { MapSelection, AttentionWindowRequest } from '../contracts/attention';
import type { Inference } from '../contracts/inference';
import type { TokenizeRequest } from '../contracts/tokens';
import { MAX_CONTEXT_TOKENS } from '../core/tokens/contextWindow';
import { labelOf, PROMPT_NGRAM } from '../core/models/modelSpec';
import { split } from '../core/tokens/split';
import { tokenCount } from '../core/tokens/tokens';
import { trim } from '../core/tokens/trim';
import { readAttentionMap } from './attention/readAttentionMap';
import { AttentionReader } from './attention/attentionReader';
import { surveyHeads } from './attention/surveyHeads';
import { attentionWindows } from './attention/attentionWindow';
import { checkRequests } from './checkRequests';
import { complete, type Writer } from './generation/complete';
import { PrefixReader } from './generation/prefixReader';
import { measureInfluence } from './expectation/measureInfluence';
import { nextTokenDistribution } from './generation/nextTokenDistribution';
import { rewrite } from './generation/rewrite';
import { visibleContext } from './generation/visibleContext';
import { NgramFallback } from './generation/ngramFallback';
import { measureSurprise, type SurpriseModel } from './expectation/measureSurprise';
import { SurpriseReader } from './expectation/surpriseReader';
import { InsideReader } from './inside/insideReader';
import { positionEncodings } from './inside/positionEncodings';
import { attentionSteps } from './inside/attentionSteps';
import { tokenVectors } from './inside/tokenVectors';
import { Scheduler, type Turn, type Priority } from './scheduler';
import type { LoadedModel } from './models/loadedModel';
import type { ModelCache } from './models/modelCache';
import { findRightContextWords } from './expectation/findRightContextWords';
import { MaskedWords } from './expectation/maskedWords';
import { compareSides } from './expectation/compareSides';
import { DocumentStore } from './tokens/documentStore';
import { collectInSlices, encodeInSlices } from './tokens/timeSlices';

/**
 * Answers from models in this very thread, one pass at a time; passes block it.
 *
 * @param upkeep run after a pass, before the next one starts, but not between those of one request: models may go in it
 */
export function inferenceService(models: ModelCache, upkeep: () => Promise<void> = async () => undefined): Inference {
  /** Requests of several turns that are under way. */
  let underWay = 0;
  const lane = new Scheduler(async () => {
    if (underWay === 0) await upkeep();
  });
  const reader = new AttentionReader();
  const inside = new InsideReader();
  const standIn = new NgramFallback(models);
  models.onRelease = (model) => {
    standIn.forget(model.spec.id);
    void reader.forget(model);
    void inside.forget(model);
  };
  models.releaseViewers = async () => (await Promise.all([inside.close(), reader.close()])).includes(true);
  const writerOf = onceEach(newWriter);
  // Readers of their own: each remembers what it read last, and they would take turns at forgetting.
  const comparing = onceEach(newWriter);
  const expecting = onceEach(newWriter);
  const surprisedBy = onceEach((model): SurpriseModel => {
    const contextLength = contextOf(model);
    const { tokenizer } = model;
    const read = new SurpriseReader(new PrefixReader(model, contextLength), tokenizer.size, contextLength);
    return { tokenizer, reader: read, contextLength };
  });
  const held = new DocumentStore();
  /** Runs a request of several passes, its turns, between which more urgent ones may run. */
  const inTurns = async <T,>(
    urgency: Priority,
    signal: AbortSignal,
    request: (turn: Turn) => Promise<T>,
  ): Promise<T> => {
    underWay++;
    try {
      return await request((pass) => lane.run(urgency, signal, pass));
    } finally {
      underWay--;
      // What was put off.
      void lane.run('looking', UNHURRIED, async () => undefined);
    }
  };
  const counting = async ({ model, text }: TokenizeRequest, turn: Turn) => {
    const tokenizer = await turn(() => models.tokenizer(model));
    const tokens = await encodeInSlices(tokenizer, text, turn);
    return { tokens, count: (part: string) => tokenCount(tokenizer.encode(part)) };
  };
  const windowsFor = async (request: AttentionWindowRequest, signal: AbortSignal) => {
    const windows = attentionWindows(await sequentially(request.models, (id) => models.get(id)), request);
    return sequentially(windows, (window) => reader.complete(window, request.text, signal));
  };
  return checkRequests({
    complete: async (request, signal, onProgress) => {
      const { model } = request;
      const guess = models.isLoaded(model)
        ? undefined
        : await lane.run('typing', signal, () => standIn.complete(request, signal));
      if (guess) {
        // Should it fail, the next request tells why.
        lane.run('looking', UNHURRIED, () => models.causal(model)).catch(() => undefined);
        return guess;
      }
      return lane.run('typing', signal, async () =>
        complete(writerOf(await models.causal(model)), request, signal, onProgress),
      );
    },
    describe: ({ model }, signal) => lane.run('counting', signal, () => models.spec(model)),
    release: ({ model }, signal) => lane.run('counting', signal, () => models.release(model)),
    rewrite: (request, signal, onProgress) =>
      lane.run('typing', signal, async () =>
        rewrite(await models.textToText(request.model), request, signal, onProgress),
      ),
    visibleContext: (request, signal) =>
      lane.run('counting', signal, async () => visibleContext(writerOf(await models.causal(request.model)), request)),
    nextToken: (request, signal) =>
      lane.run('looking', signal, async () => {
        const { model } = request;
        const writer = model === PROMPT_NGRAM ? await standIn.writer() : expecting(await models.causal(model));
        return nextTokenDistribution(writer, request);
      }),
    vectors: (request, signal) =>
      lane.run('looking', signal, async () => tokenVectors(inside, await models.get(request.model), request)),
    attentionSteps: (request, signal) =>
      lane.run('looking', signal, async () => attentionSteps(inside, await models.get(request.model), request)),
    positionEncodings: ({ model }, signal) =>
      lane.run('looking', signal, async () => positionEncodings(inside, await models.get(model))),
    surprise: (request, signal) =>
      lane.run('looking', signal, async () =>
        measureSurprise(surprisedBy(await models.causal(request.model)), request, signal),
      ),
    compareSides: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const [writer, masked] = await turn(async () => [
          comparing(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const bothSides = await turn(() => Promise.resolve(new MaskedWords(masked, request.text, turn)));
        return compareSides(takingTurns(writer, turn), bothSides, masked.tokenizer, request);
      }),
    influence: (request, signal, onProgress) =>
      inTurns('looking', signal, async (turn) => {
        const writer = await turn(async () => comparing(await models.causal(request.model)));
        return measureInfluence(takingTurns(writer, turn), request, onProgress);
      }),
    rightContextWords: (request, signal, onProgress) =>
      inTurns('looking', signal, async (turn) => {
        const [surprised, masked] = await turn(async () => [
          surprisedBy(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const bothSides = await turn(() => Promise.resolve(new MaskedWords(masked, request.text, turn)));
        return findRightContextWords(surprised, bothSides, request, signal, turn, onProgress);
      }),
    tokenize: ({ model, text }, signal) =>
      lane.run('counting', signal, async () => {
        const tokenizer = await models.tokenizer(model);
        const tokens = tokenizer.encode(text);
        return { ...tokens, pieces: Array.from(tokens.ids, (id) => tokenizer.piece(id)) };
      }),
    count: (request, signal) => inTurns('counting', signal, (turn) => held.count(request, models, turn)),
    forget: ({ document }, signal) => lane.run('counting', signal, () => Promise.resolve(held.forget(document))),
    trim: (request, signal) =>
      inTurns('counting', signal, async (turn) => {
        const { tokens, count } = await counting(request, turn);
        return turn(() => Promise.resolve(trim(request.text, tokens, request, count)));
      }),
    split: (request, signal) =>
      inTurns('counting', signal, async (turn) => {
        const { tokens, count } = await counting(request, turn);
        return collectInSlices(split(request.text, tokens, request, count), turn);
      }),
    attend: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const strange = request.selections.find(({ model }) => !request.models.includes(model));
        if (strange) {
          throw new Error(`${labelOf(strange.model)} is not among the models that are looked at. Choose it first.`);
        }
        const windows = await turn(() => windowsFor(request, signal));
        const windowOf = ({ model }: MapSelection) => windows[request.models.indexOf(model)]!;
        return sequentially(request.selections, (look) => turn(() => readAttentionMap(reader, windowOf(look), look)));
      }),
    surveyHeads: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const windows = await turn(() => windowsFor(request, signal));
        return sequentially(windows, (window) => surveyHeads(reader, window, turn));
      }),
  });
}

function newWriter(model: LoadedModel): Writer {
  if (model.tokenizer.vocabularyBytes.length === 0) throw new Error(noBytes(model.spec.label));
  const contextLength = contextOf(model);
  return { tokenizer: model.tokenizer, reader: new PrefixReader(model, contextLength), contextLength };
}

/** The same, each of whose readings is a turn. */
function takingTurns(writer: Writer, turn: Turn): Writer {
  return { ...writer, reader: { read: (ids, keep) => turn(() => writer.reader.read(ids, keep)) } };
}

/** What `make` makes of a model, once for each. */
function onceEach<T>(make: (model: LoadedModel) => T): (model: LoadedModel) => T {
  const made = new WeakMap<LoadedModel, { readonly value: T }>();
  return (model) => {
    const own = made.get(model) ?? { value: make(model) };
    made.set(model, own);
    return own.value;
  };
}

function contextOf({ spec }: LoadedModel): number {
  return Math.min(spec.contextLength ?? MAX_CONTEXT_TOKENS, MAX_CONTEXT_TOKENS);
}

const UNHURRIED = new AbortController().signal;

async function sequentially<T, U>(values: readonly T[], job: (value: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const value of values) results.push(await job(value));
  return results;
}

function noBytes(label: string): string {
  return (
    `${label} cannot continue a text here: its vocabulary is not one of bytes, so what stands before the caret cannot be ` +
    'matched with it. Choose a model with a byte-level tokenizer, as GPT-2, SmolLM2 and Qwen2.5 have, or prompt-gpt.'
  );
}
