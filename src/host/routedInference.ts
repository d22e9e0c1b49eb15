import type { CompletionRequest, Completion, StandIn } from '../contracts/completionRequests';
import type { Inference } from '../contracts/inference';
import type { CountRequest, CountResult, Counter } from '../contracts/tokenRequests';
import { errorText } from '../core/errorText';
import { promptBert } from '../core/models/embeddedModels';
import { engineNameOf } from '../engines/engineModelId';

/**
 * How long an engine may read before the local model writes in its place, in milliseconds: usually, after a request to which nothing
 * came, and when it has read the text in a pause.
 */
const PATIENCE_MS = { usual: 800, ifSlow: 300, ifRead: 5_000 };

/** Which engines can answer at once, and who answers in place of one that cannot. */
export interface Routing {
  /** Whether an engine is neither connected yet nor known to fail. */
  isYetToConnect(name: string): boolean;
  /** Begins to connect with an engine. */
  connectSoon(name: string): void;
  /** Id of the model on this machine that may write in place of an engine; undefined if none may. */
  writerHere(): string | undefined;
}

/**
 * One Inference over the models on this machine and those of engines: the id of a request's model says which of them answers. In place of an
 * engine that fails, or is not connected yet, the local model writes ghost text.
 */
export function routedInference(local: Inference, remote: Inference, routing: Routing): Inference {
  const patience = { ms: PATIENCE_MS.usual };
  const of = ({ model }: { readonly model: string }) => (engineNameOf(model) === undefined ? local : remote);
  const ofAll = (models: readonly string[]) => (models.some((model) => engineNameOf(model)) ? remote : local);
  return {
    complete: (request, signal, onProgress) =>
      engineNameOf(request.model) !== undefined && request.mayFallBack
        ? completeOrFallBack(local, remote, { ...routing, patience }, request, signal, onProgress)
        : of(request).complete(request, signal, onProgress),
    readAhead: async (request, signal) => {
      await of(request).readAhead(request, signal);
      if (engineNameOf(request.model) !== undefined) patience.ms = PATIENCE_MS.ifRead;
    },
    // What the workspace's prompts say never leaves this machine.
    learn: (request, signal) => local.learn(request, signal),
    describe: (request, signal) => of(request).describe(request, signal),
    memoryNeed: (request, signal) => of(request).memoryNeed(request, signal),
    makeModel: (request, signal, onProgress) => local.makeModel(request, signal, onProgress),
    release: (request, signal) => of(request).release(request, signal),
    rewrite: (request, signal, onProgress) => of(request).rewrite(request, signal, onProgress),
    visibleContext: (request, signal) => of(request).visibleContext(request, signal),
    surprise: (request, signal) => of(request).surprise(request, signal),
    compareSides: (request, signal) => local.compareSides(request, signal),
    rightContextWords: (request, signal, onProgress) => local.rightContextWords(request, signal, onProgress),
    influence: (request, signal, onProgress) => of(request).influence(request, signal, onProgress),
    sentenceEffects: (request, signal, onProgress) => of(request).sentenceEffects(request, signal, onProgress),
    variantEffects: (request, signal, onProgress) => of(request).variantEffects(request, signal, onProgress),
    answers: (request, signal, onProgress) => of(request).answers(request, signal, onProgress),
    nextToken: (request, signal) => of(request).nextToken(request, signal),
    vectors: (request, signal) => of(request).vectors(request, signal),
    attentionSteps: (request, signal) => of(request).attentionSteps(request, signal),
    positionEncodings: (request, signal) => of(request).positionEncodings(request, signal),
    tokenize: (request, signal) => of(request).tokenize(request, signal),
    count: (request, signal) => countByBoth(local, remote, request, signal),
    countMessages: (request, signal) => of(request).countMessages(request, signal),
    forget: async (request, signal) => {
      await Promise.all([local.forget(request, signal), remote.forget(request, signal)]);
    },
    trim: (request, signal) => of(request).trim(request, signal),
    split: (request, signal) => of(request).split(request, signal),
    attend: (request, signal) => ofAll(request.models).attend(request, signal),
    surveyHeads: (request, signal) => ofAll(request.models).surveyHeads(request, signal),
  };
}

async function completeOrFallBack(
  local: Inference,
  remote: Inference,
  { isYetToConnect, connectSoon, writerHere, patience }: Routing & { readonly patience: { ms: number } },
  request: CompletionRequest,
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<Completion> {
  const writer = writerHere();
  if (writer === undefined) return remote.complete(request, signal, onProgress);
  const standIn = async (why: Pick<StandIn, 'failure' | 'isReading'>): Promise<Completion> => {
    const completion = await local.complete({ ...request, model: writer }, signal, onProgress);
    return { ...completion, standIn: { model: completion.standIn?.model ?? writer, ...why } };
  };
  const name = engineNameOf(request.model)!;
  if (isYetToConnect(name)) {
    connectSoon(name);
    return standIn({});
  }
  const slow = new AbortController();
  const timer = setTimeout(() => {
    patience.ms = PATIENCE_MS.ifSlow;
    slow.abort();
  }, patience.ms);
  try {
    const completion = await remote.complete(request, AbortSignal.any([signal, slow.signal]), (text) => {
      clearTimeout(timer);
      onProgress?.(text);
    });
    patience.ms = PATIENCE_MS.usual;
    return completion;
  } catch (error) {
    signal.throwIfAborted();
    // It goes on reading in a pause of typing, and keeps what it has read.
    return standIn(slow.signal.aborted ? { isReading: true } : { failure: errorText(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** Counts by tokenizers of both, in the order of the counters. Null when one of them lacks the text that was changed. */
async function countByBoth(
  local: Inference,
  remote: Inference,
  request: CountRequest,
  signal: AbortSignal,
): Promise<readonly CountResult[] | null> {
  const isRemote = ({ model }: Counter) => engineNameOf(model) !== undefined;
  const there = request.counters.filter(isRemote);
  if (there.length === 0) return local.count(request, signal);
  if (there.length === request.counters.length) return remote.count(request, signal);
  const here = request.counters.filter((counter) => !isRemote(counter));
  const isEngineFirst = isRemote(request.counters[0]!);
  // A request rejects when its first counter cannot count: only that of the whole request may do so.
  const ahead = isEngineFirst ? [ALWAYS_COUNTS] : [];
  const [counted, countedThere] = await Promise.allSettled([
    local.count({ ...request, counters: [...ahead, ...here] }, signal),
    remote.count({ ...request, counters: there }, signal),
  ]);
  signal.throwIfAborted();
  if (counted.status === 'rejected') throw counted.reason;
  if (countedThere.status === 'rejected' && isEngineFirst) throw countedThere.reason;
  if (counted.value === null) return null;
  const resultsHere = counted.value.slice(ahead.length);
  const resultsThere =
    countedThere.status === 'rejected'
      ? there.map((counter) => notCounted(counter, request, errorText(countedThere.reason)))
      : countedThere.value;
  if (resultsThere === null) return null;
  const next = { here: 0, there: 0 };
  return request.counters.map((counter) =>
    isRemote(counter) ? resultsThere[next.there++]! : resultsHere[next.here++]!,
  );
}

/** A counter that is on every machine. */
const ALWAYS_COUNTS: Counter = { model: promptBert.id, limit: undefined };

function notCounted({ model }: Counter, { spans }: CountRequest, problem: string): CountResult {
  const nothing = { count: 0, limit: 0, specialTokens: 0, at: undefined };
  return { ...nothing, model, spanCounts: spans.map(() => nothing), problem };
}
