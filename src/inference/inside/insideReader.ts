import type { Tensor } from 'onnxruntime-node';
import type { InsideValues } from '../models/findQueriesKeysAndValues';
import { openInside, type InsideSession } from '../models/insideSession.node';
import type { LoadedModel } from '../models/loadedModel';
import { emptyPast, modelInputs } from '../models/inputTensors';
import { runOutputs } from '../models/runForOutputs';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import { valuesHidden } from './whyInsideIsHidden';

/** Tensors of one pass, by name. */
interface CachedPass {
  readonly model: LoadedModel;
  readonly ids: Int32Array;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/**
 * Reads values that a model's graph computes, in a session of its own; of a text-to-text model, those of its encoder.
 */
export class InsideReader {
  readonly #sessions = new Map<LoadedModel, Promise<InsideSession | undefined>>();
  /** The latest pass: users look at one head or token of a layer after the other. */
  #lastPass: CachedPass | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;

  /** Names of the values that can be read. Throws an Error that says what to do when the graph exposes none. */
  async values(model: LoadedModel): Promise<InsideValues> {
    return (await this.#session(model)).values;
  }

  /** The tensors `names` of one pass over `ids`. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[]): Promise<Tensor[]> {
    const { session } = await this.#session(model);
    if (names.length === 0) return [];
    if (!isCached(this.#lastPass, model, ids, names)) {
      this.#lastPass = undefined;
      const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
      this.#lastPass = { model, ids: ids.slice(), outputs: await runOutputs(session, feeds, [...new Set(names)]) };
    }
    return names.map((name) => this.#lastPass!.outputs[name]!);
  }

  /** Releases all memory of a model that is itself released. */
  async release(model: LoadedModel): Promise<void> {
    const opening = this.#sessions.get(model);
    this.#sessions.delete(model);
    if (this.#lastPass?.model === model) this.#lastPass = undefined;
    await opening?.then((inside) => inside?.session.release()).catch(() => undefined);
  }

  /** Releases all memory; false when there was none. Must not be called during a read. */
  async releaseAll(): Promise<boolean> {
    const models = [...this.#sessions.keys()];
    for (const model of models) await this.release(model);
    return models.length > 0;
  }

  async #session(model: LoadedModel): Promise<InsideSession> {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = setTimeout(() => void this.releaseAll(), RELEASE_AFTER_MS).unref();
    const opening = this.#sessions.get(model) ?? openInside(model.file, model.options);
    this.#sessions.set(model, opening);
    opening.catch(() => this.#sessions.delete(model));
    const inside = await opening;
    if (!inside) throw new Error(valuesHidden(model));
    return inside;
  }
}

/** Whether `pass` has the tensors `names` for these ids. */
function isCached(
  pass: CachedPass | undefined,
  model: LoadedModel,
  ids: Int32Array,
  names: readonly string[],
): pass is CachedPass {
  if (pass?.model !== model || pass.ids.length !== ids.length) return false;
  return pass.ids.every((id, index) => id === ids[index]) && names.every((name) => name in pass.outputs);
}
