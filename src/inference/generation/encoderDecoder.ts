import type { Tensor } from 'onnxruntime-node';
import { emptyPast, modelInputs, ones } from '../models/inputTensors';
import type { Decoder, LoadedModel } from '../models/loadedModel';
import { runOutputs } from '../models/runForOutputs';
import { forwardPass, presentName } from './decoderForwardPass';
import { KeyValues } from './keyValuesWithoutGaps';

/** An encoder's outputs, by the names of the decoder inputs that take them. */
export type EncoderOutputs = Readonly<Record<string, Tensor>>;

/** Runs the encoder of a text-to-text model over `ids`. */
export async function encode({ session }: LoadedModel, ids: Int32Array): Promise<EncoderOutputs> {
  const outputs = await runOutputs(session, modelInputs(session, ids), ['last_hidden_state']);
  return { encoder_hidden_states: outputs['last_hidden_state']!, encoder_attention_mask: ones(ids.length) };
}

/** Runs a decoder token by token, and caches the keys and values of its own tokens and of the encoder's states. */
export class IncrementalDecoder {
  readonly #decoder: Decoder;
  readonly #encoderOutputs: EncoderOutputs;
  readonly #past: KeyValues;
  /** Keys and values of the encoder's states: outputs of the first pass. */
  #crossKeyValues: Record<string, Tensor> | undefined;

  /** @param maxTokens how many tokens will be read at most */
  constructor(decoder: Decoder, encoderOutputs: EncoderOutputs, maxTokens: number) {
    this.#decoder = decoder;
    this.#encoderOutputs = decoderInputs(decoder, encoderOutputs);
    this.#past = new KeyValues(decoder, maxTokens, (name) => !isCrossAttention(name));
  }

  /** Reads the next token; returns the logits of the token after it [vocabulary]. */
  async read(id: number): Promise<Float32Array> {
    const ids = Int32Array.of(id);
    if (!this.#crossKeyValues) return this.#readFirst(ids);
    return forwardPass(this.#decoder, ids, this.#past, 1, { ...this.#encoderOutputs, ...this.#crossKeyValues });
  }

  async #readFirst(ids: Int32Array): Promise<Float32Array> {
    const { session } = this.#decoder;
    const past = emptyPast(session);
    const feeds = { ...modelInputs(session, ids), ...this.#encoderOutputs, ...past };
    const pastNames = Object.keys(past);
    const outputs = await runOutputs(session, feeds, ['logits', ...pastNames.map(presentName)]);
    const presentOf = (names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, outputs[presentName(name)]!]));
    this.#past.grow(1, presentOf(pastNames.filter((name) => !isCrossAttention(name))));
    this.#crossKeyValues = presentOf(pastNames.filter(isCrossAttention));
    return outputs['logits']!.data as Float32Array;
  }
}

/** Those of the encoder's outputs that the decoder's graph has inputs for. */
export function decoderInputs({ session }: Decoder, encoderOutputs: EncoderOutputs): EncoderOutputs {
  return Object.fromEntries(Object.entries(encoderOutputs).filter(([name]) => session.inputNames.includes(name)));
}

function isCrossAttention(name: string): boolean {
  return name.includes('.encoder.');
}
