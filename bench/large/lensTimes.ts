import { completionRequest } from '../../test/helpers/completionRequest';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, type Row } from '../row';
import { mediansInTurns, timed } from '../weights/inTurns';

const LAYER = 15;

/**
 * How long the attention panel waits in texts of `tokens` tokens: for the first map of a text, against reading the text in
 * order to write after it; then for another layer and another head of the same text, and for all heads.
 *
 * @param folder of the model
 * @param texts each at least that long, and unlike the others from the start; one for each round and measurement
 */
export async function lensTimes(
  folder: string,
  texts: readonly string[],
  tokens: number,
  rounds: number,
): Promise<Row[]> {
  const { inference, stop } = inferences['in a forked process']!();
  let next = 0;
  let text = '';
  const window = () => ({ models: [folder], text, focus: 0, windowTokens: tokens });
  const attend = (layer: number, head: number | 'mean') =>
    timed(() => inference.attend({ ...window(), selections: [{ model: folder, layer, head }] }, unhurried));
  try {
    const { read, first, layer, head, grid } = await mediansInTurns(rounds, {
      read: async () => {
        const { ends } = await inference.tokenize({ model: folder, text: texts[next]! }, unhurried);
        const left = texts[next++]!.slice(0, ends[tokens - 1]);
        return timed(() => inference.complete(completionRequest(left, { model: folder, length: 'word' }), unhurried));
      },
      first: () => {
        text = texts[next++]!;
        return attend(LAYER, 'mean');
      },
      layer: () => attend(LAYER - 7, 'mean'),
      head: () => attend(LAYER - 7, 3),
      grid: () => timed(() => inference.surveyHeads(window(), unhurried)),
    });
    return [
      lowerIsBetter(
        `${tokens} tokens: ms to the first map; against reading the text to write after it`,
        first,
        read,
        0.5,
      ),
      lowerIsBetter(`${tokens} tokens: ms to another layer; against the first map`, layer, first, 4),
      lowerIsBetter(`${tokens} tokens: ms to another head; against the first map`, head, first, 4),
      lowerIsBetter(
        `${tokens} tokens: ms to all 270 heads; against as many times another layer`,
        grid,
        30 * layer,
        0.5,
      ),
    ];
  } finally {
    stop();
  }
}
