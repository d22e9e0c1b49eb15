import type { Topic } from '../../src/contracts/insidePageMessages';
import type { ModelSpec } from '../../src/core/models/modelSpec';

/**
 * The models that can answer a topic, the best one first: only causal models predict the next token, and vectors of a model
 * that reads both sides compare better. Engines only predict the next token.
 */
export function modelsFor(topic: Topic, specs: readonly ModelSpec[]): readonly ModelSpec[] {
  const isCausal = ({ task }: ModelSpec) => task === 'causal';
  if (topic === 'next token') return specs.filter(isCausal);
  const readable = specs.filter((spec) => !isOfEngine(spec));
  return topic === 'similarity' ? readable.toSorted((a, b) => Number(isCausal(a)) - Number(isCausal(b))) : readable;
}

/** Whether a model runs on an engine, which shows none of its layers. */
export function isOfEngine({ layers }: ModelSpec): boolean {
  return layers === 0;
}
