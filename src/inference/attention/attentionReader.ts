import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { write } from '../generation/rewrite';
import { encode, inputsOf } from '../generation/encoderDecoder';
import { emptyPast, modelInputs } from '../models/modelInputs';
import type { Graph, LoadedModel } from '../models/loadedModel';
import { openExact } from '../models/onnxRuntime.node';
import { runOutputs } from '../models/runOutputs';
import { crossAttentionMap } from './crossAttentionMap';
import { withGenerated, type AttentionWindow } from './attentionWindow';

/** Weights [heads, size, size] of the layers that were asked for, of one window. */
interface Held {
  readonly window: AttentionWindow;
  readonly layers: Map<number, Float32Array>;
}

/** All layers of 512 tokens are 67 MB in the embedded models: too much to hold for a reader who has gone. */
const HOLD_MS = 60_000;
/** Bytes of weights that are held, at most. */
const MOST_BYTES = 320_000_000;
/** The longest text that is written for the attention of a decoder. */
const MOST_WRITTEN = 48;

/**
 * Reads attention weights of whole layers. Turning to another head or moving the caret asks for the same layers of the
 * same window again, so those of each model's latest window are held for a while.
 */
export class AttentionReader {
  readonly #held = new Map<LoadedModel, Held>();
  /** Sessions that compute in float32 what the models' own compute in int8. */
  readonly #exact = new Map<LoadedModel, Promise<InferenceSession | undefined>>();
  readonly #gone = new WeakSet<LoadedModel>();
  #rest: NodeJS.Timeout | undefined;

  /** The window with what its model writes of it, when its decoder is looked at. */
  async complete(window: AttentionWindow, text: string, signal: AbortSignal): Promise<AttentionWindow> {
    const { model, ids, part } = window;
    if (!model.decoder || part === 'encoder') return window;
    const held = this.#held.get(model)?.window;
    if (held && same(held.ids, ids) && held.written.length > 0)
      return withGenerated(window, text, [...held.written.slice(1)]);
    const encoded = await encode(model, ids);
    return withGenerated(window, text, (await write(model, encoded, MOST_WRITTEN, signal)).ids);
  }

  /** How many layers the window's part has, all of which can be read. */
  layers({ model, part }: AttentionWindow): number {
    return namesOf(model, part).length;
  }

  /** Weights [heads, size, size] of each of `layers`. */
  async read(window: AttentionWindow, layers: readonly number[]): Promise<Float32Array[]> {
    const { label } = window.model.spec;
    const names = namesOf(window.model, window.part);
    const absent = layers.find((layer) => layer >= names.length);
    if (absent !== undefined)
      throw new Error(`${label} has ${names.length} layers, so there is no layer ${absent + 1}.`);

    this.#holdOn();
    const held = this.#heldFor(window);
    const lacking = layers.filter((layer) => !held.layers.has(layer));
    if (lacking.length > 0) {
      const weights = await weightsOf(
        window,
        lacking.map((layer) => names[layer]!),
        await this.#sessionOf(window.model),
      );
      lacking.forEach((layer, index) => held.layers.set(layer, weights[index]!));
      this.#keepWithinBounds(held);
    }
    return layers.map((layer) => held.layers.get(layer)!);
  }

  /** Lets go of a model that is no longer there. */
  async forget(model: LoadedModel): Promise<void> {
    this.#gone.add(model);
    await this.#letGo(model);
  }

  /** Lets go of all that is held; false when that is nothing. Not while something is read. */
  async close(): Promise<boolean> {
    const models = new Set([...this.#held.keys(), ...this.#exact.keys()]);
    let isLess = false;
    for (const model of models) if (await this.#letGo(model)) isLess = true;
    return isLess;
  }

  async #letGo(model: LoadedModel): Promise<boolean> {
    const wasHeld = this.#held.delete(model);
    const opening = this.#exact.get(model);
    this.#exact.delete(model);
    const exact = await opening;
    await exact?.release();
    return wasHeld || exact !== undefined;
  }

  /** The session that reads a model's attention; its own where that is of a graph in branches, or no other can be had. */
  async #sessionOf(model: LoadedModel): Promise<InferenceSession> {
    const { file, attention, branched, options, session } = model;
    // A request of several turns may come back to a model that has been released between two of them.
    if (branched || this.#gone.has(model)) return session;
    const opening = this.#exact.get(model) ?? openExact(file, attention, options).catch(() => undefined);
    this.#exact.set(model, opening);
    return (await opening) ?? session;
  }

  #holdOn(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.close(), HOLD_MS).unref();
  }

  /** What was read of other models goes first; layers that together are too large are not held at all. */
  #keepWithinBounds(latest: Held): void {
    for (const [model, held] of [...this.#held]) {
      const bytes = [...this.#held.values()].reduce((sum, { layers }) => sum + bytesOf(layers), 0);
      const isAlone = this.#held.size === 1;
      if (bytes > MOST_BYTES && (isAlone || held !== latest)) this.#held.delete(model);
    }
  }

  #heldFor(window: AttentionWindow): Held {
    const held = this.#held.get(window.model);
    const isSame =
      held &&
      held.window.part === window.part &&
      same(held.window.ids, window.ids) &&
      same(held.window.written, window.written);
    if (isSame) return held;
    const empty = { window, layers: new Map<number, Float32Array>() };
    this.#held.set(window.model, empty);
    return empty;
  }
}

/** Names of the weights of each layer. Throws when the graph keeps them to itself. */
function namesOf(model: LoadedModel, part: AttentionWindow['part']): string[] {
  const graph = model.decoder && part !== 'encoder' ? model.decoder : model;
  if (graph.attention.length === 0) throw new Error(whyHidden(graph, model.spec.label));
  if (graph === model) return [...model.attention];
  // A layer's cross-attention asks with what its self-attention found, so they take turns in every order of the graph.
  return graph.attention.filter((_, index) => index % 2 === (part === 'cross' ? 1 : 0));
}

function whyHidden({ fused }: Graph, label: string): string {
  const reason = fused
    ? `its graph computes it in one operation (${fused}), which keeps the weights to itself`
    : 'its graph has no softmax that is known';
  return (
    `The attention of ${label} cannot be shown: ${reason}. All else works with it. Choose a model exported without fused ` +
    'attention, such as the embedded ones, Xenova/distilgpt2 or Xenova/bert-base-uncased.'
  );
}

/**
 * The weights [heads, size, size] by their names in the graph.
 *
 * @param session what reads the model's attention, its decoder's apart
 */
async function weightsOf(
  window: AttentionWindow,
  names: readonly string[],
  session: InferenceSession,
): Promise<Float32Array[]> {
  const { model, ids, part, written } = window;
  const { decoder } = model;
  const listed = (outputs: Readonly<Record<string, Tensor>>) => names.map((name) => outputs[name]!);
  const data = (tensor: Tensor) => tensor.data as Float32Array;
  if (!decoder || part === 'encoder') {
    const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
    return listed(await runOutputs(session, feeds, names)).map(data);
  }
  const encoded = await encode(model, ids);
  const feeds = {
    ...modelInputs(decoder.session, written),
    ...emptyPast(decoder.session),
    ...inputsOf(decoder, encoded),
  };
  const outputs = listed(await runOutputs(decoder.session, feeds, names));
  if (part === 'decoder') return outputs.map(data);
  return outputs.map((tensor) => crossAttentionMap(data(tensor), tensor.dims[1]!, written.length, ids.length));
}

function bytesOf(layers: ReadonlyMap<number, Float32Array>): number {
  return [...layers.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
