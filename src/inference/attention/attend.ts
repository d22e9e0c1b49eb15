import { Tensor } from 'onnxruntime-node';
import type { AttendRequest, Attention } from '../../contracts/inference';
import { headOf } from '../../core/attention';
import { windowAround } from '../../core/contextWindow';
import { sliceTokens, type Tokens } from '../../core/tokens';
import { int64 } from '../generation/causalPass';
import type { LoadedModel } from '../models/loadedModel';
import { runFor } from '../models/runFor';

/** One layer's weights over one window: [heads, size, size]. */
interface LayerWeights {
  readonly ids: Int32Array;
  readonly layer: number;
  readonly weights: Float32Array;
}

/** Where the tokens around `request.focus` look, in one head of one layer or the mean of its heads. */
export class Attend {
  /** Turning to another head or moving the caret asks for the same layer again. */
  readonly #latest = new Map<string, LayerWeights>();

  async run(model: LoadedModel, request: AttendRequest): Promise<Attention> {
    const { spec, tokenizer } = model;
    if (request.layer >= spec.layers) throw new Error(`${spec.label} has ${spec.layers} layers.`);
    const all = tokenizer.encode(request.text);
    const most = Math.min(request.windowTokens, spec.contextLength) - all.added;
    const { from, to } = windowAround(all, request.focus, most);
    const window = sliceTokens(all, from, to);
    const { ids, before } = tokenizer.withSpecialTokens(window.ids);

    const weights = await this.#layer(model, ids, request.layer);
    const map = headOf(weights, spec.heads, ids.length, request.head);
    return {
      pieces: Array.from(ids, (id, index) => textOf(request.text, window, index - before) ?? tokenizer.piece(id)),
      starts: padded(window.starts, ids.length, before),
      ends: padded(window.ends, ids.length, before),
      weights: map.weights.slice(),
    };
  }

  async #layer(model: LoadedModel, ids: Int32Array, layer: number): Promise<Float32Array> {
    const latest = this.#latest.get(model.spec.id);
    if (latest && latest.layer === layer && same(latest.ids, ids)) return latest.weights;
    const name = model.attention[layer];
    if (!name)
      throw new Error(`The attention of ${model.spec.label} cannot be shown: its graph has no softmax that is known.`);
    const outputs = await runFor(model.session, feedsFor(model, ids), [name]);
    const weights = outputs[name]!.data as Float32Array;
    this.#latest.set(model.spec.id, { ids, layer, weights });
    return weights;
  }
}

function feedsFor({ session }: LoadedModel, ids: Int32Array): Record<string, Tensor> {
  const size = ids.length;
  const ones = new Array<number>(size).fill(1);
  const positions = Array.from(ids, (_, index) => index);
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputMetadata) {
    if (input.name === 'input_ids') feeds[input.name] = int64(ids, [1, size]);
    else if (input.name === 'attention_mask') feeds[input.name] = int64(ones, [1, size]);
    else if (input.name === 'position_ids') feeds[input.name] = int64(positions, [1, size]);
    else if (input.name === 'token_type_ids') feeds[input.name] = int64(new Array(size).fill(0), [1, size]);
    else if (input.name === 'num_logits_to_keep') feeds[input.name] = int64([1], []);
    else if (input.isTensor) {
      const [, groups, , width] = input.shape as number[];
      feeds[input.name] = new Tensor('float32', new Float32Array(0), [1, groups!, 0, width!]);
    }
  }
  return feeds;
}

function textOf(text: string, window: Tokens, index: number): string | undefined {
  return index >= 0 && index < window.ids.length ? text.slice(window.starts[index], window.ends[index]) : undefined;
}

function padded(offsets: Uint32Array, size: number, before: number): Int32Array {
  const all = new Int32Array(size).fill(-1);
  all.set(offsets, before);
  return all;
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
