/**
 * What went wrong between us and an engine.
 *
 * - `unreachable`: no connection, a broken one, or one that is not trusted
 * - `slow`: nothing came for too long
 * - `key`: the engine wants a key, or another one
 * - `model`: it has no such model, or another one than when it was connected
 * - `too long`: the prompt does not fit
 * - `busy`: it has too much to do
 * - `failed`: it failed itself
 * - `answer`: its answer cannot be read, or is not about the text that was sent
 * - `unable`: it cannot do this at all
 */
export type EngineErrorKind =
  'unreachable' | 'slow' | 'key' | 'model' | 'too long' | 'busy' | 'failed' | 'answer' | 'unable';

/** An error whose message says what happened, and what to do next. */
export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  /** Milliseconds that the engine asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: EngineErrorKind,
    message: string,
    options: ErrorOptions & { readonly retryAfter?: number | undefined } = {},
  ) {
    super(message, options);
    this.name = 'EngineError';
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }
}
