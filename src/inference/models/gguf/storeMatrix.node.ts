import { GgufError } from './ggufError';
import type { WeightsLocation } from '../onnxGraphWriter';
import type { GgufWeights } from './ggufWeights.node';
import { BLOCK_LENGTH } from './quantizedMatrix';
import { rowBytes } from './tensorFormats';
import type { WeightsFile } from './weightsFile.node';

/**
 * Rows are converted in pieces of about this many bytes, so that a large vocabulary needs little memory and other
 * requests get their turn between two pieces.
 */
const PIECE_BYTES = 2_000_000;

/** A matrix [rows, columns] in the file of weights, in blocks as MatMulNBits reads them. */
export interface StoredMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bits: 4 | 8;
  /** uint8 [rows, columns / 32, bytes of a block] */
  readonly values: WeightsLocation;
  /** float32 [rows, columns / 32] */
  readonly scales: WeightsLocation;
  /** float32 [rows, columns / 32], if the format has them. */
  readonly offsets: WeightsLocation | undefined;
}

/** A tensor that becomes rows of a matrix. */
export interface MatrixPart {
  readonly tensor: string;
  readonly rows: number;
  /** Which row of the tensor comes at each place; they keep their order when there is none. */
  readonly rowOrder?: ArrayLike<number> | undefined;
}

/**
 * Converts tensors of one format, and stores them as one matrix, one below the other. Throws a GgufError when a tensor
 * has not the rows of its part or not `columns` columns.
 *
 * @param onRead receives the number of bytes of each piece that was read
 */
export async function storeMatrix(
  weights: GgufWeights,
  file: WeightsFile,
  parts: readonly MatrixPart[],
  columns: number,
  onRead: (bytes: number) => void,
): Promise<StoredMatrix> {
  for (const part of parts) refuseOtherShape(weights, part, columns);
  const { format } = weights.rowsOf(parts[0]!.tensor);
  const scales: Float32Array[] = [];
  const offsets: Float32Array[] = [];

  async function* values(): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      for await (const rows of piecesOf(weights, part)) {
        const quantized = format.quantize(rows);
        scales.push(quantized.scales);
        if (quantized.offsets) offsets.push(quantized.offsets);
        yield quantized.values;
        onRead(rows.length);
      }
    }
  }
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    columns,
    bits: format.bits,
    values: await file.write(values()),
    scales: await file.write(scales),
    offsets: format.hasOffsets ? await file.write(offsets) : undefined,
  };
}

function refuseOtherShape(weights: GgufWeights, { tensor, rows }: MatrixPart, columns: number): void {
  const stored = weights.rowsOf(tensor);
  if (stored.rows !== rows || stored.columns !== columns)
    throw new GgufError(
      `its tensor ${tensor} has the shape ${stored.rows} × ${stored.columns}, not ${rows} × ${columns}`,
    );
  if (columns % BLOCK_LENGTH !== 0)
    throw new GgufError(`its tensor ${tensor} has ${columns} columns, not a multiple of ${BLOCK_LENGTH}`);
}

/** The bytes of a tensor's rows in their order, some rows at a time; all at once when they are reordered. */
async function* piecesOf(weights: GgufWeights, { tensor, rowOrder }: MatrixPart): AsyncGenerator<Uint8Array> {
  const { rows, columns, format } = weights.rowsOf(tensor);
  const rowLength = rowBytes(columns, format);
  const step = rowOrder ? rows : Math.max(1, Math.floor(PIECE_BYTES / rowLength));
  for (let first = 0; first < rows; first += step) {
    const bytes = await weights.read(tensor, first, Math.min(step, rows - first));
    yield rowOrder ? reordered(bytes, rowLength, rowOrder) : bytes;
  }
}

function reordered(bytes: Uint8Array, rowLength: number, order: ArrayLike<number>): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let row = 0; row < order.length; row++)
    result.set(bytes.subarray(order[row]! * rowLength, (order[row]! + 1) * rowLength), row * rowLength);
  return result;
}
