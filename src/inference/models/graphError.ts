const ADVICE = 'Get the file again, or choose another model.';
const ADVICE_TO_REINSTALL = 'Install the extension again, or choose another model.';

/** A graph cannot be used. The message is for the user. */
export class GraphError extends Error {
  readonly #reason: string;

  /**
   * @param reason what happened, in a sentence
   * @param advice what to do next
   */
  constructor(reason: string, options?: ErrorOptions, advice = ADVICE) {
    super(`${reason} ${advice}`, options);
    this.#reason = reason;
  }

  /** The same error of a graph that came with an extension. */
  ofExtension(): GraphError {
    return new GraphError(this.#reason, { cause: this }, ADVICE_TO_REINSTALL);
  }
}
