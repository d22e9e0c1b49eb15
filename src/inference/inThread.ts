import type { Inference, Look, TokenizeRequest, WindowRequest } from '../contracts/inference';
import { LONGEST_CONTEXT } from '../core/contextWindow';
import { labelOf, PROMPT_NGRAM } from '../core/models';
import { split } from '../core/segments';
import { countOf } from '../core/tokens';
import { trim } from '../core/trim';
import { attend } from './attention/attend';
import { LayerReader } from './attention/layerReader';
import { survey } from './attention/survey';
import { windowsOf } from './attention/window';
import { checked } from './checkRequest';
import { complete, type Writer } from './generation/complete';
import { PrefixReader } from './generation/reader';
import { influence } from './generation/influence';
import { nextToken } from './generation/nextToken';
import { rewrite } from './generation/rewrite';
import { see } from './generation/see';
import { StandIn } from './generation/standIn';
import { surprise, type Surprised } from './generation/surprise';
import { SurpriseReader } from './generation/surpriseReader';
import { InsideReader } from './inside/insideReader';
import { positions } from './inside/positions';
import { steps } from './inside/steps';
import { vectors } from './inside/vectors';
import { Lane, type Turn, type Urgency } from './lane';
import type { LoadedModel } from './models/loadedModel';
import type { Models } from './models/models';
import { hindsight } from './sides/hindsight';
import { MaskedWords } from './sides/maskedWords';
import { sides } from './sides/sides';
import { HeldTexts } from './tokens/heldTexts';
import { collectInSteps, encodeInSteps } from './tokens/inSteps';

/**
 * Answers from models in this very thread, one pass at a time; passes block it.
 *
 * @param upkeep run after a pass, before the next one starts, but not between those of one request: models may go in it
 */
export function inThread(models: Models, upkeep: () => Promise<void> = async () => undefined): Inference {
  /** Requests of several turns that are under way. */
  let underWay = 0;
  const lane = new Lane(async () => {
    if (underWay === 0) await upkeep();
  });
  const reader = new LayerReader();
  const inside = new InsideReader();
  const standIn = new StandIn(models);
  models.onRelease = (model) => {
    standIn.forget(model.spec.id);
    void reader.forget(model);
    void inside.forget(model);
  };
  models.releaseSpare = async () => (await Promise.all([inside.close(), reader.close()])).includes(true);
  const writerOf = onceEach(newWriter);
  // Readers of their own: each remembers what it read last, and they would take turns at forgetting.
  const comparing = onceEach(newWriter);
  const expecting = onceEach(newWriter);
  const surprisedBy = onceEach((model): Surprised => {
    const contextLength = contextOf(model);
    const { tokenizer } = model;
    const read = new SurpriseReader(new PrefixReader(model, contextLength), tokenizer.size, contextLength);
    return { tokenizer, reader: read, contextLength };
  });
  const held = new HeldTexts();
  /** Runs a request of several passes, its turns, between which more urgent ones may run. */
  const inTurns = async <T>(urgency: Urgency, signal: AbortSignal, request: (turn: Turn) => Promise<T>): Promise<T> => {
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
    const tokens = await encodeInSteps(tokenizer, text, turn);
    return { tokens, count: (part: string) => countOf(tokenizer.encode(part)) };
  };
  const windowsFor = async (request: WindowRequest, signal: AbortSignal) => {
    const windows = windowsOf(await sequentially(request.models, (id) => models.get(id)), request);
    return sequentially(windows, (window) => reader.complete(window, request.text, signal));
  };
  return checked({
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
    see: (request, signal) =>
      lane.run('counting', signal, async () => see(writerOf(await models.causal(request.model)), request)),
    nextToken: (request, signal) =>
      lane.run('looking', signal, async () => {
        const { model } = request;
        const writer = model === PROMPT_NGRAM ? await standIn.writer() : expecting(await models.causal(model));
        return nextToken(writer, request);
      }),
    vectors: (request, signal) =>
      lane.run('looking', signal, async () => vectors(inside, await models.get(request.model), request)),
    steps: (request, signal) =>
      lane.run('looking', signal, async () => steps(inside, await models.get(request.model), request)),
    positions: ({ model }, signal) =>
      lane.run('looking', signal, async () => positions(inside, await models.get(model))),
    surprise: (request, signal) =>
      lane.run('looking', signal, async () =>
        surprise(surprisedBy(await models.causal(request.model)), request, signal),
      ),
    sides: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const [writer, masked] = await turn(async () => [
          comparing(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const bothSides = await turn(() => Promise.resolve(new MaskedWords(masked, request.text, turn)));
        return sides(takingTurns(writer, turn), bothSides, masked.tokenizer, request);
      }),
    influence: (request, signal, onProgress) =>
      inTurns('looking', signal, async (turn) => {
        const writer = await turn(async () => comparing(await models.causal(request.model)));
        return influence(takingTurns(writer, turn), request, onProgress);
      }),
    hindsight: (request, signal, onProgress) =>
      inTurns('looking', signal, async (turn) => {
        const [surprised, masked] = await turn(async () => [
          surprisedBy(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const bothSides = await turn(() => Promise.resolve(new MaskedWords(masked, request.text, turn)));
        return hindsight(surprised, bothSides, request, signal, turn, onProgress);
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
        return collectInSteps(split(request.text, tokens, request, count), turn);
      }),
    attend: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const strange = request.looks.find(({ model }) => !request.models.includes(model));
        if (strange) {
          throw new Error(`${labelOf(strange.model)} is not among the models that are looked at. Choose it first.`);
        }
        const windows = await turn(() => windowsFor(request, signal));
        const windowOf = ({ model }: Look) => windows[request.models.indexOf(model)]!;
        return sequentially(request.looks, (look) => turn(() => attend(reader, windowOf(look), look)));
      }),
    survey: (request, signal) =>
      inTurns('looking', signal, async (turn) => {
        const windows = await turn(() => windowsFor(request, signal));
        return sequentially(windows, (window) => survey(reader, window, turn));
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
  return Math.min(spec.contextLength ?? LONGEST_CONTEXT, LONGEST_CONTEXT);
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
