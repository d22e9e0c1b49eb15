/** The product of two square matrices [size, size]. */
export type Product = (a: Float32Array, b: Float32Array, size: number) => Promise<Float32Array>;

/**
 * Attention rollout (Abnar & Zuidema 2020, "Quantifying Attention Flow in Transformers"): how much of each token's last
 * hidden state stems from each input token, if weights were all there is. Half of every layer passes by its attention
 * in the residual stream.
 *
 * @param layers weights [size, size] of each layer, the mean of its heads, first layer first
 */
export async function rollout(layers: readonly Float32Array[], size: number, product: Product): Promise<Float32Array> {
  let flow = withResidual(layers[0]!, size);
  for (const layer of layers.slice(1)) flow = await product(withResidual(layer, size), flow, size);
  return flow;
}

function withResidual(weights: Float32Array, size: number): Float32Array {
  const half = weights.map((weight) => weight / 2);
  for (let token = 0; token < size; token++) half[token * size + token]! += 0.5;
  return half;
}
