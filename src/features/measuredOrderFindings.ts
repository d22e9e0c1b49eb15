import type { OrderFinding } from '../core/order/orderFindingTypes';

/** Findings that are measured. Each takes a forward pass for every token. */
const MAX_MEASURED = 20;

/** Kinds whose words the models can measure: whether the right context explains them. */
const MEASURED_KINDS: readonly OrderFinding['kind'][] = ['forward-reference', 'late-introduction'];

/** The findings that the models measure. */
export function measurable(findings: readonly OrderFinding[]): readonly OrderFinding[] {
  return findings.filter(({ kind }) => MEASURED_KINDS.includes(kind)).slice(0, MAX_MEASURED);
}
