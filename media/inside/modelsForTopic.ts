import type { Topic } from '../../src/contracts/insidePageMessages';
import type { ModelSpec } from '../../src/core/models/modelSpec';

/** The models that can answer a topic: only causal models predict the next token. */
export function modelsFor(topic: Topic, specs: readonly ModelSpec[]): readonly ModelSpec[] {
  return topic === 'next token' ? specs.filter(({ task }) => task === 'causal') : specs;
}
