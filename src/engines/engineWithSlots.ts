import type { Engine } from './engine';
import type { RequestSlots, Urgency } from './requestSlots';

/** The same engine, whose requests wait for slots. */
export function engineWithSlots(engine: Engine, slots: RequestSlots, urgency: Urgency): Engine {
  const inSlot = async <Result>(signal: AbortSignal, send: () => Promise<Result>): Promise<Result> => {
    const release = await slots.take(urgency, signal);
    return send().finally(release);
  };
  return {
    ...engine,
    async *generate(prompt, options, signal) {
      const release = await slots.take(urgency, signal);
      try {
        yield* engine.generate(prompt, options, signal);
      } finally {
        release();
      }
    },
    score: (prompt, options, signal) => inSlot(signal, () => engine.score(prompt, options, signal)),
    tokenize: (text, signal) => inSlot(signal, () => engine.tokenize(text, signal)),
    tokenizeChat: (text, signal) => inSlot(signal, () => engine.tokenizeChat(text, signal)),
  };
}
