import { Tensor } from 'onnxruntime-node';
import { int64 } from '../generation/causalPass';
import type { LoadedModel } from '../models/loadedModel';
import { runFor } from '../models/runFor';
import type { AttentionWindow } from './window';

/** Weights [heads, size, size] of the layers that were asked for, of one window. */
interface Held {
  readonly ids: Int32Array;
  readonly layers: Map<number, Float32Array>;
}

/** All layers of 512 tokens are 67 MB in the embedded models: too much to hold for a reader who has gone. */
const HOLD_MS = 60_000;

/**
 * Reads attention weights of whole layers. Turning to another head or moving the caret asks for the same layers of the
 * same window again, so those of each model's latest window are held for a while.
 */
export class LayerReader {
  readonly #held = new Map<LoadedModel, Held>();
  #rest: NodeJS.Timeout | undefined;

  /** Weights [heads, size, size] of each of `layers`. */
  async read({ model, ids }: AttentionWindow, layers: readonly number[]): Promise<Float32Array[]> {
    const { spec, attention, session } = model;
    if (attention.length === 0)
      throw new Error(`The attention of ${spec.label} cannot be shown: its graph has no softmax that is known.`);
    const absent = layers.find((layer) => layer >= attention.length);
    if (absent !== undefined)
      throw new Error(`${spec.label} has ${attention.length} layers, so there is no layer ${absent + 1}.`);

    this.#holdOn();
    const held = this.#heldFor(model, ids);
    const lacking = layers.filter((layer) => !held.layers.has(layer));
    if (lacking.length > 0) {
      const names = lacking.map((layer) => attention[layer]!);
      const outputs = await runFor(session, feedsFor(model, ids), names);
      lacking.forEach((layer, index) => held.layers.set(layer, outputs[names[index]!]!.data as Float32Array));
    }
    return layers.map((layer) => held.layers.get(layer)!);
  }

  #holdOn(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#held.clear(), HOLD_MS).unref();
  }

  #heldFor(model: LoadedModel, ids: Int32Array): Held {
    const held = this.#held.get(model);
    if (held && same(held.ids, ids)) return held;
    const empty = { ids, layers: new Map<number, Float32Array>() };
    this.#held.set(model, empty);
    return empty;
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

function same(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
