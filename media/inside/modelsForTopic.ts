import type { Topic } from '../../src/contracts/insidePageMessages';
import type { ModelSpec } from '../../src/core/models/modelSpec';

/**
 * The models that can answer a topic, the best one first: only causal models predict the next token, and vectors of a model
 * that reads both sides compare better.
 */
export function modelsFor(topic: Topic, specs: readonly ModelSpec[]): readonly ModelSpec[] {
  const isCausal = ({ task }: ModelSpec) => task === 'causal';
  if (topic === 'next token') return specs.filter(isCausal);
  return topic === 'similarity' ? specs.toSorted((a, b) => Number(isCausal(a)) - Number(isCausal(b))) : specs;
}
