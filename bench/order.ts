import type { OrderKind } from '../src/core/order/orderFinding';
import { LABELLED, labelledTexts, precisionOf, recallOf, scored, SETS, type Score } from '../test/helpers/orderLabels';
import { higherIsBetter, type Row } from './row';

const PRECISION = 0.9;
const RECALL = 0.7;
const KINDS: readonly OrderKind[] = ['forward-reference', 'nothing-follows', 'late-introduction', 'late-instruction'];

/**
 * The order lint against the labelled texts of test/fixtures/order: shares of findings that are right, and of labels that
 * are found; for each set, and for each kind of those that the rules were not written for. `quick` is the same.
 */
export async function order(): Promise<Row[]> {
  const all = LABELLED.map((what) => [what, SETS.flatMap((set) => labelledTexts(set, what))] as const);
  const each = SETS.flatMap((set) => LABELLED.map((what) => [`${what}, ${set}`, labelledTexts(set, what)] as const));
  const heldOut = LABELLED.flatMap((what) => labelledTexts('held-out', what));
  const rows = [...all, ...each].flatMap(([name, texts]) => rowsOf(name, scored(texts)));
  return Promise.resolve([...rows, ...KINDS.flatMap((kind) => rowsOf(`${kind}, held-out`, scored(heldOut, kind)))]);
}

function rowsOf(name: string, score: Score): Row[] {
  const { right, wrong, missed } = score;
  return [
    higherIsBetter(`${name}: precision, ${right} of ${right + wrong}`, precisionOf(score), PRECISION, 1),
    higherIsBetter(`${name}: recall, ${right} of ${right + missed}`, recallOf(score), RECALL, 1),
  ];
}
