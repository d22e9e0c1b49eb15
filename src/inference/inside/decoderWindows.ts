import { Tensor } from 'onnxruntime-node';
import { concatenate } from '../../core/concatenate';
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
import { TokenTensor } from './tokenTensor';

/** What a model has given for the tokens that it read last. */
interface ReadTokens {
  ids: Int32Array;
  readonly past: KeyValuesWithRoom;
  /** Its outputs over tokens, by name; none before the first pass. */
  readonly tensors: Map<string, TokenTensor>;
}

/**
 * Reads what is inside a model with a graph of ours (`gguf/decoderGraph.ts`), in the session that also writes: queries, keys,
 * values and hidden states of all layers. It keeps those of the latest tokens of each model. So another layer or head of the
 * same text needs no other pass, an edit only one over what comes behind it, and what is read before an abort is not read
 * again. A token takes 0.18 MB in SmolLM2.
 */
export class DecoderWindows {
  readonly #latest = new Map<LoadedModel, ReadTokens>();
  /** The tokens that one request reads must not be replaced by another request between its turns. */
  readonly #oneAtATime = oneAtATime();

  /** The values `names` (`insideNamesOf`) of the window with these ids. Takes a turn for each forward pass. */
  read(model: LoadedModel, ids: Int32Array, names: readonly string[], turn: Turn): Promise<Tensor[]> {
    return this.#oneAtATime(async () => {
      const { tensors } = await this.#tokens(model, ids, turn);
      const computed = await this.#attention(tensors, ids.length, names, turn);
      return names.map((name) => computed.get(name) ?? tensors.get(name)!.first(ids.length));
    });
  }

  /**
   * Calls `use` with the attention weights of some rows of the window, layer by layer [heads, rows, size]. Takes a turn for
   * each layer.
   */
  eachLayer(
    model: LoadedModel,
    ids: Int32Array,
    rows: Int32Array,
    turn: Turn,
    use: (weights: Float32Array) => void,
  ): Promise<void> {
    return this.#oneAtATime(async () => {
      const { tensors } = await this.#tokens(model, ids, turn);
      for (let layer = 0; tensors.has(insideNamesOf(layer).query); layer++) {
        await turn(async () => {
          const { queries, keys, values } = inputsOf(tensors, layer, ids.length);
          const { weights } = await layerAttention({ queries: rowsOf(queries, rows), keys, values }, ['weights'], rows);
          use(weights.data as Float32Array);
        });
      }
    });
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

  /** Reads those of `ids` that come behind the longest common prefix with the ids that were read last. */
  async #tokens(model: LoadedModel, ids: Int32Array, turn: Turn): Promise<ReadTokens> {
    const read = this.#latest.get(model) ?? nothingRead(model);
    this.#latest.set(model, read);
    const common = commonPrefix(read.ids, ids);
    read.past.cut(common);
    // An abort leaves the ids as far as they are read, for the next request to continue from.
    read.ids = ids.slice(0, common);
    while (read.ids.length < ids.length) await turn(() => readPiece(model, read, ids));
    return read;
  }

  /** Those of `names` that belong to the attention of a layer and were no outputs of the pass. */
  async #attention(
    tensors: ReadonlyMap<string, TokenTensor>,
    size: number,
    names: readonly string[],
    turn: Turn,
  ): Promise<ReadonlyMap<string, Tensor>> {
    const computed = new Map<string, Tensor>();
    for (let layer = 0; tensors.has(insideNamesOf(layer).query); layer++) {
      const inside = insideNamesOf(layer);
      const wanted = COMPUTED.filter((output) => names.includes(inside[output]));
      if (wanted.length === 0) continue;
      const allRows = Int32Array.from({ length: size }, (_, row) => row);
      const inputs = inputsOf(tensors, layer, size);
      const ofGroups: Record<LayerOutput, Tensor>[] = [];
      // A key that is pressed meanwhile waits for one group of heads only.
      for (let group = 0; group < inputs.keys.dims[0]!; group++)
        ofGroups.push(await turn(() => layerAttention(inputsOfGroup(inputs, group), wanted, allRows)));
      for (const output of wanted) computed.set(inside[output], joined(ofGroups.map((outputs) => outputs[output])));
    }
    return computed;
  }
}

const COMPUTED: readonly LayerOutput[] = ['products', 'scores', 'weights', 'headOutput'];

function nothingRead(model: LoadedModel): ReadTokens {
  return { ids: new Int32Array(0), past: new KeyValuesWithRoom(model, Infinity), tensors: new Map() };
}

/** Reads the next of `ids`, in one pass. */
async function readPiece(model: LoadedModel, read: ReadTokens, ids: Int32Array): Promise<void> {
  const { session } = model;
  const { past, tensors } = read;
  const before = read.ids.length;
  const piece = ids.subarray(before, before + MAX_PIECE);
  const names = session.outputNames.filter((name) => tokenAxisOf(name) !== undefined);
  const feeds = { ...modelInputs(session, piece, { before, keep: 1 }), ...past.inputs() };
  const outputs = await runOutputs(session, feeds, names);
  for (const name of names) {
    const output = outputs[name]!;
    if (!tensors.has(name)) tensors.set(name, new TokenTensor(output.dims, tokenAxisOf(name)!));
    tensors.get(name)!.write(output, before);
  }
  const byPast = [...past.names].map((name) => [name, outputs[presentName(name)]!] as const);
  past.grow(before + piece.length, Object.fromEntries(byPast));
  read.ids = ids.slice(0, before + piece.length);
}

/** Which dimension of an output counts tokens; undefined for outputs that are not read here. */
function tokenAxisOf(name: string): number | undefined {
  if (name === EMBEDDINGS || name === OUTPUT || /^layers\.\d+\.input$/.test(name)) return 0;
  if (/^layers\.\d+\.query$/.test(name) || /^present\.\d+\.value$/.test(name)) return 3;
  return /^present\.\d+\.key$/.test(name) ? 4 : undefined;
}

function inputsOf(tensors: ReadonlyMap<string, TokenTensor>, layer: number, size: number): LayerInputs {
  const { query, keys, values } = insideNamesOf(layer);
  const [queries, ...others] = [query, keys, values].map((name) => withoutBatch(tensors.get(name)!.first(size)));
  return { queries: queries!, keys: others[0]!, values: others[1]! };
}

function inputsOfGroup({ queries, keys, values }: LayerInputs, group: number): LayerInputs {
  const ofGroup = ({ data, dims: [groups, ...dims] }: Tensor) => {
    const size = data.length / groups!;
    return new Tensor('float32', (data as Float32Array).subarray(group * size, (group + 1) * size), [1, ...dims]);
  };
  return { queries: ofGroup(queries), keys: ofGroup(keys), values: ofGroup(values) };
}

/** Tensors of single groups [1, …], one behind the other. */
function joined(tensors: readonly Tensor[]): Tensor {
  const parts = tensors.map(({ data }) => data as Float32Array) as [Float32Array, ...Float32Array[]];
  const [, ...dims] = tensors[0]!.dims;
  return new Tensor('float32', concatenate(parts), [tensors.length, ...dims]);
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
