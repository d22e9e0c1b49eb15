import type { CompletionRequest, StandIn } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { promptGpt } from '../../core/models/embeddedModels';
import { Latest } from '../../host/latestJob';

/** How long a prompt must stay active before it is read: someone who steps through many prompts waits for none. */
export const OPENING_PAUSE_MS = 150;

/** Loading a large model takes about a second, in which no key is answered: only who thinks pauses for as long as this. */
const LOADING_PAUSE_MS = 600;

/** A key that is pressed during a forward pass waits for its end. */
const READING_PAUSE_MS = 250;

/** Milliseconds without a key after which a model that another one stood in for is loaded, or reads on. */
export function pauseBeforeReading(model: string, { isReading }: StandIn): number {
  if (isReading) return READING_PAUSE_MS;
  return model === promptGpt.id ? 0 : LOADING_PAUSE_MS;
}

/** Lets a model read a prompt in a pause of typing, so that the next suggestion there comes sooner. */
export class PromptReadAhead {
  readonly #inference: Pick<Inference, 'readAhead'>;
  readonly #latest = new Latest();

  constructor(inference: Pick<Inference, 'readAhead'>) {
    this.#inference = inference;
  }

  /**
   * Reads the text left of the request's caret after a pause, in place of what was to be read before.
   *
   * @returns whether it was read to the end, or else cancelled; rejects when the model cannot read it
   */
  async read(request: CompletionRequest, pauseMs: number): Promise<boolean> {
    const reading = this.#latest.run(async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      signal.throwIfAborted();
      await this.#inference.readAhead(request, signal);
      return true;
    });
    return (await reading) ?? false;
  }

  /** Stops reading after the pass that runs. */
  cancel(): void {
    this.#latest.cancel();
  }
}
