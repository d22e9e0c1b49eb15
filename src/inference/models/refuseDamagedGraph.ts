import { GraphError } from './graphError';

/** Returns the result of `read`. Throws a GraphError when it fails because `file` is damaged. */
export function refuseDamagedGraph<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new GraphError(`${file} is not an ONNX graph, or only a part of one.`, { cause: error });
  }
}
