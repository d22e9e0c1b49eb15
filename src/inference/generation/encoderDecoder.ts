import type { Tensor } from 'onnxruntime-node';
import { emptyPast, modelInputs, ones } from '../models/modelInputs';
import type { Decoder, LoadedModel } from '../models/loadedModel';
import { runOutputs } from '../models/runOutputs';
import { presentOf, forwardPass } from './forwardPass';
import { KeyValues } from './keyValues';

/** What a decoder reads of its encoder, by the names of its inputs. */
export type EncoderOutputs = Readonly<Record<string, Tensor>>;

/** Reads `ids` both ways. */
export async function encode({ session }: LoadedModel, ids: Int32Array): Promise<EncoderOutputs> {
  const outputs = await runOutputs(session, modelInputs(session, ids), ['last_hidden_state']);
  return { encoder_hidden_states: outputs['last_hidden_state']!, encoder_attention_mask: ones(ids.length) };
}

/** Writes with a decoder: remembers its own keys and values, and those of the encoder's states. */
export class Decoding {
  readonly #decoder: Decoder;
  readonly #encoded: EncoderOutputs;
  readonly #past: KeyValues;
  /** Keys and values of the encoder's states, once the first pass has made them. */
  #crossing: Record<string, Tensor> | undefined;

  /** @param most how many tokens will be read */
  constructor(decoder: Decoder, encoded: EncoderOutputs, most: number) {
    this.#decoder = decoder;
    this.#encoded = inputsOf(decoder, encoded);
    this.#past = new KeyValues(decoder, most, (name) => !isCrossing(name));
  }

  /** Logits of what follows `id` [vocabulary], after all that was read before. */
  async read(id: number): Promise<Float32Array> {
    const ids = Int32Array.of(id);
    if (this.#crossing) return forwardPass(this.#decoder, ids, this.#past, 1, { ...this.#encoded, ...this.#crossing });
    const { session } = this.#decoder;
    const empty = Object.entries(emptyPast(session));
    const crossing = empty.filter(([name]) => isCrossing(name));
    const own = empty.filter(([name]) => !isCrossing(name)).map(([name]) => name);
    const names = empty.map(([name]) => presentOf(name));
    const feeds = { ...modelInputs(session, ids), ...this.#encoded, ...Object.fromEntries(empty) };
    const outputs = await runOutputs(session, feeds, ['logits', ...names]);
    this.#past.grow(1, Object.fromEntries(own.map((name) => [name, outputs[presentOf(name)]!])));
    this.#crossing = Object.fromEntries(crossing.map(([name]) => [name, outputs[presentOf(name)]!]));
    return outputs['logits']!.data as Float32Array;
  }
}

/** Of what the encoder gave, what the decoder's graph takes. */
export function inputsOf({ session }: Decoder, encoded: EncoderOutputs): EncoderOutputs {
  return Object.fromEntries(Object.entries(encoded).filter(([name]) => session.inputNames.includes(name)));
}

function isCrossing(name: string): boolean {
  return name.includes('.encoder.');
}
