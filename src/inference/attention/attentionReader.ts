import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { rowOf, unstack } from '../../core/attention/attentionMap';
import { concatenate } from '../../core/concatenate';
import { decoderInputs, encode } from '../generation/encoderDecoder';
import { greedyDecode } from '../generation/greedyDecode';
import type { LoadedModel } from '../models/loadedModel';
import { emptyPast, modelInputs } from '../models/inputTensors';
import { openFloat32 } from '../models/openSmallModelsInFloat32.node';
import { runOutputs } from '../models/runForOutputs';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import { withGenerated, type AttentionWindow } from './attentionWindow';
import { crossAttentionMap } from './crossAttentionMap';
import { noSuchLayer } from './noSuchLayerOrHead';
import { layerNames } from './selfOrCrossAttentionLayers';
import type { DecoderWindows } from '../inside/decoderWindows';
import type { Turn } from '../requestScheduler';

/** Most tokens that a text-to-text model generates for the attention of its decoder. */
const MAX_GENERATED_TOKENS = 48;

/** Most bytes of attention weights in the cache. */
const MAX_CACHE_BYTES = 320_000_000;

/** Most bytes of attention weights that one pass reads without being asked for them. */
const MAX_BYTES_READ_ALONG = 160_000_000;

/** Attention weights of one window. */
interface CachedWindow {
  readonly window: AttentionWindow;
  /** By layer [heads, size, size]; only layers that were read. */
  readonly layers: Map<number, Float32Array>;
}

/**
 * Reads attention weights of whole layers, and caches those of each model's latest window: choosing another head or
 * moving the caret requests the same layers of the same window again.
 */
export class AttentionReader {
  readonly #windows: DecoderWindows;
  readonly #cache = new Map<LoadedModel, CachedWindow>();
  /**
   * Sessions that compute in float32 what the model's own session computes in int8; undefined where there can be none.
   */
  readonly #float32Sessions = new Map<LoadedModel, Promise<InferenceSession | undefined>>();
  readonly #released = new WeakSet<LoadedModel>();
  #releaseTimer: NodeJS.Timeout | undefined;

  constructor(windows: DecoderWindows) {
    this.#windows = windows;
  }

  /** Returns `window` with the text that its model generates, when the window is for attention of the decoder. */
  async addGenerated(window: AttentionWindow, text: string, signal: AbortSignal): Promise<AttentionWindow> {
    const { model, ids, part } = window;
    if (!model.decoder || part === 'encoder') return window;
    const cached = this.#cache.get(model)?.window;
    if (cached && isEqual(cached.ids, ids) && cached.generated.length > 0)
      return withGenerated(window, text, [...cached.generated.slice(1)]);
    const encoded = await encode(model, ids);
    return withGenerated(window, text, (await greedyDecode(model, encoded, MAX_GENERATED_TOKENS, signal)).ids);
  }

  /** How many layers the window's part of the model has. Throws when the graph does not expose their attention. */
  layerCount({ model, part }: AttentionWindow): number {
    return layerNames(model, part).length;
  }

  /**
   * The weights of each of `layers` [heads, size, size]. Takes a turn for each forward pass. Throws when there is no such
   * layer or the graph does not expose its attention.
   */
  async *layers(window: AttentionWindow, layers: readonly number[], turn: Turn): AsyncGenerator<Float32Array> {
    const { model, ids, part } = window;
    const names = layerNames(model, part);
    const absent = layers.find((layer) => layer >= names.length);
    if (absent !== undefined) throw new Error(noSuchLayer(model.spec.label, names.length, absent + 1));
    this.#restartReleaseTimer();
    if (!model.outputsInside) {
      yield* await turn(() => this.#read(window, layers, names));
      return;
    }
    for (const layer of layers) {
      const [weights] = await this.#windows.read(model, ids, [names[layer]!], turn);
      yield weights!.data as Float32Array;
    }
  }

  /**
   * Calls `use` with the weights of these rows of the window's maps, layer by layer [heads, rows, size]; with those of some
   * layers only where all of them take too much memory. Takes turns as `layers` does.
   */
  async eachLayer(
    window: AttentionWindow,
    rows: Int32Array,
    turn: Turn,
    use: (weights: Float32Array) => void,
  ): Promise<void> {
    const { model, ids } = window;
    if (model.outputsInside) return this.#windows.eachLayer(model, ids, rows, turn, use);
    const size = ids.length;
    for await (const layer of this.layers(window, layersReadAlong(window, this.layerCount(window)), turn))
      use(
        concatenate(
          unstack(layer, layer.length / (size * size)).flatMap((weights) =>
            [...rows].map((row) => rowOf({ size, weights }, row)),
          ) as [Float32Array, ...Float32Array[]],
        ),
      );
  }

  async #read(window: AttentionWindow, layers: readonly number[], names: readonly string[]): Promise<Float32Array[]> {
    const cached = this.#cachedWindow(window);
    const isRead = (layer: number) => cached.layers.has(layer);
    if (!layers.every(isRead)) {
      // Another layer then needs no other pass, nor does the search for sinks.
      const alongside = layersReadAlong(window, names.length);
      const missing = [...new Set([...layers, ...alongside])].filter((layer) => !isRead(layer));
      const weights = await readWeights(
        window,
        missing.map((layer) => names[layer]!),
        await this.#sessionFor(window.model),
      );
      missing.forEach((layer, index) => cached.layers.set(layer, weights[index]!));
    }
    const found = layers.map((layer) => cached.layers.get(layer)!);
    this.#limitCache(cached);
    return found;
  }

