import { Tensor, type InferenceSession } from 'onnxruntime-node';

/**
 * Input tensors for `ids` after `before` tokens that the model has already read. Only inputs that the session has are
 * made; the past and an encoder's output are left to the caller.
 *
 * @param keep number of last tokens to compute logits for, if the graph has such an input
 */
export function modelInputs(
  { inputNames }: InferenceSession,
  ids: Int32Array,
  { before = 0, keep = 1 } = {},
): Record<string, Tensor> {
  const count = ids.length;
  const inputs: Record<string, () => Tensor> = {
    input_ids: () => int64(ids, [1, count]),
    attention_mask: () => ones(before + count),
    position_ids: () => int64(range(before, count), [1, count]),
    token_type_ids: () => int64(new Int32Array(count), [1, count]),
    num_logits_to_keep: () => int64([keep], []),
    use_cache_branch: () => new Tensor('bool', [before > 0], [1]),
  };
  const own = inputNames.filter((name) => Object.hasOwn(inputs, name));
  return Object.fromEntries(own.map((name) => [name, inputs[name]!()]));
}

/** Tells our own graphs how much of their past is in use; what lies behind it is ignored. */
const PAST_LENGTH = 'past_length';

/** Whether a graph is one of ours (`gguf/decoderGraph.ts`), whose past can have unused room behind it. */
export function takesRoom({ session }: { readonly session: InferenceSession }): boolean {
  return session.inputNames.includes(PAST_LENGTH);
}

/** Tells our own graphs which tokens of the past each text of a batch looks at. Graphs made before 2026-12 lack it. */
const SEEN_PAST = 'seen_past';

/** Whether texts of a batch can look at different tokens of one past. */
export function canHidePast({ session }: { readonly session: InferenceSession }): boolean {
  return session.inputNames.includes(SEEN_PAST);
}

/**
 * How many tokens were read before, and which of them are looked at, for a graph that takes room.
 *
 * @param seen 1 for each token of the past that a text looks at, else 0 [batch, room]; without it, one text looks at all
 */
export function pastState(
  { inputNames }: InferenceSession,
  length: number,
  room: number,
  seen = new Uint8Array(room).fill(1),
): Record<string, Tensor> {
  const past = { [PAST_LENGTH]: int64([length], [1]) };
  if (!inputNames.includes(SEEN_PAST)) return past;
  const texts = room === 0 ? 1 : seen.length / room;
  return { ...past, [SEEN_PAST]: new Tensor('bool', seen, [texts, room]) };
}

/** The past of a model that has read nothing: its dimension of the tokens, the only one without a number, is 0. */
export function emptyPast(session: InferenceSession): Record<string, Tensor> {
  const past: Record<string, Tensor> = takesRoom({ session }) ? pastState(session, 0, 0) : {};
  for (const input of session.inputMetadata) {
    if (!input.isTensor || !input.name.startsWith('past_key_values.')) continue;
    const [, ...others] = input.shape;
    const dims = [1, ...others.map((length) => (typeof length === 'number' ? length : 0))];
    past[input.name] = new Tensor('float32', new Float32Array(0), dims);
  }
  return past;
}

/** An ONNX tensor of 64-bit integers. */
export function int64(values: ArrayLike<number>, dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
}

/** An attention mask [1, count] that hides nothing. */
export function ones(count: number): Tensor {
  return new Tensor('int64', new BigInt64Array(count).fill(1n), [1, count]);
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
