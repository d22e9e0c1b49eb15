import type { OrderKind } from '../src/core/order/orderFindingTypes';
import { LABELLED, labelledTexts, precisionOf, recallOf, scored, SETS, type Score } from '../test/helpers/orderLabels';
import { higherIsBetter, type Row } from './row';

const PRECISION_GOAL = 0.9;
const RECALL_GOAL = 0.7;
const KINDS: readonly OrderKind[] = ['forward-reference', 'nothing-follows', 'late-introduction', 'late-instruction'];

/**
 * Precision and recall of the order lint on the labelled texts of test/fixtures/order: for all texts, for each set, and
 * for each kind of finding on the held-out set. `quick` changes nothing.
 */
export async function order(): Promise<Row[]> {
  const all = LABELLED.map((what) => [what, SETS.flatMap((set) => labelledTexts(set, what))] as const);
  const perSet = SETS.flatMap((set) => LABELLED.map((what) => [`${what}, ${set}`, labelledTexts(set, what)] as const));
  const heldOut = LABELLED.flatMap((what) => labelledTexts('held-out', what));
  const rows = [...all, ...perSet].flatMap(([name, texts]) => rowsOf(name, scored(texts)));
  return Promise.resolve([...rows, ...KINDS.flatMap((kind) => rowsOf(`${kind}, held-out`, scored(heldOut, kind)))]);
}

function rowsOf(name: string, score: Score): Row[] {
  const { right, wrong, missed } = score;
  return [
    higherIsBetter(`${name}: precision, ${right} of ${right + wrong}`, precisionOf(score), PRECISION_GOAL, 1),
    higherIsBetter(`${name}: recall, ${right} of ${right + missed}`, recallOf(score), RECALL_GOAL, 1),
  ];
}
