/** Beside the graph of a model made from a GGUF file: the same one, with products that do not round their input to 8 bits. */
export const EXACT_GRAPH = 'model_exact.onnx';
