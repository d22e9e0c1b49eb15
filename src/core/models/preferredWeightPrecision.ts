/** Weight precisions that run on the CPU, named as in transformers.js; best trade-off of size and quality first. */
export const DTYPES = ['q8', 'int8', 'uint8', 'fp32', 'q4', 'bnb4'] as const;
/** A weight precision. */
export type Dtype = (typeof DTYPES)[number];

/** End of the name of a graph file in each precision: model_quantized.onnx. */
export const SUFFIXES: Readonly<Record<Dtype, string>> = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp32: '',
  q4: '_q4',
  bnb4: '_bnb4',
};
