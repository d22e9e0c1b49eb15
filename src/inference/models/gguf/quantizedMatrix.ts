/** Numbers that share a scale in ONNX Runtime's MatMulNBits, as in the block formats of GGUF. */
export const BLOCK_LENGTH = 32;

/**
 * Rows of a matrix in blocks of 32 numbers, as MatMulNBits reads them: a number is scale · (value − 2^(bits−1)), plus
 * the offset of its block, if there are offsets.
 */
export interface QuantizedRows {
  /** Each row's blocks, one after the other; two 4-bit values a byte, the first one in the lower half. */
  readonly values: Uint8Array;
  /** One for each block. */
  readonly scales: Float32Array;
  /** One for each block; MatMulNBits does not know them, see `quantizedProduct.ts`. */
  readonly offsets: Float32Array | undefined;
}

/** A storage format of GGUF tensors that can become a matrix of ours. */
export interface TensorFormat {
  readonly name: string;
  /** Numbers in a block of the file, and its size in bytes. */
  readonly blockLength: number;
  readonly blockBytes: number;
  /** Bits of a value in `quantize`'s result. */
  readonly bits: 4 | 8;
  readonly hasOffsets: boolean;
  /** Converts whole rows, whose length is a multiple of 32. */
  readonly quantize: (bytes: Uint8Array) => QuantizedRows;
  /** All numbers as float32; undefined for formats in which no norm or bias is stored. */
  readonly toFloats?: (bytes: Uint8Array) => Float32Array;
}
