import { Tensor } from 'onnxruntime-node';
import { presentName } from '../generation/decoderForwardPass';
import { commonPrefix, MAX_PIECE } from '../generation/prefixCachingReader';
import { KeyValuesWithRoom } from '../generation/keyValuesWithRoom';
import { modelInputs } from '../models/inputTensors';
import { EMBEDDINGS, insideNamesOf, OUTPUT } from '../models/insideValueNames';
import type { LoadedModel } from '../models/loadedModel';
import { runOutputs } from '../models/runForOutputs';
import { oneAtATime } from '../oneAtATime';
import type { Turn } from '../requestScheduler';
import { layerAttention, type LayerInputs, type LayerOutput } from './layerAttention.node';
import { firstTokens, TokenTensor } from './tokenTensor';

/** What a pass over a window has given, by name. */
interface ReadWindow {
  readonly ids: Int32Array;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads what is inside a model with a graph of ours (`gguf/decoderGraph.ts`), in the session that also writes: queries, keys,
 * values and hidden states of all layers, in one pass over a window. It keeps those of each model's latest window, so that
 * another layer or head of the same text needs no other pass. They take 0.18 MB a token in SmolLM2.
 */
export class DecoderWindows {
  readonly #latest = new Map<LoadedModel, ReadWindow>();
  readonly #oneAtATime = oneAtATime();

  /** The values `names` (`insideNamesOf`) of the window with these ids. Takes a turn for each forward pass. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[], turn: Turn): Promise<Tensor[]> {
    const { tensors } = await this.#oneAtATime(() => this.#window(model, ids, turn));
    const computed = await this.#attention(tensors, names, turn);
    return names.map((name) => tensors.get(name) ?? computed.get(name)!);
  }

  /** The attention weights of some rows of the window, layer by layer [heads, rows, size]. Takes a turn for each layer. */
  async *rows(model: LoadedModel, ids: Int32Array, rows: Int32Array, turn: Turn): AsyncGenerator<Float32Array> {
    const { tensors } = await this.#oneAtATime(() => this.#window(model, ids, turn));
    for (let layer = 0; tensors.has(insideNamesOf(layer).query); layer++) {
      const { queries, keys, values } = inputsOf(tensors, layer);
      const inputs = { queries: rowsOf(queries, rows), keys, values };
      const { weights } = await turn(() => layerAttention(inputs, ['weights'], rows));
      yield weights.data as Float32Array;
    }
  }

  /** Drops what is kept of a model; false when there was nothing. */
  release(model: LoadedModel): boolean {
    return this.#latest.delete(model);
  }

  /** Drops all; false when there was nothing. */
  releaseAll(): boolean {
    const hadAny = this.#latest.size > 0;
    this.#latest.clear();
    return hadAny;
  }

  async #window(model: LoadedModel, ids: Int32Array, turn: Turn): Promise<ReadWindow> {
    const latest = this.#latest.get(model);
    if (latest && latest.ids.length === ids.length && latest.ids.every((id, index) => id === ids[index])) return latest;
    const window = { ids: ids.slice(), tensors: await readWindow(model, ids, latest, turn) };
    this.#latest.set(model, window);
    return window;
  }

  /** Those of `names` that belong to the attention of a layer and were no outputs of the pass. */
  async #attention(
    tensors: ReadonlyMap<string, Tensor>,
    names: readonly string[],
    turn: Turn,
  ): Promise<ReadonlyMap<string, Tensor>> {
    const computed = new Map<string, Tensor>();
    for (let layer = 0; tensors.has(insideNamesOf(layer).query); layer++) {
      const inside = insideNamesOf(layer);
      const wanted = COMPUTED.filter((output) => names.includes(inside[output]));
      if (wanted.length === 0) continue;
      const inputs = inputsOf(tensors, layer);
      const allRows = Int32Array.from({ length: inputs.values.dims[2]! }, (_, row) => row);
      const outputs = await turn(() => layerAttention(inputs, wanted, allRows));
      for (const output of wanted) computed.set(inside[output], outputs[output]);
    }
    return computed;
  }
}

const COMPUTED: readonly LayerOutput[] = ['products', 'scores', 'weights', 'headOutput'];

/**
 * Queries, keys, values and hidden states of all layers, by name. What stands at the start of an earlier window, too, is
 * taken from there, since it depends on nothing to its right.
 */
async function readWindow(
  model: LoadedModel,
  ids: Int32Array,
  earlier: ReadWindow | undefined,
  turn: Turn,
): Promise<ReadonlyMap<string, Tensor>> {
  const { session } = model;
  const past = new KeyValuesWithRoom(model, ids.length);
  const names = session.outputNames.filter((name) => tokenAxisOf(name) !== undefined);
  const whole = new Map<string, TokenTensor>();
  const add = (tensors: Readonly<Record<string, Tensor>>, count: number, first: number) => {
    const byPast = [...past.names].map((name) => [name, tensors[presentName(name)]!] as const);
    past.grow(first + count, Object.fromEntries(byPast));
    for (const name of names) {
      const tensor = tensors[name]!;
      if (!whole.has(name)) whole.set(name, new TokenTensor(tensor.dims, tokenAxisOf(name)!, ids.length));
      whole.get(name)!.write(tensor, count, first);
    }
  };
  const common = earlier ? commonPrefix(earlier.ids, ids) : 0;
  if (earlier && common > 0) {
    const first = names.map((name) => [name, firstTokens(earlier.tensors.get(name)!, tokenAxisOf(name)!, common)]);
    add(Object.fromEntries(first), common, 0);
  }
  for (let first = common; first < ids.length; first += MAX_PIECE) {
    const piece = ids.subarray(first, first + MAX_PIECE);
    await turn(async () => {
      const feeds = { ...modelInputs(session, piece, { before: first, keep: 1 }), ...past.inputs() };
      add(await runOutputs(session, feeds, names), piece.length, first);
    });
  }
  return new Map([...whole].map(([name, { tensor }]) => [name, tensor]));
}

/** Which dimension of an output counts tokens; undefined for outputs that are not read here. */
function tokenAxisOf(name: string): number | undefined {
  if (name === EMBEDDINGS || name === OUTPUT || /^layers\.\d+\.input$/.test(name)) return 0;
  if (/^layers\.\d+\.query$/.test(name) || /^present\.\d+\.value$/.test(name)) return 3;
  return /^present\.\d+\.key$/.test(name) ? 4 : undefined;
}

function inputsOf(tensors: ReadonlyMap<string, Tensor>, layer: number): LayerInputs {
  const { query, keys, values } = insideNamesOf(layer);
  const [queries, ...others] = [query, keys, values].map((name) => withoutBatch(tensors.get(name)!));
  return { queries: queries!, keys: others[0]!, values: others[1]! };
}

/** These rows of queries [groups, heads of a group, size, width]. */
function rowsOf({ data, dims }: Tensor, rows: Int32Array): Tensor {
  const [groups, heads, size, width] = dims as [number, number, number, number];
  const picked = new Float32Array(groups * heads * rows.length * width);
  for (let head = 0; head < groups * heads; head++)
    rows.forEach((row, index) => {
      const start = (head * size + row) * width;
      picked.set((data as Float32Array).subarray(start, start + width), (head * rows.length + index) * width);
    });
  return new Tensor('float32', picked, [groups, heads, rows.length, width]);
}

function withoutBatch({ data, dims }: Tensor): Tensor {
  return new Tensor('float32', data as Float32Array, dims.slice(1));
}
