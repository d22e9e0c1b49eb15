/** Multiplies two square matrices [size, size]. */
export type MatrixProduct = (a: Float32Array, b: Float32Array, size: number) => Promise<Float32Array>;

/**
 * Attention rollout (Abnar & Zuidema 2020, "Quantifying Attention Flow in Transformers"): how much each input token
 * contributes to each token's last hidden state if attention weights alone mixed them. Half of every layer's input
 * bypasses attention in the residual stream.
 *
 * @param layers weights [size, size] of each layer, the mean of its heads, first layer first
 * @returns contributions [size, size]; rows sum to 1
 */
export async function rollout(
  layers: readonly Float32Array[],
  size: number,
  product: MatrixProduct,
): Promise<Float32Array> {
  let flow = withResidual(layers[0]!, size);
  for (const layer of layers.slice(1)) flow = await product(withResidual(layer, size), flow, size);
  return flow;
}

function withResidual(weights: Float32Array, size: number): Float32Array {
  const mixed = weights.map((weight) => weight / 2);
  for (let token = 0; token < size; token++) mixed[token * size + token]! += 0.5;
  return mixed;
}
