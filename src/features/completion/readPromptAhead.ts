import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { Latest } from '../../host/latestJob';

/** How long a prompt must stay active before it is read: someone who steps through many prompts waits for none. */
const PAUSE_MS = 150;

/** Lets the model read the prompt that stays active, so that the first suggestion there comes sooner. */
export class PromptReadAhead {
  readonly #inference: Pick<Inference, 'complete'>;
  readonly #latest = new Latest();

  constructor(inference: Pick<Inference, 'complete'>) {
    this.#inference = inference;
  }

  /**
   * Reads the text left of the request's caret after a pause, in place of what was to be read before. Undefined when that
   * was cancelled; rejects when the model cannot read it.
   */
  read(request: CompletionRequest): Promise<Completion | undefined> {
    return this.#latest.run(async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal.throwIfAborted();
      // No token reaches this confidence, so the model reads and generates nothing.
      return this.#inference.complete({ ...request, confidence: 1 }, signal);
    });
  }

  /** Reads nothing that has not begun to be read. */
  cancel(): void {
    this.#latest.cancel();
  }
}
