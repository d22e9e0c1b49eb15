import type { Engine, GeneratedToken } from '../../engines/engine';

/** Is told of each request to an engine; all of them can be refused. */
export interface EngineGuard {
  /** Throws what the request is refused with. */
  begin(): void;
  succeeded(): void;
  failed(error: unknown): void;
  /** The request was given up by who made it. */
  givenUp(): void;
}

/** An engine whose requests a guard admits and watches. */
export function guardedEngine(engine: Engine, guard: EngineGuard): Engine {
  return {
    ...engine,
    generate: (prompt, options, signal) => watchTokens(() => engine.generate(prompt, options, signal), guard, signal),
    score: (prompt, options, signal) => watch(() => engine.score(prompt, options, signal), guard, signal),
    tokenize: (text, signal) => watch(() => engine.tokenize(text, signal), guard, signal),
    tokenizeChat: (userText, signal) => watch(() => engine.tokenizeChat(userText, signal), guard, signal),
  };
}

async function watch<T>(job: () => Promise<T>, guard: EngineGuard, signal: AbortSignal): Promise<T> {
  guard.begin();
  try {
    const result = await job();
    guard.succeeded();
    return result;
  } catch (error) {
    if (signal.aborted) guard.givenUp();
    else guard.failed(error);
    throw error;
  }
}

async function* watchTokens(
  generate: () => AsyncIterable<GeneratedToken>,
  guard: EngineGuard,
  signal: AbortSignal,
): AsyncGenerator<GeneratedToken> {
  guard.begin();
  let isJudged = false;
  const succeeded = () => {
    if (!isJudged) guard.succeeded();
    isJudged = true;
  };
  try {
    for await (const token of generate()) {
      succeeded();
      yield token;
    }
    succeeded();
  } catch (error) {
    if (!signal.aborted) {
      isJudged = true;
      guard.failed(error);
    }
    throw error;
  } finally {
    // Who has enough leaves before the end.
    if (!isJudged) guard.givenUp();
  }
}
