import type { Tensor } from 'onnxruntime-node';
import type { InsideValues } from '../models/findQueriesKeysAndValues';
import { openInside, type InsideSession } from '../models/insideSession.node';
import { insideValuesOf } from '../models/insideValueNames';
import type { LoadedModel } from '../models/loadedModel';
import { emptyPast, modelInputs } from '../models/inputTensors';
import { runOutputs } from '../models/runForOutputs';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import { atOnce } from '../requestScheduler';
import type { DecoderWindows } from './decoderWindows';
import { valuesHidden } from './whyInsideIsHidden';

/** Tensors of one pass, by name. */
interface CachedPass {
  readonly model: LoadedModel;
  readonly ids: Int32Array;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/**
 * Reads values that a model's graph computes; of a text-to-text model, those of its encoder. Graphs of ours output them in
 * the session that writes; the others are opened a second time.
 */
export class InsideReader {
  readonly #windows: DecoderWindows;
  readonly #sessions = new Map<LoadedModel, Promise<InsideSession | undefined>>();
  /** The latest pass: users look at one head or token of a layer after the other. */
  #lastPass: CachedPass | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;

  constructor(windows: DecoderWindows) {
    this.#windows = windows;
  }

  /** Names of the values that can be read. Throws an Error that says what to do when the graph exposes none. */
  async values(model: LoadedModel, turn = atOnce): Promise<InsideValues> {
    if (model.outputsInside) return insideValuesOf(model.attention.length);
    return turn(async () => (await this.#session(model)).values);
  }

  /** The tensors `names` of one pass over `ids`. Takes a turn for each forward pass. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[], turn = atOnce): Promise<Tensor[]> {
    if (names.length === 0) return [];
    this.#restartReleaseTimer();
    if (model.outputsInside) return this.#windows.read(model, ids, names, turn);
    return turn(async () => {
      const { session } = await this.#session(model);
      if (!isCached(this.#lastPass, model, ids, names)) {
        this.#lastPass = undefined;
        const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
        this.#lastPass = { model, ids: ids.slice(), outputs: await runOutputs(session, feeds, [...new Set(names)]) };
      }
      const { outputs } = this.#lastPass!;
      return names.map((name) => outputs[name]!);
    });
  }

  /** Releases all memory of a model that is itself released. */
  async release(model: LoadedModel): Promise<void> {
    const opening = this.#sessions.get(model);
    this.#sessions.delete(model);
    this.#windows.release(model);
    if (this.#lastPass?.model === model) this.#lastPass = undefined;
    await opening?.then((inside) => inside?.session.release()).catch(() => undefined);
  }

  /** Releases all memory; false when there was none. Must not be called during a read. */
  async releaseAll(): Promise<boolean> {
    const models = [...this.#sessions.keys()];
    for (const model of models) await this.release(model);
    return this.#windows.releaseAll() || models.length > 0;
  }

  async #session(model: LoadedModel): Promise<InsideSession> {
    this.#restartReleaseTimer();
    const opening = this.#sessions.get(model) ?? openInside(model.file, model.options);
    this.#sessions.set(model, opening);
    opening.catch(() => this.#sessions.delete(model));
    const inside = await opening;
    if (!inside) throw new Error(valuesHidden(model));
    return inside;
  }

  #restartReleaseTimer(): void {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = setTimeout(() => void this.releaseAll(), RELEASE_AFTER_MS).unref();
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
