import type { OrderFinding } from '../core/order/orderFindingTypes';

/** Titles of the quick fixes. */
const TITLES: Partial<Record<OrderFinding['kind'], string>> = {
  'forward-reference': 'Move what this refers to before it',
  'late-introduction': 'Move the definition before its first use',
  'late-instruction': 'Move the instruction before the text it applies to',
  'past-window': 'Move the instruction to the front',
};

/** Title of the finding's quick fix; undefined when it has none. */
export function titleOf({ kind, move, swapWith }: OrderFinding): string | undefined {
  if (swapWith) return 'Spell it out where it is used first';
  return move && TITLES[kind];
}

/** The question beside the diff of the finding's quick fix. */
export function questionOf({ kind, to, swapWith }: OrderFinding): string {
  if (swapWith) return 'Swap them?';
  const isReworded = kind === 'forward-reference' || kind === 'late-instruction';
  const reworded = isReworded ? ' “Above” and “below” change where they no longer fit.' : '';
  const heading = to?.headingAfter?.replace(/^#+ /, '');
  return `Move it?${reworded}${heading === undefined ? '' : ` The text after it gets the heading “${heading}”.`}`;
}
