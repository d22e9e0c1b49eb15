import * as l10n from '@vscode/l10n';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { visiblePiece } from '../common/visibleTokenText';
import type { HeadSurvey } from '../../src/contracts/attentionRequests';
import { rowSum, weightAt } from '../../src/core/attention/attentionMap';
import type { Cell } from './drawHeatmapAndLabels';
import type { HeadIndex } from './headThumbnails';

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFEFC]/;

/** The weight of a cell: from the token that looks to the token that it looks at. */
export function cellNote({ labels, map }: DisplayedMap, { row, column }: Cell): string {
  const [from, to] = [row, column].map((unit) => quoted(labels[unit]!));
  return `${from} → ${to}  ${weightAt(map, row, column).toFixed(6)}`;
}

/**
 * The sum of a row, and how much of it rests on sinks.
 *
 * @param isLastInstead whether it is the last row, shown because the caret's looks at nothing else
 */
export function rowNote({ map, sinkShare, sinkLabels }: DisplayedMap, row: number, isLastInstead: boolean): string {
  const sum = rowSum(map, row).toFixed(4);
  const note =
    sinkLabels.length === 0
      ? l10n.t('Row sum {0}. Rows look at columns.', sum)
      : l10n.t('Row sum {0}; {1} of it rests on sinks. Rows look at columns.', sum, percent(sinkShare[row]!));
  if (!isLastInstead) return note;
  return `${l10n.t('What is at the caret looks at nothing else, so this is the last row.')} ${note}`;
}

/** What a head does; without a head, how to read the thumbnails. */
export function headNote({ heads, summaries }: HeadSurvey, index: HeadIndex | undefined): string {
  if (!index) return l10n.t('Rows are layers, columns are heads. Click one to open it.');
  const { layer, head } = index;
  const { entropy, sink, previous, next } = summaries[layer * heads + head]!;
  return l10n.t(
    'Layer {0}, head {1}: {2} bits, sinks {3}, previous {4}, next {5}',
    layer + 1,
    head + 1,
    entropy.toFixed(1),
    percent(sink),
    percent(previous),
    percent(next),
  );
}

/** A label in quotes; a right-to-left label is isolated, so that it does not reorder the text around it. */
function quoted(label: string): string {
  const text = visiblePiece(label);
  return RIGHT_TO_LEFT.test(text) ? `“\u2068${text}\u2069”` : `“${text}”`;
}

/** The names of the sinks, and how much of all weight they hold. */
export function sinkNote({ meanSinkShare, sinkLabels }: DisplayedMap, isHidden: boolean): string {
  if (sinkLabels.length === 0) return l10n.t('This model rests weight on no sink here.');
  const names = sinkLabels.map(visiblePiece).join(', ');
  return isHidden
    ? l10n.t('Hidden sinks ({0}) hold {1} of all weight; the rest is scaled up.', names, percent(meanSinkShare))
    : l10n.t('Sinks ({0}) hold {1} of all weight.', names, percent(meanSinkShare));
}

/** What it costs that a model exists in dynamic int8 only: measured on SmolLM2, whose weights are known in float32, too. */
export function roundedNote(model: string): string {
  return l10n.t(
    '{0} is here in dynamic int8 only, which rounds more than its weights. Read the map roughly: in SmolLM2 so rounded, three in ten rows have another strongest word. Exports in float32 or in blocks are exact.',
    model,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
