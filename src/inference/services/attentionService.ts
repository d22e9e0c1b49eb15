import type { AttentionWindowRequest, MapSelection } from '../../contracts/attentionRequests';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelLabel';
import type { AttentionReader } from '../attention/attentionReader';
import { attentionWindows, type AttentionWindow } from '../attention/attentionWindow';
import { readAttentionMap } from '../attention/selectAttentionMap';
import { SinkFinder } from '../attention/findSinks';
import { surveyHeads } from '../attention/surveyHeads';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler } from '../requestScheduler';

/** Answers requests for attention maps. */
export function attentionService(
  models: ModelCache,
  scheduler: Scheduler,
  reader: AttentionReader,
): Pick<Inference, 'attend' | 'surveyHeads'> {
  const sinks = new SinkFinder(reader);
  const windowsFor = async (request: AttentionWindowRequest, signal: AbortSignal): Promise<AttentionWindow[]> => {
    const windows = attentionWindows(await models.toLookInside(request.models), request);
    return mapInOrder(windows, (window) => reader.addGenerated(window, request.text, signal));
  };
  return {
    attend: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        checkSelections(request.selections, request.models);
        const windows = await turn(() => windowsFor(request, signal));
        return mapInOrder(request.selections, (selection) => {
          const window = windows[request.models.indexOf(selection.model)]!;
          return readAttentionMap(reader, sinks, window, selection, turn);
        });
      }),
    surveyHeads: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const windows = await turn(() => windowsFor(request, signal));
        return mapInOrder(windows, (window) => surveyHeads(reader, sinks, window, turn));
      }),
  };
}

/** Throws when a selection is of a model that has no window. */
function checkSelections(selections: readonly MapSelection[], models: readonly string[]): void {
  const stray = selections.find(({ model }) => !models.includes(model));
  if (stray) throw new Error(`${labelOf(stray.model)} is not among the models of this request. Choose it first.`);
}

/** As Promise.all over a map, but starts each call when the one before has ended. */
async function mapInOrder<T, U>(values: readonly T[], call: (value: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const value of values) results.push(await call(value));
  return results;
}
