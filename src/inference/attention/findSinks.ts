import { assumedSinks, rowsToSearch, SinkSearch } from '../../core/attention/markAttentionSinks';
import type { LoadedModel } from '../models/loadedModel';
import type { Turn } from '../requestScheduler';
import type { AttentionReader } from './attentionReader';
import type { AttentionWindow } from './attentionWindow';

/** Finds attention sinks, and remembers those of each model's latest window. */
export class SinkFinder {
  readonly #reader: AttentionReader;
  readonly #latest = new WeakMap<LoadedModel, { readonly ids: Int32Array; readonly sinks: number[] }>();

  constructor(reader: AttentionReader) {
    this.#reader = reader;
  }

  /**
   * Indices of the sinks among the tokens of the window's maps, ascending. They are measured, but assumed in the attention
   * of a decoder beside an encoder, and in a text too short to tell.
   */
  async find(window: AttentionWindow, turn: Turn): Promise<number[]> {
    const { model, part, ids, tokens } = window;
    const assumed = assumedSinks(tokens.starts, tokens.task);
    if (model.decoder && part !== 'encoder') return assumed;
    const latest = this.#latest.get(model);
    if (latest?.ids.length === ids.length && latest.ids.every((id, index) => id === ids[index])) return latest.sinks;
    const rows = rowsToSearch(ids.length);
    const search = new SinkSearch(ids.length, rows, tokens.task === 'causal');
    await this.#reader.eachLayer(window, rows, turn, (weights) => search.add(weights));
    const sinks = search.sinks ?? assumed;
    this.#latest.set(model, { ids, sinks });
    return sinks;
  }
}