  /** Whether the weights of the window's layers come from a graph in dynamic int8, as no session in float32 opens. */
  async isRounded({ model, part }: AttentionWindow): Promise<boolean> {
    if (model.decoder && part !== 'encoder') return model.decoder.roundsActivations;
    return model.roundsActivations && (await this.#sessionFor(model)) === model.session;
  }

  /** Releases all memory of a model that is itself released. */
  async release(model: LoadedModel): Promise<void> {
    this.#released.add(model);
    await this.#releaseMemory(model);
  }

  /** Releases all memory; false when there was none. Must not be called during a read. */
  async releaseAll(): Promise<boolean> {
    const models = new Set([...this.#cache.keys(), ...this.#float32Sessions.keys()]);
    let hasReleased = this.#windows.releaseAll();
    for (const model of models) if (await this.#releaseMemory(model)) hasReleased = true;
    return hasReleased;
  }

  async #releaseMemory(model: LoadedModel): Promise<boolean> {
    const hadWindow = this.#windows.release(model);
    const wasCached = this.#cache.delete(model) || hadWindow;
    const opening = this.#float32Sessions.get(model);
    this.#float32Sessions.delete(model);
    const session = await opening;
    await session?.release().catch(() => undefined);
    return wasCached || session !== undefined;
  }

  /**
   * The float32 session that reads a model's attention; its own session for graphs with branches or when none opens.
   */
  async #sessionFor(model: LoadedModel): Promise<InferenceSession> {
    const { file, attention, branched, options, session } = model;
    // A model can be released between two turns of a request: a session opened after that would never be released.
    if (branched || this.#released.has(model)) return session;
    const opening = this.#float32Sessions.get(model) ?? openFloat32(file, attention, options).catch(() => undefined);
    this.#float32Sessions.set(model, opening);
    return (await opening) ?? session;
  }

  #restartReleaseTimer(): void {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = setTimeout(() => void this.releaseAll(), RELEASE_AFTER_MS).unref();
  }

  /** Drops windows of other models first; drops the latest one too when it alone is too large. */
  #limitCache(latest: CachedWindow): void {
    for (const [model, cached] of [...this.#cache]) {
      const bytes = [...this.#cache.values()].reduce((sum, { layers }) => sum + bytesOf(layers), 0);
      const isAlone = this.#cache.size === 1;
      if (bytes > MAX_CACHE_BYTES && (isAlone || cached !== latest)) this.#cache.delete(model);
    }
  }

  /** The cache entry of a window; an empty one replaces that of another window of the model. */
  #cachedWindow(window: AttentionWindow): CachedWindow {
    const cached = this.#cache.get(window.model);
    const isSameWindow =
      cached &&
      cached.window.part === window.part &&
      isEqual(cached.window.ids, window.ids) &&
      isEqual(cached.window.generated, window.generated);
    if (isSameWindow) return cached;
    const empty = { window, layers: new Map<number, Float32Array>() };
    this.#cache.set(window.model, empty);
    return empty;
  }
}

/** The layers that each pass over a window reads, whichever is asked for: all, or as many as fit, evenly spread. */
function layersReadAlong({ model, tokens }: AttentionWindow, count: number): number[] {
  const bytesOfLayer = 4 * model.spec.heads * tokens.pieces.length ** 2;
  const along = Math.min(count, Math.max(2, Math.floor(MAX_BYTES_READ_ALONG / bytesOfLayer)));
  return Array.from({ length: along }, (_, index) => Math.floor(((index + 1) * count) / along) - 1);
}

/**
 * Attention weights [heads, size, size] of the values `names`.
 *
 * @param session runs the model, or its encoder; the decoder runs in its own session
 */
async function readWeights(
  window: AttentionWindow,
  names: readonly string[],
  session: InferenceSession,
): Promise<Float32Array[]> {
  const { model, ids, part, generated } = window;
  const { decoder } = model;
  if (!decoder || part === 'encoder') {
    const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
    const outputs = await runOutputs(session, feeds, names);
    return names.map((name) => dataOf(outputs[name]!));
  }
  const encoded = await encode(model, ids);
  const feeds = {
    ...modelInputs(decoder.session, generated),
    ...emptyPast(decoder.session),
    ...decoderInputs(decoder, encoded),
  };
  const outputs = await runOutputs(decoder.session, feeds, names);
  return names.map((name) => {
    const tensor = outputs[name]!;
    if (part === 'decoder') return dataOf(tensor);
    return crossAttentionMap(dataOf(tensor), tensor.dims[1]!, generated.length, ids.length);
  });
}

function dataOf(tensor: Tensor): Float32Array {
  return tensor.data as Float32Array;
}

function bytesOf(layers: ReadonlyMap<number, Float32Array>): number {
  return [...layers.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
