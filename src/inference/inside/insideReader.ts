import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { namesReadWith, type InsideValues } from '../models/findQueriesKeysAndValues';
import { findInside, openInside } from '../models/insideSession.node';
import type { InsideGraph } from '../models/insideValuesOfMergedDecoder';
import { insideValuesOf } from '../models/insideValueNames';
import type { LoadedModel } from '../models/loadedModel';
import { emptyPast, modelInputs } from '../models/inputTensors';
import { runOutputs } from '../models/runForOutputs';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import { atOnce } from '../requestScheduler';
import type { DecoderWindows } from './decoderWindows';
import { valuesHidden } from './whyInsideIsHidden';

/** A session that outputs some of the values inside a model. */
interface InsideSession {
  readonly names: readonly string[];
  readonly session: Promise<InferenceSession>;
}

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
  readonly #graphs = new WeakMap<LoadedModel, Promise<InsideGraph | undefined>>();
  readonly #sessions = new Map<LoadedModel, InsideSession>();
  /** The latest pass: users look at one head or token of a layer after the other. */
  #lastPass: CachedPass | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;

  constructor(windows: DecoderWindows) {
    this.#windows = windows;
  }

  /** Names of the values that can be read. Throws an Error that says what to do when the graph exposes none. */
  async values(model: LoadedModel, turn = atOnce): Promise<InsideValues> {
    if (model.outputsInside) return insideValuesOf(model.attention.length);
    return turn(async () => (await this.#graph(model)).values);
  }

  /** The tensors `names` of one pass over `ids`. Takes a turn for each forward pass. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[], turn = atOnce): Promise<Tensor[]> {
    if (names.length === 0) return [];
    this.#restartReleaseTimer();
    if (model.outputsInside) return this.#windows.read(model, ids, names, turn);
    return turn(async () => {
      if (!isCached(this.#lastPass, model, ids, names)) {
        this.#lastPass = undefined;
        const session = await this.#session(model, names);
        const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
        this.#lastPass = { model, ids: ids.slice(), outputs: await runOutputs(session, feeds, [...new Set(names)]) };
      }
      const { outputs } = this.#lastPass!;
      return names.map((name) => outputs[name]!);
    });
  }

  /** Releases all memory of a model that is itself released. */
  async release(model: LoadedModel): Promise<void> {
    this.#windows.release(model);
    if (this.#lastPass?.model === model) this.#lastPass = undefined;
    await this.#close(model);
  }

  /** Releases all memory; false when there was none. Must not be called during a read. */
  async releaseAll(): Promise<boolean> {
    const models = [...this.#sessions.keys()];
    for (const model of models) await this.release(model);
    return this.#windows.releaseAll() || models.length > 0;
  }

  /** Throws an Error that says what to do when the graph exposes no values. */
  async #graph(model: LoadedModel): Promise<InsideGraph> {
    const finding = this.#graphs.get(model) ?? findInside(model.file);
    this.#graphs.set(model, finding);
    finding.catch(() => this.#graphs.delete(model));
    const graph = await finding;
    if (!graph) throw new Error(valuesHidden(model));
    return graph;
  }

  /** A session that outputs `names`, in place of the model's other one when that does not. */
  async #session(model: LoadedModel, names: readonly string[]): Promise<InferenceSession> {
    this.#restartReleaseTimer();
    const graph = await this.#graph(model);
    const open = this.#sessions.get(model);
    if (open && names.every((name) => open.names.includes(name))) return open.session;
    await this.#close(model);
    const outputs = namesReadWith(names, graph.values);
    const session = openInside(model.file, model.options, graph, outputs);
    this.#sessions.set(model, { names: outputs, session });
    session.catch(() => this.#sessions.delete(model));
    return session;
  }

  async #close(model: LoadedModel): Promise<void> {
    const open = this.#sessions.get(model);
    this.#sessions.delete(model);
    await open?.session.then((session) => session.release()).catch(() => undefined);
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
