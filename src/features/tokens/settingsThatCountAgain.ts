/** Settings that counts depend on: all prompts are counted again once one of them changes. */
export const COUNT_SETTINGS = [
  'budget.enabled',
  'budget.countFor',
  'budget.models',
  'budget.model',
  'budget.limit',
  'budget.counters',
  'budget.warnFrom',
  'split.separator',
  'engines',
  'engine.counts',
] as const;
