import { GgufError } from './ggufError';
import type { GgufTensor } from './ggufHeader';
import { tensorBytes } from './tensorFormats';

/**
 * Throws a GgufError when a tensor ends behind the end of the file, which was cut then, or when two tensors share bytes:
 * before anything is made of them.
 *
 * @param fileSize in bytes
 */
export function refuseWrongPlaces(tensors: Iterable<GgufTensor>, fileSize: number): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset);
  let endOfLast = 0;
  for (const tensor of inOrder) {
    if (tensor.offset < endOfLast) throw new GgufError(`its tensor ${tensor.name} begins within another one`);
    endOfLast = tensor.offset + tensorBytes(tensor);
    if (endOfLast > fileSize) throw new GgufError(`it ends before its tensor ${tensor.name} does`);
  }
}
